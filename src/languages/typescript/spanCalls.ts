import type { Node } from 'web-tree-sitter';
import type { Outline } from '../outline.ts';
import { literal, spanName } from '../spanName.ts';
import type { SpanSite } from '../sites.ts';
import { argumentsOf, calleeName, property } from './calls.ts';
import { stringParts, type Constants } from './strings.ts';

const creators = /^(?:startActiveSpan|startSpan|startInactiveSpan|withSpan)$/;
/** Decorators of NestJS and others; without a name, the span is called `Class.method`. */
const decorators = /^(?:Span|WithSpan)$/;

/** The span that a call or decorator makes, if it makes one. */
export function spanSite(call: Node, constants: Constants, functions: Outline): SpanSite | undefined {
  const decorator = call.parent?.type === 'decorator';
  if (!(decorator ? decorators : creators).test(calleeName(call))) return undefined;
  const first = argumentsOf(call)[0];
  if (!first && !decorator) return undefined;
  const covered = decorator ? functions.indexOf(decorated(call.parent)) : functions.around(call.startIndex);
  const named = spanName(stringParts(property(first, 'name') ?? first, constants));
  const callee = call.childForFieldName('function');
  const place = (callee?.childForFieldName('property') ?? callee ?? call).startPosition;
  return {
    name: named.name ?? (decorator && !first ? (functions.functions[covered]?.qualifiedName ?? null) : null),
    pattern: named.pattern,
    line: place.row + 1,
    column: place.column + 1,
    function: covered,
  };
}

/** The method below its decorators. */
function decorated(decorator: Node): Node {
  let node = decorator;
  while (node.type === 'decorator' && node.nextNamedSibling) node = node.nextNamedSibling;
  return node;
}

/** The scope that `getTracer('…')` names. */
export function tracerScope(call: Node, constants: Constants): string | undefined {
  return calleeName(call) === 'getTracer' ? literal(stringParts(argumentsOf(call)[0], constants)) : undefined;
}

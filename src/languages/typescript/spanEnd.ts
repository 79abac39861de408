import type { Node } from 'web-tree-sitter';
import { combined } from '../edit.ts';
import type { Refusal } from '../idioms/attempt.ts';
import type { SpanEndIdioms, StartedSpan } from '../idioms/spanEnd.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, isBroken, nodeAt, rangeOf, selfAndAncestors } from '../syntax.ts';
import { expressionInBlock } from './block.ts';
import { argumentsOf, calleeName } from './calls.ts';
import { entersSameScope, isFunction } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { endsByItself, endsWhenSettled, cannotFail } from './spanEnd/coverage.ts';
import { endOfStatements, endOfValue } from './spanEnd/ending.ts';
import { functionAround, refuse, usesOf } from './spanEnd/uses.ts';
import { parameters } from './spanScope.ts';
import { isAlone, linesBeside, linesFirst } from './statements.ts';
import { styleOf } from './style.ts';

const starts = /^(?:startSpan|startActiveSpan)$/;
/** Methods of a span that give the span back. */
const chained = /^(?:setAttributes?|addEvent|addLinks?|setStatus|updateName)$/;

const startedAt: SpanEndIdioms['startedAt'] = (file, selection) => {
  for (const node of selfAndAncestors(nodeAt(file.tree.rootNode, selection))) {
    const isStatement = /^(?:\w+_statement|lexical_declaration|variable_declaration)$/.test(node.type);
    const call = isStatement
      ? [...descendants(node, entersSameScope)].find(isStart)
      : isStart(node)
        ? node
        : undefined;
    if (call) {
      if (isBroken(call))
        return { refusal: 'There is a syntax error in or beside this span: mend it first.' };
      return calleeName(call) === 'startSpan' ? ofSpan(file, call) : ofCallback(file, call);
    }
    if (isStatement || isFunction(node)) return undefined;
  }
  return undefined;
};

function isStart(node: Node): boolean {
  return node.type === 'call_expression' && starts.test(calleeName(node));
}

function ofSpan(file: ParsedFile, call: Node): StartedSpan | Refusal {
  let value = call;
  for (let outer = call.parent?.parent; outer?.type === 'call_expression'; outer = value.parent?.parent) {
    if (outer.childForFieldName('function')?.childForFieldName('object')?.id !== value.id) break;
    if (calleeName(outer) === 'end') return { ...started(call, 'span'), isEnded: true };
    if (!chained.test(calleeName(outer))) break;
    value = outer;
  }
  const { parent } = value;
  if (parent?.type === 'expression_statement') {
    return { refusal: 'This span is not kept, so that nothing can end it: give it a variable first.' };
  }
  const target = parent?.childForFieldName(parent.type === 'variable_declarator' ? 'name' : 'left');
  const declaration = parent?.type === 'variable_declarator' ? parent.parent! : undefined;
  if (target?.type === 'identifier' && declaration?.namedChildCount === 1) {
    return ofVariable(file, declaration, target);
  }
  if (target?.type === 'identifier') {
    return {
      refusal: `\`${target.text}\` is declared elsewhere: declare it in the statement that starts the span.`,
    };
  }
  return {
    refusal: target
      ? `This span is kept in \`${target.text}\`, where other code may end it.`
      : 'This span is handed on where it starts: what gets it has to end it.',
  };
}

function ofVariable(file: ParsedFile, declaration: Node, target: Node): StartedSpan | Refusal {
  const variable = target.text;
  const block = declaration.parent!;
  if (
    declaration.type === 'variable_declaration' &&
    functionAround(block)?.childForFieldName('body')?.id !== block.id &&
    block.type !== 'program'
  ) {
    return {
      refusal: `\`${variable}\` is a \`var\` inside a block, which can be seen outside of it: make it a \`const\` first.`,
    };
  }
  if (block.type === 'export_statement') {
    return { refusal: `\`${variable}\` is exported: what imports it has to end it.` };
  }
  if (!/^(?:statement_block|program)$/.test(block.type)) {
    return { refusal: 'This span is started in a `case` without braces: give it some first.' };
  }
  const below = codeIn(block).filter((statement) => statement.startIndex >= declaration.endIndex);
  const frame = frameOf(below, variable);
  return judged(file, declaration, variable, frame ?? block, frame ? undefined : declaration, target);
}

function ofCallback(file: ParsedFile, call: Node): StartedSpan | Refusal {
  const callback = argumentsOf(call).at(-1);
  if (!callback || !isFunction(callback)) {
    return { refusal: 'The callback of this span is written elsewhere: place it in the call first.' };
  }
  const [first] = parameters(callback);
  if (first?.name === '')
    return { refusal: 'The callback takes the span apart: give the span a name first.' };
  if (first) return judged(file, call, first.name, callback, undefined, undefined);
  const style = styleOf(file, callback);
  const variable = new ModuleNames(file, callback, style).free('span', 'activeSpan');
  const list = callback.childForFieldName('parameters')!;
  const made = judged(file, call, variable, callback, undefined, undefined);
  if ('refusal' in made || typeof made.end !== 'function') return made;
  const { end } = made;
  const at = list.startIndex + 1;
  return { ...made, end: () => combined([{ start: at, end: at, text: variable }, ...end()]) };
}

/**
 * The span by what is done with it in `home`, a block or a function: below the statement `after`, or in all of it.
 * `own` is the identifier that declares it.
 */
function judged(
  file: ParsedFile,
  node: Node,
  variable: string,
  home: Node,
  after: Node | undefined,
  own: Node | undefined,
): StartedSpan | Refusal {
  const body = isFunction(home) ? home.childForFieldName('body')! : home;
  const owner = isFunction(home) ? home : functionAround(body);
  const scope = own ? own.parent!.parent!.parent! : body;
  const uses = usesOf(scope, variable).filter(({ id }) => id !== own?.id);
  const span = started(node, variable);
  const statements = body.type === 'statement_block' || body.type === 'program' ? codeIn(body) : [];
  const below = statements.filter((statement) => statement.startIndex >= (after?.endIndex ?? 0));
  if (endsByItself(below, variable) || endsWhenSettled([body], variable)) return { ...span, isEnded: true };
  const refusal = uses.map((use) => refuse(use, useOwner(use, owner))).find(Boolean);
  if (refusal) return { refusal };
  const style = styleOf(file, body);
  const end = `${variable}.end()${style.semicolon}`;
  if (!/^(?:statement_block|program)$/.test(body.type))
    return { ...span, end: ofExpression(file, owner!, body, variable) };
  if (below.length > 0) return { ...span, end: endOfStatements(file, owner, below, variable, style) };
  if (!after) return { ...span, end: () => [linesFirst(file, body, [end], style)] };
  if (!isAlone(file, after)) {
    return {
      refusal: 'The start of the span shares its line with other code: give it one of its own first.',
    };
  }
  return { ...span, end: () => [linesBeside(file, after, 'below', [end], style)] };
}

/** Uses between the start and the function that the span is handed to as context belong to the function around. */
function useOwner(use: Node, owner: Node | null): Node | null {
  const around = functionAround(use);
  return owner && around && around.startIndex < owner.startIndex ? around : owner;
}

/** An arrow function's value becomes a block. */
function ofExpression(file: ParsedFile, owner: Node, value: Node, variable: string): StartedSpan['end'] {
  const style = styleOf(file, owner);
  const ending = endOfValue(owner, value, variable, style);
  if ('refusal' in ending) return ending;
  const tail = [...ending.tail.map((line) => `\t${line}`), '}'];
  return () =>
    expressionInBlock(file, value, { head: ['{', '\ttry {'], tail, depth: 2 }, style, ending.values);
}

/** The callback of `context.with(…)`, where that is what a span is started for, and it is ended in there. */
function frameOf(below: readonly Node[], variable: string): Node | undefined {
  const next = below.find((statement) => !isPreparation(statement, variable));
  const call = [...(next ? descendants(next, entersSameScope) : [])].find(
    (node) =>
      node.type === 'call_expression' &&
      /(?:^|\.)context\.with$/.test(node.childForFieldName('function')?.text ?? ''),
  );
  const callback = call && argumentsOf(call)[1];
  const isAll = below.at(-1)?.id === next?.id;
  const ends = callback && isFunction(callback) && /\bend\(\)/.test(callback.text);
  return isAll && ends ? callback : undefined;
}

/** `const ctx = trace.setSpan(context.active(), span)` and what cannot fail. */
function isPreparation(statement: Node, variable: string): boolean {
  return cannotFail(statement, variable) || /^(?:const|let|var) \w+ = [\w.]+\.setSpan\(/.test(statement.text);
}

function codeIn(block: Node): Node[] {
  return block.namedChildren.filter((child) => child.type !== 'comment');
}

function started(node: Node, variable: string): StartedSpan {
  return { range: rangeOf(node), variable, isEnded: false, end: () => [] };
}

export const spanEnd: SpanEndIdioms = { startedAt };

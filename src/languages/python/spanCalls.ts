import type { Node } from 'web-tree-sitter';
import type { Outline } from '../outline.ts';
import { literal, spanName } from '../spanName.ts';
import type { SpanSite } from '../sites.ts';
import { argument, argumentsOf, calleeName } from './calls.ts';
import { stringParts, type Constants } from './strings.ts';

const creators = /^(?:start_as_current_span|start_span|start_active_span)$/;
/** Logfire writes a span for every message, too; its span's name is the message's template. */
const logfire = /^(?:span|instrument|trace|debug|info|notice|warn|warning|error|fatal|exception)$/;

/** The span that a call or decorator makes, if it makes one. */
export function spanSite(call: Node, constants: Constants, functions: Outline): SpanSite | undefined {
  const callee = call.childForFieldName('function');
  const receiver = callee?.childForFieldName('object')?.text ?? '';
  const name = calleeName(call);
  const creates =
    receiver === 'logfire' ? logfire.test(name) : creators.test(name) && receiver !== 'sentry_sdk';
  if (!callee || !creates) return undefined;
  const first = argument(argumentsOf(call), 0, receiver === 'logfire' ? 'msg_template' : 'name');
  const place = (callee.childForFieldName('attribute') ?? callee).startPosition;
  return {
    ...spanName(stringParts(first, constants)),
    line: place.row + 1,
    column: place.column + 1,
    function: functions.around(call.startIndex),
  };
}

/** The scope that `get_tracer(…)` names, `__name__` as it stands. */
export function tracerScope(call: Node, constants: Constants): string | undefined {
  if (calleeName(call) !== 'get_tracer') return undefined;
  const first = argument(argumentsOf(call), 0, 'instrumenting_module_name');
  return first?.text === '__name__' ? '__name__' : literal(stringParts(first, constants));
}

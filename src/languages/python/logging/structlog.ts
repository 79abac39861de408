import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import { indentationOf, lineEnding } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { appended } from '../../appended.ts';
import { argumentsOf } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { quoteOf } from '../strings.ts';
import { valueOf } from './valueOf.ts';

/** A processor before the one that makes text of an event. */
export function inProcessors(file: ParsedFile, call: Node): Attempt {
  const given = argumentsOf(call).keyword.get('processors') ?? argumentsOf(call).positional[0];
  const value = given && valueOf(given);
  // `shared + [renderer]`
  const list = value?.type === 'binary_operator' ? value.childForFieldName('right')! : value;
  if (list && list.type !== 'list') {
    return { refusal: 'The processors are put together elsewhere: write them as a list here.' };
  }
  if (/trace_?ids?\b|add_open_telemetry/i.test(list?.text ?? '')) {
    return { refusal: 'This log has the trace and span ids already.' };
  }
  return () => {
    const names = new ModuleNames(file, call);
    const trace = names.use('opentelemetry', 'trace');
    const quote = quoteOf(file.text);
    const processor = names.define('add_trace_ids', (name) => [
      `def ${name}(logger, method_name, event_dict):`,
      '\t"""Adds the ids of the current span to an event."""',
      `\tspan = ${trace}.get_current_span().get_span_context()`,
      '\tif span.is_valid:',
      `\t\tevent_dict[${quote}trace_id${quote}] = ${trace}.format_trace_id(span.trace_id)`,
      `\t\tevent_dict[${quote}span_id${quote}] = ${trace}.format_span_id(span.span_id)`,
      '\treturn event_dict',
    ]);
    if (!list) {
      const all = `*${names.useModule('structlog')}.get_config()[${quote}processors${quote}]`;
      return combined([...names.edits(), ...appended(file, call, `processors=[${processor}, ${all}]`)]);
    }
    return combined([...names.edits(), ...beforeRenderer(file, list, processor)]);
  };
}

/** `ProcessorFormatter(processors=[…])`, which the records of the standard library go through as well. */
export function inProcessorFormatter(file: ParsedFile, call: Node): Attempt {
  return argumentsOf(call).keyword.has('processors')
    ? inProcessors(file, call)
    : {
        refusal:
          'This formatter has one processor: write it as the last one of a list, `processors=[…]`, first.',
      };
}

function beforeRenderer(file: ParsedFile, list: Node, item: string): TextEdit[] {
  const last = list.namedChildren.findLast((child) => child.type !== 'comment');
  if (!last || !/render|wrap_for_formatter/i.test(last.text)) return appended(file, list, item);
  const isBroken = last.startPosition.row > list.startPosition.row;
  const between = isBroken ? lineEnding(file.text) + indentationOf(file.text, last.startIndex) : ' ';
  return [{ start: last.startIndex, end: last.startIndex, text: `${item},${between}` }];
}

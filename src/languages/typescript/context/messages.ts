import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { appended } from '../../appended.ts';
import { around } from '../around.ts';
import { statementsInBlock } from '../block.ts';
import { argumentsOf, calleeName, receiverOf } from '../calls.ts';
import { isAsync, isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';
import { carrier } from './helpers.ts';

/** The property of a message that holds the carrier. */
const property = 'traceContext';

/** `worker.postMessage({ … })` between threads, `child.send({ … })` between processes. */
export function sent(file: ParsedFile, call: Node): Attempt | undefined {
  if (!/^(?:postMessage|send)$/.test(calleeName(call)) || !isChannel(file, call)) return undefined;
  const message = argumentsOf(call)[0];
  if (message?.type !== 'object') {
    return {
      refusal: 'Only an object can take the trace context along: write the message as one, `{ … }`, here.',
    };
  }
  if (new RegExp(`\\b${property}\\b|traceparent`).test(message.text)) {
    return { refusal: 'This message carries the trace context already.' };
  }
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    const item = `${property}: ${carrier(names, style)}()`;
    return combined([...names.edits(), ...appended(file, message, item)]);
  };
}

/** `parentPort.on('message', (message) => …)` and its like. */
export function received(file: ParsedFile, call: Node): Attempt | undefined {
  if (!/^(?:parentPort|process)[!?]?$/.test(receiverOf(call)?.text ?? '')) return undefined;
  if (!/^(?:on|once)$/.test(calleeName(call))) return undefined;
  const [event, handler] = argumentsOf(call);
  if (event?.text.slice(1, -1) !== 'message' || !handler) return undefined;
  if (!isFunction(handler) || handler.type !== 'arrow_function') {
    return { refusal: 'The handler stands elsewhere: write it here, as `(message) => …`.' };
  }
  if (new RegExp(`\\b${property}\\b|\\.extract\\(`).test(handler.text)) {
    return { refusal: 'The trace of this message is continued already.' };
  }
  const parameter =
    handler.childForFieldName('parameter') ??
    handler.childForFieldName('parameters')?.namedChildren.find((child) => child.type !== 'comment');
  if (!parameter) return { refusal: 'The handler takes no message: name it first.' };
  const pattern = parameter.childForFieldName('pattern') ?? parameter;
  if (!/^(?:identifier|object_pattern)$/.test(pattern.type)) {
    return { refusal: 'The handler takes its message apart: name the message first.' };
  }
  return () => inContext(file, handler, parameter, pattern);
}

function inContext(file: ParsedFile, handler: Node, parameter: Node, pattern: Node): TextEdit[] {
  const style = styleOf(file, handler);
  const names = new ModuleNames(file, handler, style);
  const context = names.use('context');
  const propagation = names.use('propagation');
  const body = handler.childForFieldName('body')!;
  const type = parameter.childForFieldName('type');
  const isPattern = pattern.type === 'object_pattern';
  const from = isPattern ? property : `${pattern.text}${type ? '.' : '?.'}${property}`;
  const extracted = `${propagation}.extract(${context}.active(), ${from} ?? {})`;
  const [async, back] = isAsync(handler) ? ['async ', 'return '] : ['', ''];
  return combined([
    ...(isPattern ? appended(file, pattern, property) : []),
    ...(type
      ? [{ start: type.endIndex, end: type.endIndex, text: ` & { ${property}?: Record<string, string> }` }]
      : []),
    ...moved(),
    ...names.edits(),
  ]);

  function moved(): TextEdit[] {
    const statements = body.type === 'statement_block' ? body.namedChildren : [];
    const [first, last] = [statements[0], statements.at(-1)];
    const isApart =
      first &&
      last &&
      first.startPosition.row > body.startPosition.row &&
      last.endPosition.row < body.endPosition.row;
    if (!isApart) return around(body, `${context}.with(${extracted}, ${async}() => `);
    const parent = names.free('parent', 'parentContext');
    const { semicolon } = style;
    const head = [
      `const ${parent} = ${extracted}${semicolon}`,
      `${back}${context}.with(${parent}, ${async}() => {`,
    ];
    return statementsInBlock(file, { first, last }, { head, tail: [`})${semicolon}`], depth: 1 }, style);
  }
}

/** Whether a method is called on a port, a worker, a process, or what `fork` gave. */
function isChannel(file: ParsedFile, call: Node): boolean {
  const object = receiverOf(call)?.text.replace(/[!?]$/, '') ?? '';
  if (/^(?:parentPort|process)$/.test(object)) return true;
  const name = /^(?:this\.#?)?([\w$]+)$/.exec(object)?.[1];
  const made = '(?:new\\s+(?:\\w+\\.)?Worker|(?:\\w+\\.)?fork)\\(';
  return name !== undefined && new RegExp(`${name}\\b[^;=\\n]*=\\s*${made}`).test(file.text);
}

import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import type { FunctionTarget } from '../idioms/span.ts';
import { indentationOf, lineEnding, lineStart } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { isGenerator } from './functions.ts';
import { ModuleNames } from './moduleNames.ts';
import { quoteOf } from './strings.ts';

/** Code that counts the frames above it, of which a decorator adds one. */
const countsFrames = /\bstacklevel\b|\b(?:_getframe|currentframe|extract_stack)\(|\binspect\.stack\(/;

/**
 * Whether `@tracer.start_as_current_span(…)` does what a `with` does. A generator would have ended its span before its
 * first value; so would a coroutine, with versions of opentelemetry-api before 1.24.
 */
export function canBeDecorated(definition: Node): boolean {
  const isAsync = definition.children.some((child) => child.type === 'async');
  return !isAsync && !isGenerator(definition) && !countsFrames.test(definition.text);
}

/** The decorator goes next to the `def`: what other decorators register or cache is then the function with its span. */
export function decorated(file: ParsedFile, { node, name }: FunctionTarget): TextEdit[] {
  const { text } = file;
  const names = new ModuleNames(file, node);
  const quote = quoteOf(text);
  const line = `@${names.tracer()}.start_as_current_span(${quote}${name}${quote})`;
  const start = lineStart(text, node.startIndex);
  const above = indentationOf(text, node.startIndex) + line + lineEnding(text);
  return combined([...names.edits(), { start, end: start, text: above }]);
}

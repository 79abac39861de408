import type { Node } from 'web-tree-sitter';
import { combined, type TextRange } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { Crossing } from '../../idioms/context.ts';
import { indentationOf, lineEnding, lineStart } from '../../layout.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isBroken } from '../../syntax.ts';
import { topLevel } from '../../topLevel.ts';
import { ModuleNames } from '../moduleNames.ts';

const guard = /^__name__\s*==\s*(['"])__main__\1$/;

/** `if __name__ == "__main__":` under the cursor: where a child process begins. */
export function entryAt(file: ParsedFile, selection: TextRange): Crossing | Refusal | undefined {
  const main = topLevel(file).find(
    (node) =>
      node.startIndex <= selection.start &&
      selection.start <= node.endIndex &&
      node.type === 'if_statement' &&
      guard.test(node.childForFieldName('condition')?.text ?? ''),
  );
  const body = main?.childForFieldName('consequence');
  const first = body?.namedChildren.find((node) => node.type !== 'comment');
  if (!main || !body || !first) return undefined;
  const header = { start: main.startIndex, end: body.startIndex };
  if (selection.start >= header.end) return undefined;
  if (/\bextract\(/.test(body.text)) {
    return { refusal: 'This program continues the trace of what started it already.' };
  }
  if (first.startPosition.row === main.startPosition.row) {
    return { refusal: 'The statement shares its line with the `if`: give it a line of its own first.' };
  }
  return {
    title: 'Continue the trace of the process that starts this one (TRACEPARENT)',
    range: header,
    carry: isBroken(main)
      ? { refusal: 'There is a syntax error in or beside this statement: mend it first.' }
      : () => continued(file, first),
  };
}

function continued(file: ParsedFile, first: Node): ReturnType<ModuleNames['edits']> {
  const { text } = file;
  const names = new ModuleNames(file, first);
  const context = names.use('opentelemetry', 'context');
  const propagate = names.use('opentelemetry', 'propagate');
  const os = names.useModule('os');
  const carrier = names.free('carrier', 'otel_carrier');
  const indentation = indentationOf(text, first.startIndex);
  const start = lineStart(text, first.startIndex);
  const lines = [
    `${carrier} = {key.lower(): value for key, value in ${os}.environ.items()}`,
    `${context}.attach(${propagate}.extract(${carrier}))`,
  ];
  const added = lines.map((line) => indentation + line + lineEnding(text)).join('');
  return combined([...names.edits(), { start, end: start, text: added }]);
}

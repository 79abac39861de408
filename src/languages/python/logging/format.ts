import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import { descendants } from '../../syntax.ts';

/** How a style of formats says a field of the record. */
type Field = (name: string) => string;

/** What stands for the message in each style of the standard library. */
const styles: readonly (readonly [message: RegExp, field: Field])[] = [
  [/%\(message\)-?\d*s/, (name) => `%(${name})s`],
  [/\{message(?:[:!][^{}]*)?\}/, (name) => `{${name}}`],
  [/\$(?:\{message\}|message\b)/, (name) => `\${${name}}`],
];

/** The key that the message has in a format that is JSON. */
const key = /"\w+"\s*:\s*"?$/;

/** Whether a format has the ids already. */
export function hasIds(format: Node): boolean {
  return /otelTraceID|trace_?id/i.test(format.text);
}

/**
 * The ids before the message of a format, which is a literal or several side by side; or why that cannot be. `ids` are
 * the fields of trace and span.
 */
export function idsBeforeMessage(
  format: Node,
  ids: readonly [trace: string, span: string],
  own?: Field,
): TextEdit[] | string {
  const literals = [format, ...descendants(format)].filter((node) => node.type === 'string');
  const text = format.type === 'parenthesized_expression' ? format.firstNamedChild : format;
  if (!/^(?:string|concatenated_string)$/.test(text?.type ?? '')) {
    return `What \`${format.text}\` is cannot be seen here: write the format as text.`;
  }
  for (const literal of literals) {
    for (const [message, field] of styles) {
      const found = message.exec(literal.text);
      if (!found) continue;
      if (/^[rbu]*f/i.test(literal.text))
        return 'The format is put together where it stands: write it as plain text.';
      const [trace, span] = ids.map(own ?? field) as [string, string];
      const before = literal.text.slice(0, found.index);
      const json = key.exec(before);
      const at = literal.startIndex + (json?.index ?? found.index);
      const text = json
        ? `"trace_id": "${trace}", "span_id": "${span}", `
        : `[trace_id=${trace} span_id=${span}] `;
      return [{ start: at, end: at, text }];
    }
  }
  return 'This format has no message, so that it is not seen where the ids belong: write the message into it.';
}

import type { SpanStart } from '../idioms/spanStart.ts';
import type { Lines } from './block.ts';
import type { ModuleNames } from './moduleNames.ts';

/** The longest line that Black and Ruff leave as it is. */
export const WIDTH = 88;

/** `with tracer.start_as_current_span(…):`, on one line where it fits beside an indentation of `column`. */
export function withSpan(names: ModuleNames, quote: string, start: SpanStart, column: number): Lines {
  const tracer = names.tracer();
  const args = [start.name];
  if (start.context !== undefined) args.push(`context=${start.context}`);
  if (start.kind) args.push(`kind=${names.use('opentelemetry', 'trace')}.SpanKind.${start.kind}`);
  const attributes = (start.attributes ?? []).map(([name, value]) => `${quote}${name}${quote}: ${value}`);
  const links = start.links === undefined ? [] : [`links=${start.links}`];
  const open = `with ${tracer}.start_as_current_span(`;
  const close = `)${start.variable === undefined ? '' : ` as ${start.variable}`}:`;
  const short =
    open +
    [...args, ...(attributes.length > 0 ? [`attributes={${attributes.join(', ')}}`] : []), ...links].join(
      ', ',
    ) +
    close;
  if (column + short.length <= WIDTH) return [short];
  return [
    open,
    ...args.map((arg) => `\t${arg},`),
    ...(attributes.length > 0
      ? ['\tattributes={', ...attributes.map((attribute) => `\t\t${attribute},`), '\t},']
      : []),
    ...links.map((link) => `\t${link},`),
    close,
  ];
}

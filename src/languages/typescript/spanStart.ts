import type { SpanStart } from '../idioms/spanStart.ts';
import type { Form } from './block.ts';
import { caught } from './caught.ts';
import type { ModuleNames } from './moduleNames.ts';
import { quoted, type Style } from './style.ts';

/** The longest line that Prettier leaves as it is. */
const WIDTH = 80;

/**
 * `tracer.startActiveSpan(…, (span) => {` with `try`, `catch` and `finally`, for code beside an indentation of `column`.
 * The first line begins with `before`: `return `, `await `, `const order = await `. `closing` are the lines from the
 * end of the `try` on, where they are not the usual ones.
 */
export function activeSpan(
  names: ModuleNames,
  style: Style,
  start: SpanStart & { readonly variable: string },
  {
    async,
    before = '',
    column,
    closing,
  }: { async: boolean; before?: string; column: number; closing?: readonly string[] },
): Form {
  const { unit } = style;
  const options: (string | readonly string[])[] = [];
  if (start.kind) options.push(`kind: ${names.use('SpanKind')}.${start.kind}`);
  if (start.attributes?.length) {
    options.push(start.attributes.map(([name, value]) => `${quoted(name, style.quote)}: ${value}`));
  }
  if (start.links !== undefined) options.push(start.links === 'links' ? 'links' : `links: ${start.links}`);
  const open = `${before}${names.tracer()}.startActiveSpan(`;
  const callback = `${async ? 'async ' : ''}(${start.variable}) => {`;
  const context = start.context === undefined ? [] : [start.context];
  // With a context there are four arguments.
  const flat = options.map((option) =>
    typeof option === 'string' ? option : `attributes: { ${option.join(', ')} }`,
  );
  const bag = flat.length > 0 ? [`{ ${flat.join(', ')} }`] : context.length > 0 ? ['{}'] : [];
  const short = open + [start.name, ...bag, ...context, callback].join(', ');
  const body = [
    'try {',
    ...(closing ?? caught({ span: start.variable, SpanStatusCode: names.use('SpanStatusCode') }, style)),
  ];
  if (column + short.length <= WIDTH) {
    return {
      head: [short, `\t${body[0]!}`],
      tail: [...body.slice(1).map((line) => `\t${line}`), `})`],
      depth: 2,
    };
  }
  const deep = options.flatMap((option) =>
    typeof option === 'string'
      ? [`\t\t${option},`]
      : ['\t\tattributes: {', ...option.map((attribute) => `\t\t\t${attribute},`), '\t\t},'],
  );
  const fits = column + unit.length + (bag[0]?.length ?? 0) + 1 <= WIDTH;
  return {
    head: [
      open,
      `\t${start.name},`,
      ...(fits ? bag.map((one) => `\t${one},`) : ['\t{', ...deep, '\t},']),
      ...context.map((one) => `\t${one},`),
      `\t${callback}`,
      `\t\t${body[0]!}`,
    ],
    tail: [...body.slice(1).map((line) => `\t\t${line}`), '\t},', ')'],
    depth: 3,
  };
}

import type { Style } from './style.ts';

/** What the end of a span's code calls things. */
export interface SpanNames {
  readonly span: string;
  readonly SpanStatusCode: string;
}

/** From the end of a `try`: the error is recorded and goes on, and the span ends on every path. */
export function caught(names: SpanNames, style: Style): string[] {
  const { semicolon: end } = style;
  return [
    '} catch (error) {',
    ...recorded(names, style).map((line) => `\t${line}`),
    `\tthrow error${end}`,
    '} finally {',
    `\t${names.span}.end()${end}`,
    '}',
  ];
}

/** What is said of `error` on a span. */
export function recorded(names: SpanNames, style: Style): string[] {
  const { semicolon: end } = style;
  return [
    `${names.span}.recordException(error${style.typed ? ' as Error' : ''})${end}`,
    `${names.span}.setStatus({`,
    `\tcode: ${names.SpanStatusCode}.ERROR,`,
    '\tmessage: error instanceof Error ? error.message : String(error),',
    `})${end}`,
  ];
}

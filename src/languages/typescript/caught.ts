import type { Style } from './style.ts';

/** What the end of a span's code calls things. */
export interface SpanNames {
  readonly span: string;
  readonly SpanStatusCode: string;
  /** The variable that holds the error; `error` where absent. */
  readonly error?: string;
}

/**
 * From the end of a `try`: the error is recorded, below what else is said of it, and goes on, and the span ends on every
 * path.
 */
export function caught(names: SpanNames, style: Style, said: readonly string[] = []): string[] {
  const { semicolon: end } = style;
  return [
    '} catch (error) {',
    ...said.map((line) => `\t${line}`),
    ...recorded(names, style).map((line) => `\t${line}`),
    `\tthrow error${end}`,
    '} finally {',
    `\t${names.span}.end()${end}`,
    '}',
  ];
}

/** What is said of an error on a span. */
export function recorded(names: SpanNames, style: Style): string[] {
  return [recordedException(names, style), ...failedStatus(names, style)];
}

/** The error itself. */
export function recordedException({ span, error = 'error' }: SpanNames, style: Style): string {
  return `${span}.recordException(${error}${style.typed ? ' as Error' : ''})${style.semicolon}`;
}

/** That the span's work has failed. */
export function failedStatus({ span, SpanStatusCode, error = 'error' }: SpanNames, style: Style): string[] {
  return [
    `${span}.setStatus({`,
    `\tcode: ${SpanStatusCode}.ERROR,`,
    `\tmessage: ${error} instanceof Error ? ${error}.message : String(${error}),`,
    `})${style.semicolon}`,
  ];
}

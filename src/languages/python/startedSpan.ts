import { freeName } from '../syntax.ts';
import type { Lines } from './block.ts';
import type { ModuleNames } from './moduleNames.ts';

/**
 * What stands above and below code with a `yield` in it: a span that is not made current, and that ends on every path.
 * `name` is a literal, `taken` the names that its variables must not have.
 */
export function startedSpan(
  names: ModuleNames,
  quote: string,
  name: string,
  taken: Iterable<string>,
): { readonly head: Lines; readonly tail: Lines } {
  const tracer = names.tracer();
  const trace = names.use('opentelemetry', 'trace');
  const all = new Set(taken);
  const span = freeName(all, 'span', 'generator_span');
  const error = freeName(all, 'error', 'generator_error');
  return {
    head: [
      '# Not made current: between two values it is the caller that runs.',
      `${span} = ${tracer}.start_span(${name})`,
      'try:',
    ],
    tail: [
      `except Exception as ${error}:`,
      `\t${span}.record_exception(${error})`,
      `\t${span}.set_status(${trace}.StatusCode.ERROR, f${quote}{type(${error}).__name__}: {${error}}${quote})`,
      '\traise',
      'finally:',
      `\t${span}.end()`,
    ],
  };
}

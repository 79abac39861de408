import type { Lines } from './block.ts';
import type { ModuleNames } from './moduleNames.ts';

/** `StatusCode`, as the file has it, or through `trace`. */
export function statusCode(names: ModuleNames): string {
  return (
    names.imported('opentelemetry.trace', 'StatusCode') ?? `${names.use('opentelemetry', 'trace')}.StatusCode`
  );
}

/** The lines that tell a span of an error: the words are those of the SDK, for errors that leave a span. */
export function recorded(
  names: ModuleNames,
  span: string,
  error: string,
  quote: string,
): {
  readonly exception: Lines;
  readonly status: () => Lines;
} {
  return {
    exception: [`${span}.record_exception(${error})`],
    status: () => [
      `${span}.set_status(${statusCode(names)}.ERROR, f${quote}{type(${error}).__name__}: {${error}}${quote})`,
    ],
  };
}

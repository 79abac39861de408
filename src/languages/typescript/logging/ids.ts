import type { ModuleNames } from '../moduleNames.ts';
import type { Style } from '../style.ts';

/** Defines what gives the ids as properties, and gives its name. */
export function idsAsProperties(names: ModuleNames, { semicolon }: Style): string {
  const trace = names.use('trace');
  return names.define('traceIds', (name) => [
    '/** The ids of the active span, for the log. */',
    `function ${name}() {`,
    `\tconst span = ${trace}.getActiveSpan()?.spanContext()${semicolon}`,
    `\treturn span ? { trace_id: span.traceId, span_id: span.spanId } : {}${semicolon}`,
    '}',
  ]);
}

/** Defines what gives the ids as one more argument of a console's method, and gives its name. */
export function idsAsArguments(names: ModuleNames, { semicolon }: Style): string {
  const trace = names.use('trace');
  return names.define('traceSuffix', (name) => [
    '/** The ids of the active span, for the end of a line of the log; nothing where there is none. */',
    `function ${name}() {`,
    `\tconst span = ${trace}.getActiveSpan()?.spanContext()${semicolon}`,
    `\treturn span ? [\`[trace_id=\${span.traceId} span_id=\${span.spanId}]\`] : []${semicolon}`,
    '}',
  ]);
}

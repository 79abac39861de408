import { instrumentations } from './instrumentations.ts';

/** Instrumentations and conventions are betas, which only a range that names one lets in. */
const beta = '>=0.65b0';

/** What the code that is written here is made for. */
export const packages: ReadonlyMap<string, string> = new Map([
  ['opentelemetry-api', '~=1.44'],
  ['opentelemetry-sdk', '~=1.44'],
  ['opentelemetry-exporter-otlp-proto-http', '~=1.44'],
  ...instrumentations.map((one): [string, string] => [packageOf(one.name), beta]),
]);

export function packageOf(name: string): string {
  return `opentelemetry-instrumentation-${name}`;
}

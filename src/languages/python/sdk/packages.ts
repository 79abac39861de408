import { instrumentations } from './instrumentations.ts';

/**
 * What the code that is written here is made for. Every release of the SDK has one of the instrumentations, which are
 * betas and fit no other.
 */
const released = new Map([
  ['opentelemetry-api', '~=1.44.0'],
  ['opentelemetry-sdk', '~=1.44.0'],
  ['opentelemetry-exporter-otlp-proto-http', '~=1.44.0'],
  ...instrumentations.map((one): [string, string] => [packageOf(one.name), '==0.65b0']),
]);

/** The range of a package; an open one where the project has settled on a release of its own. */
export function rangeOf(name: string, isSettled: boolean): string {
  if (!isSettled) return released.get(name)!;
  return name.includes('-instrumentation-') ? '>=0.40b0' : '>=1.20';
}

export function packageOf(name: string): string {
  return `opentelemetry-instrumentation-${name}`;
}

import * as conventions from '@opentelemetry/semantic-conventions/incubating';

/** What the conventions say of a process and of where it runs, not of one of its spans. */
const ofResource = /^(?:cloud|container|deployment|device|host|k8s|os|process|service|telemetry|webengine)\./;

const names = new Set(Object.values<unknown>(conventions));

/**
 * The name as it may stand on a span: `app.service.name` for a `Service` that the program has, since `service.name` is
 * the program itself.
 */
export function besideResource(name: string): string {
  return ofResource.test(name) && names.has(name) ? `app.${name}` : name;
}

import { combined } from '../../edit.ts';
import type { SdkIdioms } from '../../idioms/sdk.ts';
import { codeLocation } from './codeLocation.ts';
import { instrument } from './instrument.ts';
import { instrumentations } from './instrumentations.ts';
import { addMembers, packageJsonOf } from './packageJson.ts';
import { sdkPackages } from './packages.ts';
import { setup } from './setup.ts';
import { runs, startsAt } from './start.ts';

const ranges = new Map([
  ...Object.entries(sdkPackages),
  ...instrumentations.map((one): [string, string] => [one.package, one.range]),
]);

/** `new NodeSDK(…)`, a tracer provider of its own, or a distribution that makes one. */
const setUp =
  /\bnew\s+(?:\w+\.)?(?:NodeSDK|(?:Node|Basic|Web)?TracerProvider)\s*\(|\b(?:startNodeSDK|registerInstrumentations|registerOTel|useAzureMonitor|initOpenTelemetry)\s*\(/;
const loadsDistribution =
  /(?:--import|--require|-r)[ =]\\?["']?(@opentelemetry\/auto-instrumentations-node(?:\/register)?|@elastic\/opentelemetry-node|@splunk\/otel\/instrument)/;

export const sdk: SdkIdioms = {
  manifests: ['package.json'],
  runs,
  startsAt: (file, project) => {
    const manifest = packageJsonOf(project);
    // What cannot be read is told by the action itself.
    return 'refusal' in manifest || startsAt(file, project, manifest);
  },
  setsUp: (text) => setUp.test(text),
  startedBy: (project) => {
    const loaded = loadsDistribution.exec(project.read('package.json') ?? '')?.[1];
    return loaded && `${loaded}, which the scripts of package.json load`;
  },
  setup,
  instrument,
  codeLocation,
  depend: (project, packages) => {
    const manifest = packageJsonOf(project);
    if ('refusal' in manifest) return manifest;
    const missing = packages.filter((name) => manifest.dependencies[name] === undefined);
    const added = Object.fromEntries(missing.map((name) => [name, ranges.get(name)!]));
    return missing.length === 0
      ? []
      : [{ file: manifest.file, edits: combined(addMembers(manifest.text, 'dependencies', added)) }];
  },
};

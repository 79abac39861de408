import type { SdkIdioms } from '../../idioms/sdk.ts';
import { codeLocation } from './codeLocation.ts';
import { depend, manifests } from './dependencies.ts';
import { instrument } from './instrument.ts';
import { setup } from './setup.ts';
import { runs, startsAt } from './start.ts';

/** A tracer provider, or a distribution that makes one. */
const setUp =
  /\bset_tracer_provider\s*\(|\bTracerProvider\s*\(|\bconfigure_azure_monitor\s*\(|\blogfire\.configure\s*\(|\bauto_instrumentation\s+import\s+initialize\b/;
/** Files that say how a program is started. */
const starters = [
  'Procfile',
  'Dockerfile',
  'compose.yaml',
  'docker-compose.yml',
  'Makefile',
  'start.sh',
  'run.sh',
];

export const sdk: SdkIdioms = {
  manifests,
  runs,
  startsAt,
  setsUp: (text) => setUp.test(text),
  startedBy: (project) => {
    const starter = starters.find((name) => /\bopentelemetry-instrument\b/.test(project.read(name) ?? ''));
    return starter && `opentelemetry-instrument, which ${starter} runs`;
  },
  setup,
  instrument,
  codeLocation,
  depend,
};

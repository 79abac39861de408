// Loaded before a program: sends its spans by OTLP when it ends; RECORD gets the number of those that were never ended.
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// Packages of which the exporter and the SDK bring the right version themselves.
const from = (user, name) => createRequire(import.meta.resolve(user))(name);
const { ProtobufTraceSerializer } = from(
  '@opentelemetry/exporter-trace-otlp-proto',
  '@opentelemetry/otlp-transformer',
);
const { detectResources, envDetector } = from('@opentelemetry/sdk-trace-node', '@opentelemetry/resources');

const ended = new InMemorySpanExporter();
let open = 0;
new NodeTracerProvider({
  resource: detectResources({ detectors: [envDetector] }),
  spanProcessors: [
    new SimpleSpanProcessor(ended),
    { onStart: () => open++, onEnd: () => open--, forceFlush: async () => {}, shutdown: async () => {} },
  ],
}).register();

// However the program ends, by itself, by process.exit or by an error that nobody catches, this runs, and nothing
// asynchronous after it: so another process sends.
process.on('exit', () => {
  const spans = ended.getFinishedSpans();
  if (spans.length > 0) {
    execFileSync(process.execPath, [fileURLToPath(new URL('send.mjs', import.meta.url))], {
      input: ProtobufTraceSerializer.serializeRequest(spans),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  }
  writeFileSync(process.env.RECORD, String(open));
});

// A program in the background is told to end so; the default would end it without 'exit'.
process.on('SIGTERM', () => process.exit(0));

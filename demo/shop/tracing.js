// Loaded before each service by `node --require ./tracing.js`. Where the spans go is not decided here:
// the SDK reads OTEL_EXPORTER_OTLP_ENDPOINT and its relatives from the environment.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation(), // requests that come in
    new ExpressInstrumentation({ ignoreLayersType: ['middleware'] }), // their routes
    new UndiciInstrumentation(), // requests that go out by fetch
  ],
});
sdk.start();

// What is still in the exporter's batch is sent before the process ends.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => sdk.shutdown().catch(() => {}).then(() => process.exit(0)));
}

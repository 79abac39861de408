/**
 * What the code that is written here is made for: the second generation of the SDK, which runs on every Node that is in
 * use. Its packages refuse an API that is newer than the 1.9 they were built with.
 */
export const sdkPackages: Readonly<Record<string, string>> = {
  '@opentelemetry/api': '~1.9.0',
  '@opentelemetry/exporter-trace-otlp-proto': '^0.223.0',
  '@opentelemetry/instrumentation': '^0.223.0',
  '@opentelemetry/resources': '^2.12.0',
  '@opentelemetry/sdk-node': '^0.223.0',
  '@opentelemetry/sdk-trace': '^2.12.0',
};

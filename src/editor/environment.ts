import type { PortState } from '../server/protocol.ts';

/**
 * The variables by which any OpenTelemetry SDK sends to Spanline. The protocol is left to the SDK: every port of the
 * receiver takes every protocol. The delays are short, so that a trace shows while one still looks at its cause.
 */
export function otelEnvironment(port: number): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BLRP_SCHEDULE_DELAY: '200',
  };
}

/** Variables by which somebody has already decided where telemetry goes. */
const DECIDED =
  /^OTEL_(EXPORTER_OTLP(_(TRACES|LOGS|METRICS))?_ENDPOINT|(TRACES|LOGS)_EXPORTER|CONFIG_FILE|EXPERIMENTAL_CONFIG_FILE|SDK_DISABLED)$/;

/**
 * What to add to an environment: nothing where it already says where telemetry goes, and never a variable that it
 * sets itself.
 */
export function missingFrom(
  environment: Record<string, unknown>,
  ours: Record<string, string>,
): Record<string, string> {
  const set = (name: string) => environment[name] !== undefined && environment[name] !== null;
  if (Object.keys(environment).some((name) => DECIDED.test(name) && set(name))) return {};
  return Object.fromEntries(Object.entries(ours).filter(([name]) => !set(name)));
}

/** The port to send to: HTTP's, or gRPC's where only that one could be had; undefined where none listens. */
export function sendingPort(state: { http: PortState; grpc: PortState } | undefined): number | undefined {
  return [state?.http, state?.grpc].find((port) => port?.listening)?.port;
}

/** The variables as a shell reads them, for the clipboard. */
export function asShell(variables: Record<string, string>, windows: boolean): string {
  const line = windows
    ? (k: string, v: string) => `$env:${k}="${v}"`
    : (k: string, v: string) => `export ${k}=${v}`;
  return Object.entries(variables)
    .map(([name, value]) => line(name, value))
    .join('\n');
}

import { describe, expect, test } from 'vitest';
import { asShell, missingFrom, otelEnvironment, sendingPort } from '../../../src/editor/environment.ts';

const ours = otelEnvironment(4318);

describe('what is added to an environment', () => {
  test('everything, where nothing of OpenTelemetry is set', () => {
    expect(missingFrom({ PATH: '/bin' }, ours)).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_BLRP_SCHEDULE_DELAY: '200',
    });
  });

  test.each([
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'OTEL_TRACES_EXPORTER',
    'OTEL_CONFIG_FILE',
    'OTEL_SDK_DISABLED',
  ])('nothing, where %s says already where telemetry goes', (name) => {
    expect(missingFrom({ [name]: 'x' }, ours)).toEqual({});
  });

  test("all but the user's own values", () => {
    expect(missingFrom({ OTEL_BSP_SCHEDULE_DELAY: '5000' }, ours)).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_BLRP_SCHEDULE_DELAY: '200',
    });
  });

  test('a variable set to null in terminal.integrated.env counts as absent', () => {
    expect(missingFrom({ OTEL_EXPORTER_OTLP_ENDPOINT: null }, ours)).toEqual(ours);
  });
});

describe('the port to send to', () => {
  const listens = (port: number) => ({ port, listening: true });
  const taken = (port: number) => ({ port, listening: false, problem: 'taken' });

  test("is HTTP's", () => {
    expect(sendingPort({ http: listens(4318), grpc: listens(4317) })).toBe(4318);
  });
  test("is gRPC's where HTTP's is taken: every port takes every protocol", () => {
    expect(sendingPort({ http: taken(4318), grpc: listens(4317) })).toBe(4317);
  });
  test('is none where both are taken, or nothing is connected', () => {
    expect(sendingPort({ http: taken(4318), grpc: taken(4317) })).toBeUndefined();
    expect(sendingPort(undefined)).toBeUndefined();
  });
});

test('the clipboard gets what a shell reads', () => {
  expect(asShell({ A: '1', B: '2' }, false)).toBe('export A=1\nexport B=2');
  expect(asShell({ A: '1' }, true)).toBe('$env:A="1"');
});

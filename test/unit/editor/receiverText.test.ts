import { expect, test } from 'vitest';
import {
  freePortsFor,
  nothingListens,
  receiverLabel,
  receiverText,
} from '../../../src/editor/receiverText.ts';
import type { ServerState } from '../../../src/server/protocol.ts';

const state = (over: Partial<ServerState> = {}): ServerState => ({
  protocol: 1,
  version: '1',
  pid: 1,
  data: '/data',
  http: { port: 4318, listening: true },
  grpc: { port: 4317, listening: true },
  spansPerMinute: 0,
  logsPerMinute: 0,
  metricsPerMinute: 0,
  ...over,
});
const taken = (port: number) => ({
  port,
  listening: false,
  problem: `Port ${port} is taken by a collector.`,
});

test('the receiver is told by its ports and its rate', () => {
  expect(receiverText(state({ spansPerMinute: 1_234 }))).toBe('$(pulse) OTLP 4317 4318 · 1,234 spans/min');
  expect(nothingListens(state())).toBe(false);
});

test('a port that is taken is a warning, by whom is said, and the other one serves', () => {
  const one = state({ http: taken(4318) });
  expect(receiverText(one)).toBe('$(warning) OTLP 4317');
  expect(receiverLabel(one)).toBe('Spanline receiver, ports 4317, Port 4318 is taken by a collector.');
  expect(nothingListens(one)).toBe(false);
  const both = state({ http: taken(4318), grpc: taken(4317) });
  expect(receiverText(both)).toBe('$(warning) OTLP 4318 taken');
  expect(nothingListens(both)).toBe(true);
});

test('free ports are asked for in place of those that are taken', () => {
  expect(freePortsFor(state({ http: taken(4318) }))).toEqual({ http: 0, grpc: 4317 });
  expect(freePortsFor(undefined)).toEqual({ http: 0, grpc: 0 });
});

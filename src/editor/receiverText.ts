import type { PortState, ServerState } from '../server/protocol.ts';

/** The first thing that is wrong with the receiver, as a sentence. */
export function problemOf(state: ServerState): string | undefined {
  return state.http.problem ?? state.grpc.problem ?? state.warning;
}

/** The receiver in the status bar: an icon, its ports (`4318 taken` where none could be had), spans a minute. */
export function receiverText(state: ServerState): string {
  return `${problemOf(state) === undefined ? '$(pulse)' : '$(warning)'} OTLP ${listening(state)}${rate(state)}`;
}

/** The same for a screen reader, with what is wrong. */
export function receiverLabel(state: ServerState): string {
  const problem = problemOf(state);
  return `Spanline receiver, ports ${listening(state)}${rate(state)}${problem === undefined ? '' : `, ${problem}`}`;
}

export function nothingListens({ http, grpc }: ServerState): boolean {
  return !http.listening && !grpc.listening;
}

/** Ports to ask for where one is taken: a free one in its place, and the other as it is. */
export function freePortsFor(state: ServerState | undefined): { http: number; grpc: number } {
  const kept = (port: PortState | undefined): number => (port?.listening ? port.port : 0);
  return { http: kept(state?.http), grpc: kept(state?.grpc) };
}

function listening({ http, grpc }: ServerState): string {
  const ports = [grpc, http].filter((port) => port.listening).map(({ port }) => port);
  return ports.length > 0 ? ports.join(' ') : `${http.port} taken`;
}

function rate({ spansPerMinute }: ServerState): string {
  return spansPerMinute > 0 ? ` · ${spansPerMinute.toLocaleString('en-US')} spans/min` : '';
}

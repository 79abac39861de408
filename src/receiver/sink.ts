/** Items that were not taken, and why: an OTLP partial success. */
export interface Rejected {
  readonly count: number;
  readonly reason: string;
}

export const NONE_REJECTED: Rejected = { count: 0, reason: '' };

/**
 * Where the receiver puts what came in: requests of each signal, in protobuf. A promise resolves when the data is durable:
 * only then is the exporter told "accepted". It rejects with a WireError where the bytes cannot be read; any other error
 * becomes 503 or UNAVAILABLE, and the exporter tries again. Bytes belong to the sink until then: their memory is used for
 * other requests afterwards.
 */
export interface Sink {
  traces(request: Uint8Array): Promise<Rejected>;
  logs(request: Uint8Array): Promise<Rejected>;
  metrics(request: Uint8Array): Promise<Rejected>;
}

import { encode } from '../otlp/fromJson.ts';
import type { MessageName } from '../otlp/schema.ts';

/** What a refusal says beside its sentence. */
export interface RefusalDetails {
  /** Seconds after which the client should try again. */
  readonly retryAfter?: number;
  /** Where in the request the fault is. */
  readonly field?: string;
  /** Methods that would be served. */
  readonly allow?: string;
}

/** Why a request is not served, in the words of both protocols. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: RefusalDetails;

  constructor(status: number, sentence: string, details: RefusalDetails = {}) {
    super(sentence);
    this.name = 'Refusal';
    this.status = status;
    this.details = details;
  }

  /** google.rpc.Code. */
  get code(): number {
    return CODES[this.status] ?? INTERNAL;
  }

  /** Headers of an HTTP answer. */
  get headers(): Readonly<Record<string, string>> {
    const { retryAfter, allow } = this.details;
    return {
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(allow === undefined ? {} : { allow }),
    };
  }

  /** The whole as google.rpc.Status in JSON. */
  json(): string {
    const { retryAfter, field } = this.details;
    const details = [
      ...(field === undefined ? [] : [{ '@type': TYPES + 'BadRequest', ...this.#badRequest(field) }]),
      ...(retryAfter === undefined ? [] : [{ '@type': TYPES + 'RetryInfo', retryDelay: `${retryAfter}s` }]),
    ];
    return JSON.stringify(this.#status(details));
  }

  /** The whole as google.rpc.Status in protobuf. */
  protobuf(): Uint8Array {
    const { retryAfter, field } = this.details;
    const details = [
      ...(field === undefined ? [] : [any('BadRequest', this.#badRequest(field))]),
      ...(retryAfter === undefined ? [] : [any('RetryInfo', { retryDelay: { seconds: retryAfter } })]),
    ];
    return encode(this.#status(details), 'Status');
  }

  #status<Detail>(details: readonly Detail[]) {
    return { code: this.code, message: this.message, ...(details.length === 0 ? {} : { details }) };
  }

  #badRequest(field: string) {
    return { fieldViolations: [{ field, description: this.message }] };
  }
}

const TYPES = 'type.googleapis.com/google.rpc.';
const INTERNAL = 13;

/** HTTP status to google.rpc.Code. */
const CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  403: 7, // PERMISSION_DENIED
  404: 12, // UNIMPLEMENTED
  405: 12,
  408: 4, // DEADLINE_EXCEEDED
  413: 8, // RESOURCE_EXHAUSTED
  415: 12,
  503: 14, // UNAVAILABLE
};

/** A message as google.protobuf.Any. */
function any(name: MessageName & ('BadRequest' | 'RetryInfo'), message: Parameters<typeof encode>[0]) {
  return { typeUrl: TYPES + name, value: Buffer.from(encode(message, name)).toString('base64') };
}

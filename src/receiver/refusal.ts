import { encode } from '../otlp/fromJson.ts';

/** Why a request is not served, in the words of both protocols. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, sentence: string, headers: Record<string, string> = {}) {
    super(sentence);
    this.name = 'Refusal';
    this.status = status;
    this.headers = headers;
  }

  /** google.rpc.Code. */
  get code(): number {
    return CODES[this.status] ?? INTERNAL;
  }

  /** The message as google.rpc.Status. */
  body(json: boolean): string | Uint8Array {
    const status = { code: this.code, message: this.message };
    return json ? JSON.stringify(status) : encode(status, 'Status');
  }
}

const INTERNAL = 13;

/** HTTP status to google.rpc.Code. */
const CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  403: 7, // PERMISSION_DENIED
  404: 12, // UNIMPLEMENTED
  405: 12,
  413: 8, // RESOURCE_EXHAUSTED
  415: 12,
  503: 14, // UNAVAILABLE
};

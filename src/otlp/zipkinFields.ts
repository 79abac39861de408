import type { JsonInput } from './jsonText.ts';
import { WireError } from './wire.ts';

/** An object of OTLP/JSON that is being made. */
export interface Fields {
  readonly [name: string]: JsonInput;
}

const NANOS = 1000n;
const MAX_UINT64 = (1n << 64n) - 1n;

/** The fields of one object of Zipkin's JSON, each checked as it is asked for. Null stands for absent. */
export class ZipkinFields {
  readonly #fields: Readonly<Record<string, JsonInput | null | undefined>>;
  readonly #path: string;

  constructor(value: JsonInput | null, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new WireError('not an object', path);
    }
    this.#fields = value as Readonly<Record<string, JsonInput | null>>;
    this.#path = path;
  }

  text(name: string): string {
    const value = this.#fields[name] ?? '';
    if (typeof value !== 'string') throw this.#error(name, 'not a text');
    return value;
  }

  is(name: string): boolean {
    const value = this.#fields[name] ?? false;
    if (typeof value !== 'boolean') throw this.#error(name, 'not true or false');
    return value;
  }

  /** A whole number that is not negative; 0 where it is absent. */
  integer(name: string): bigint {
    const value = this.#fields[name] ?? 0n;
    if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) {
      if (value >= 0) return BigInt(value);
    }
    throw this.#error(name, 'not a whole number');
  }

  /** Microseconds, as nanoseconds. OpenTelemetry's exporter for JavaScript writes fractions of them. */
  microseconds(name: string): bigint {
    const value = this.#fields[name];
    const isFraction = typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value);
    const nanos =
      isFraction && value > 0
        ? BigInt(Math.floor(value)) * NANOS + BigInt(Math.round((value % 1) * Number(NANOS)))
        : this.integer(name) * NANOS;
    if (nanos > MAX_UINT64 / 2n) throw this.#error(name, 'out of range');
    return nanos;
  }

  /** An id in hex, with zeros before it up to `digits`; what is absent, or all zeros, must have a `fallback`. */
  id(name: string, digits: number, fallback?: string): string {
    const value = this.text(name);
    if (fallback !== undefined && /^0*$/.test(value)) return fallback;
    if (!/^[0-9a-f]+$/i.test(value) || value.length > digits || /^0+$/.test(value)) {
      throw this.#error(name, `not an id of at most ${digits} hexadecimal digits, one of them not 0`);
    }
    return value.toLowerCase().padStart(digits, '0');
  }

  /** Where a span or its counterpart ran. */
  endpoint(name: string): ZipkinFields | undefined {
    const value = this.#fields[name] ?? undefined;
    return value === undefined ? undefined : new ZipkinFields(value, `${this.#path}.${name}`);
  }

  /** Names and values. */
  tags(): Readonly<Record<string, string>> {
    const tags = this.#fields['tags'] ?? {};
    const fields = new ZipkinFields(tags, `${this.#path}.tags`);
    return Object.fromEntries(Object.keys(tags).map((name) => [name, fields.text(name)]));
  }

  /** Annotations as the events of OTLP. */
  annotations(): Fields[] {
    const list = this.#fields['annotations'] ?? [];
    if (!Array.isArray(list)) throw this.#error('annotations', 'not a list');
    return list.map((value, index) => {
      const annotation = new ZipkinFields(value as JsonInput | null, `${this.#path}.annotations[${index}]`);
      return { timeUnixNano: annotation.microseconds('timestamp'), name: annotation.text('value') };
    });
  }

  #error(name: string, fault: string): WireError {
    return new WireError(fault, `${this.#path}.${name}`);
  }
}

import type { SyntaxNode } from '@lezer/common';
import type { QueryText } from './queryText.ts';
import type { Literal } from './traceql.ts';

/** Of each unit of time, its ns. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** The wire's numbers of TraceQL's words. */
const STATUSES = ['unset', 'ok', 'error'];
const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** What a `Static` says. @throws StoreError for a variable, which only Grafana fills in. */
export function parseLiteral(node: SyntaxNode, query: QueryText): Literal {
  const text = query.of(node);
  switch (node.firstChild?.name) {
    case 'String':
      return { type: 'text', value: unquoted(text) };
    case 'Integer':
    case 'Float':
    case 'Duration':
      return { type: 'number', value: parseNumber(node, query) };
    case undefined:
      return wordOf(text);
    default:
      throw query.fault(node.from, `"${text}" is not supported: write the value itself`);
  }
}

function wordOf(text: string): Literal {
  if (text === 'nil') return { type: 'nil' };
  if (text === 'true' || text === 'false') return { type: 'boolean', value: text === 'true' };
  const status = STATUSES.indexOf(text);
  return status >= 0 ? { type: 'status', value: status } : { type: 'kind', value: KINDS.indexOf(text) };
}

/** A number, or the ns of a duration: whatever is an integer is exact, however large. */
export function parseNumber(node: SyntaxNode, query: QueryText): number | bigint {
  const [, whole, fraction = '', unit = ''] = /^(\d*)\.?(\d*)(\D*)$/.exec(query.of(node))!;
  const scaled = BigInt(whole! + fraction) * (UNITS[unit] ?? 1n);
  const divisor = 10n ** BigInt(fraction.length);
  // What is no integer is the double that is nearest to it, as an attribute's would be.
  const value = scaled % divisor === 0n ? scaled / divisor : Number(`${scaled}e-${fraction.length}`);
  const signed = query.isNegative(node.from) ? -value : value;
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** The text in quotes or backticks. A backslash that escapes nothing stays, so that `"\d+"` is what it looks like. */
export function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  return inner.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (whole, code?: string, letter?: string) =>
    code === undefined ? (ESCAPES[letter!] ?? whole) : String.fromCharCode(parseInt(code, 16)),
  );
}

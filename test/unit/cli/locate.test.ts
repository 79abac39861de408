import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { encode } from '../../../src/otlp/fromJson.ts';
import type { JsonInput } from '../../../src/otlp/jsonText.ts';
import { PACK } from '../../../src/store/pack.ts';
import { openStore } from '../../../src/store/store.ts';
import type { Span } from '../../../src/trace/span.ts';
import { fixtures, folderWith, recorded } from '../source/workspace.ts';

const main = path.resolve(import.meta.dirname, '../../../src/cli/main.ts');
const shop = path.join(fixtures, 'flask-shop');
const spans = recorded('flask-shop');
const failed = spans.find(({ name }) => name === 'pay')!.traceId;
const data = await folderWith({});

const store = openStore({ data });
const request = encode({ resourceSpans: spans.map(asOtlp) }, 'ExportTraceServiceRequest');
await store.ingestSpans(PACK.traces(request).packs);
store.close();

function asOtlp({ resource, scope, kind, status, ...span }: Span): JsonInput {
  const code = `STATUS_CODE_${status}`;
  const one = { ...span, kind: `SPAN_KIND_${kind}`, status: { code } };
  return {
    resource: { attributes: resource },
    scopeSpans: [{ scope, spans: [one] }],
  } as unknown as JsonInput;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function spanline(...argv: string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [main, ...argv, '--data', data])) };
  } catch (error) {
    return error as Ended;
  }
}

test('--json: one entry a span in tree order, as the contract has it', async () => {
  const { stdout } = await spanline('locate', failed, '--workspace', shop, '--json');
  const entries = JSON.parse(stdout) as Record<string, unknown>[];
  expect(entries.map(({ name, file, line }) => [name, path.relative(shop, String(file)), line])).toEqual([
    ['POST /orders/<int:order_id>/pay', path.join('shop', 'orders.py'), 14],
    ['pay', path.join('shop', 'cart.py'), 21],
    ['cart.total', path.join('shop', 'cart.py'), 10],
    ['price order 0', path.join('shop', 'cart.py'), 12],
  ]);
  expect(Object.keys(entries[0]!)).toEqual(['spanId', 'name', 'file', 'line', 'reason', 'confidence']);
});

test('--json: file and line are null where nothing was found', async () => {
  const elsewhere = await folderWith({});
  const { stdout } = await spanline('locate', failed, '--workspace', elsewhere, '--json');
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: 'pay', file: null, line: null }));
});

test('as a table, with a tree of names and the reasons', async () => {
  const { stdout } = await spanline('locate', failed, '--workspace', shop);
  expect(stdout).toMatch(/^SPAN +LINE +SURE +WHY\n/);
  expect(stdout).toMatch(
    /\n {4}cart\.total +shop\/cart\.py:10 +88 % {2}this call creates spans of this name\n/,
  );
  expect(stdout).toMatch(/4 of 4 spans have a place in .*flask-shop\.\n$/);
});

test.each([
  ['an unknown trace', ['f'.repeat(32)], /^There is no trace f{32} in .*\n$/],
  ['no trace', [], /^"spanline locate" takes one trace id: .*\n$/],
  [
    'a folder that is not there',
    [failed, '--workspace', '/no/such'],
    /^There is no folder \/no\/such: .*\n$/,
  ],
])('%s: one sentence and exit code 2', async (_, argv, sentence) => {
  const { code, stderr } = await spanline('locate', ...argv);
  expect(stderr).toMatch(sentence);
  expect(code).toBe(2);
});

import { describe, expect, it } from 'vitest';
import { waterfall } from '../../../src/cli/waterfall.ts';
import { buildTrace } from '../../../src/trace/buildTrace.ts';
import { type SpanRow, tableOf } from '../trace/spans.ts';

const ID = '0af7651916cd43dd8448eb211c80319c';
const ms = (n: number): bigint => 1_700_000_000_000_000_000n + BigInt(n) * 1_000_000n;

const drawn = (rows: readonly SpanRow[], width = 72): string =>
  waterfall(buildTrace(ID, tableOf(rows)), { width, colours: false });

describe('the waterfall as text', () => {
  it('shows tree, service, duration and a bar a span', () => {
    const rows = [
      { id: 1n, name: 'GET /checkout', service: 'web', start: ms(0), end: ms(200) },
      { id: 2n, parent: 1n, name: 'SELECT cart', service: 'web', start: ms(20), end: ms(60) },
      { id: 3n, parent: 2n, name: 'fetch', service: 'db', start: ms(20), end: ms(21) },
      { id: 4n, parent: 1n, name: 'POST /pay', service: 'payment', start: ms(100), end: ms(200), status: 2 },
    ];
    expect(drawn(rows)).toMatchInlineSnapshot(`
      "0af7651916cd43dd8448eb211c80319c  200.0 ms  4 spans  3 services  1 error

      GET /checkout   web      200.0 ms  █████████████████████████████████████
      ├─ SELECT cart  web       40.0 ms     ████████
      │  └─ fetch     db         1.0 ms     ▏
      └─ ✗ POST /pay  payment  100.0 ms                    ███████████████████
      "
    `);
  });

  it('says what is odd about a span', () => {
    const rows = [
      { id: 1n, parent: 9n, name: 'lost', start: ms(10), end: ms(5) },
      { id: 2n, parent: 2n, name: 'ring', start: ms(20), end: ms(30) },
    ];
    expect(drawn(rows)).toMatchInlineSnapshot(`
      "0af7651916cd43dd8448eb211c80319c  20.0 ms  2 spans  1 service

      lost (parent missing, ends before …       0 ns  ▏
      ring (its own ancestor)                10.0 ms              ████████████
      "
    `);
  });

  it('keeps columns aligned with wide letters and long names', () => {
    const rows = [
      { id: 1n, name: '注文を処理する', service: '店', start: ms(0), end: ms(10) },
      { id: 2n, parent: 1n, name: 'a name '.repeat(20), service: 'web', start: ms(5), end: ms(10) },
    ];
    expect(drawn(rows)).toMatchInlineSnapshot(`
      "0af7651916cd43dd8448eb211c80319c  10.0 ms  2 spans  2 services

      注文を処理する                     店   10.0 ms  ███████████████████████
      └─ a name a name a name a name a…  web   5.0 ms             ████████████
      "
    `);
  });

  it('lets nothing out of a trace command the terminal', () => {
    const text = drawn([{ id: 1n, name: '\x1b[2J\x07evil\n\u202etxt', service: '\x1b]0;x\x07' }]);
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/); // eslint-disable-line no-control-regex
    expect(text.trimEnd().split('\n')).toHaveLength(3);
  });

  it('keeps the lines of a deep chain short', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({
      id: BigInt(i + 1),
      parent: BigInt(i),
      name: 'f',
    }));
    const longest = drawn(rows, 120)
      .split('\n')
      .reduce((length, line) => Math.max(length, line.length), 0);
    expect(longest).toBeLessThanOrEqual(120);
  });

  it('paints errors red where there are colours', () => {
    const trace = buildTrace(ID, tableOf([{ id: 1n, name: 'x', status: 2 }]));
    expect(waterfall(trace, { width: 80, colours: true })).toContain('\x1b[31m✗ x');
  });
});

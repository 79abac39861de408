import { describe, expect, it } from 'vitest';
import { scanSpans } from '../../../src/otlp/scanSpans.ts';
import { Has, type SpanTable } from '../../../src/otlp/spanTable.ts';
import { FULL_BYTES, TRACE_A, int, requestOf, resource, span, text, traces } from './sample.ts';

type Indexes = {
  [Key in keyof SpanTable]: SpanTable[Key] extends Uint32Array ? Key : never;
}[keyof SpanTable];
const textAt = (table: SpanTable, column: Indexes, row: number): string | undefined =>
  table.strings[table[column][row]!];

/** The table of one span with these attributes. */
const scanOf = (kind: number, ...attributes: object[]): SpanTable =>
  scanSpans([requestOf(span(TRACE_A, 1, { kind, attributes }))]);

describe('scanSpans', () => {
  it('reads every column', () => {
    const table = scanSpans([requestOf(span(TRACE_A, 1)), FULL_BYTES]);
    expect(table.count).toBe(2);
    expect(table.spanId[1]).toBe(0x00f067aa0ba902b7n);
    expect(table.parentSpanId[1]).toBe(0xb7ad6b7169203331n);
    expect(table.parentSpanId[0]).toBe(0n);
    expect(table.start[1]).toBe(1700000000123456789n);
    expect(table.end[1]).toBe(18446744073709551615n);
    expect(textAt(table, 'name', 1)).toBe('GET /órders');
    expect(textAt(table, 'service', 1)).toBe('shop');
    expect(textAt(table, 'scope', 1)).toBe('lib');
    expect([textAt(table, 'language', 0), textAt(table, 'language', 1)]).toEqual(['', 'python']);
    expect([table.kind[1], table.status[1], table.flags[1]]).toEqual([2, 2, 4294967041]);
    expect([table.has[0], table.has[1]]).toEqual([0, Has.Events | Has.Exception | Has.Links]);
    expect(table.service[0]).toBe(table.service[1]);
    expect(table.strings[0]).toBe('');
  });

  it.each([
    [
      'the status of an HTTP server',
      2,
      [int('http.response.status_code', 404), text('http.route', '/a')],
      '404',
    ],
    ['the status of an HTTP client, former name', 3, [int('http.status_code', 500)], '500'],
    ['the table', 3, [text('db.collection.name', 'orders'), text('db.sql.table', 'old')], 'orders'],
    ['the table, former name', 3, [text('db.sql.table', 'orders')], 'orders'],
    ['the queue', 4, [text('messaging.destination.name', 'mails')], 'mails'],
    ['the route', 1, [text('http.route', '/a/{id}')], '/a/{id}'],
    ['nothing', 1, [text('other', 'x')], ''],
  ])('tells a span from its siblings by %s', (_name, kind, attributes, hint) => {
    expect(textAt(scanOf(kind, ...attributes), 'hint', 0)).toBe(hint);
  });

  it.each([
    [
      'today',
      [text('code.file.path', '/a.py'), int('code.line.number', 7), text('code.function.name', 'm.C.f')],
    ],
    [
      'former',
      [
        text('code.filepath', '/a.py'),
        int('code.lineno', 7),
        text('code.namespace', 'm.C'),
        text('code.function', 'f'),
      ],
    ],
    [
      'both',
      [
        text('code.function', 'f'),
        text('code.function.name', 'm.C.f'),
        text('code.namespace', 'm.C'),
        int('code.line.number', 7),
        int('code.lineno', 9),
        text('code.file.path', '/a.py'),
      ],
    ],
  ])('reads where the code is by the names of %s', (_name, attributes) => {
    const table = scanOf(1, ...attributes);
    expect(textAt(table, 'codeFile', 0)).toBe('/a.py');
    expect(textAt(table, 'codeFunction', 0)).toBe('m.C.f');
    expect(table.codeLine[0]).toBe(7);
  });

  it('reads method and route of either generation', () => {
    const table = scanOf(2, text('http.method', 'PUT'), text('http.route', '/a'));
    expect([textAt(table, 'method', 0), textAt(table, 'route', 0)]).toEqual(['PUT', '/a']);
  });

  it('forgets one span before it reads the next', () => {
    const table = scanSpans([
      requestOf(span(TRACE_A, 1, { attributes: [text('http.route', '/a')] }), span(TRACE_A, 2)),
    ]);
    expect([textAt(table, 'route', 0), textAt(table, 'route', 1)]).toEqual(['/a', '']);
  });

  it('sees an exception in an attribute too', () => {
    expect(scanOf(1, text('exception.type', 'Panic')).has[0]).toBe(Has.Exception);
  });

  it('keeps apart what came from several scopes and services', () => {
    const scope = (name: string, ...numbers: number[]): object => ({
      scope: { name },
      spans: numbers.map((number) => span(TRACE_A, number)),
    });
    const request = traces({
      resourceSpans: [
        { resource: resource('shop'), scopeSpans: [scope('http', 1, 2), scope('none'), scope('db', 3)] },
        { resource: resource('cart'), scopeSpans: [scope('http', 4)] },
      ],
    });
    const table = scanSpans([request, requestOf(span(TRACE_A, 5))]);
    const rows = Array.from(table.spanId, (id, row) =>
      [id, textAt(table, 'service', row), textAt(table, 'scope', row)].join(' '),
    );
    expect(rows).toEqual(['1 shop http', '2 shop http', '3 shop db', '4 cart http', '5 shop lib']);
  });

  it('reads an attribute however it is written', () => {
    const long = `/${'a'.repeat(200)}`;
    expect(textAt(scanOf(1, text('http.route', long)), 'route', 0)).toBe(long);
    expect(textAt(scanOf(1, text('http.rouge', '/a')), 'route', 0)).toBe('');
    const message = (field: number, ...parts: Buffer[]): Buffer => {
      const content = Buffer.concat(parts);
      return Buffer.concat([Buffer.from([field * 8 + 2, content.length]), content]);
    };
    const key = message(1, Buffer.from('http.route'));
    const value = message(2, message(1, Buffer.from('/a')));
    const unknown = message(9, Buffer.from('x'));
    for (const parts of [[key, value], [value, key], [key, unknown, value], [key, value, unknown], [key]]) {
      const after = message(
        9,
        message(1, Buffer.from('http.request.method')),
        message(2, message(1, Buffer.from('PUT'))),
      );
      const table = scanSpans([message(1, message(2, message(2, message(9, ...parts), after)))]);
      expect(textAt(table, 'route', 0)).toBe(parts.includes(value) ? '/a' : '');
      expect(textAt(table, 'method', 0)).toBe('PUT');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../src/store/query.ts';
import { finds, TRACE, traceOf } from './traces.ts';

const MS = 1_000_000;

/** root (2 s) ─ handler (30 ms) ─┬ query (20 ms, failed) ; root ─ cache (5 ms, of another service) */
const shop = traceOf(
  [
    {
      id: 1,
      name: 'GET /orders',
      kind: 2,
      end: 2_000 * MS,
      attributes: {
        'http.status_code': 500,
        'http.route': '/orders',
        'http.ok': false,
        'a b': 1,
        ratio: 0.5,
      },
      scope: { name: 'express', version: '5.1', attributes: { stable: true } },
    },
    {
      id: 2,
      parent: 1,
      name: 'handler',
      start: 10,
      end: 30 * MS + 10,
      attributes: {
        'http.status_code': { doubleValue: 200 },
        nothing: {},
        big: { intValue: '9007199254740993' },
        tags: { arrayValue: { values: [{ stringValue: 'blue' }, { stringValue: 'green' }] } },
        blob: { bytesValue: 'AAA=' },
      },
      links: [{ span: 9, attributes: { why: 'batch' } }],
    },
  ],
  [
    {
      id: 3,
      parent: 2,
      name: 'SELECT',
      kind: 3,
      start: 20,
      end: 20 * MS + 20,
      status: 2,
      message: 'deadlock found',
      attributes: { 'db.system': 'postgresql', 'http.status_code': '200', 'service.name': 'of the span' },
      events: [{ name: 'exception', attributes: { 'exception.type': 'TimeoutError' } }, { name: 'retry' }],
    },
    {
      id: 4,
      parent: 1,
      name: 'cache',
      kind: 3,
      start: 30,
      end: 5 * MS + 30,
      status: 1,
      resource: { 'service.name': 'cache', 'cloud.region': 'eu-1' },
    },
    { id: 5, parent: 4, name: 'clock gone wrong', start: 50, end: 40, attributes: { temperature: -5 } },
    { id: 6, parent: 4, name: 'never started', start: null, end: 60 },
  ],
);

const found = (text: string) => finds(parseQuery(text)!, shop);

describe('TraceQL', () => {
  it.each([
    ['any span', '{}', '{ false }'],
    ['name', '{ name = "SELECT" }', '{ name = "select" }'],
    ['name with its scope', '{ span:name = "SELECT" }', '{ span:name = "x" }'],
    ['duration', '{ duration > 29ms && duration < 31ms }', '{ duration > 1.9s && duration < 2s }'],
    ['a duration to the nanosecond', '{ span:duration = 20000000ns }', '{ duration = 20.000001ms }'],
    ['the duration of a span that ended before it started', '{ duration = 0ns }', '{ duration < 0ns }'],
    [
      'a duration that is not known',
      '{ span:id = "0000000000000006" && duration = nil }',
      '{ name = "never started" && duration >= 0ns }',
    ],
    ['kind', '{ kind = server }', '{ kind = consumer }'],
    ['status', '{ status = error }', '{ name = "cache" && status = error }'],
    ['status unset', '{ span:status = unset }', '{ name = "SELECT" && status = unset }'],
    ['statusMessage', '{ statusMessage = "deadlock found" }', '{ span:statusMessage = "deadlock" }'],
    ['rootName', '{ rootName = "GET /orders" }', '{ rootName = "handler" }'],
    ['rootServiceName', '{ rootServiceName = "shop" }', '{ trace:rootService = "cache" }'],
    ['traceDuration', '{ traceDuration >= 2s }', '{ trace:duration > 2s }'],
    [
      'ids',
      `{ trace:id = "${TRACE}" && span:id = "0000000000000003" && span:parentID = "0000000000000002" }`,
      '{ span:id = "3" }',
    ],
    ['an attribute of the span', '{ span.db.system = "postgresql" }', '{ span.cloud.region = "eu-1" }'],
    [
      'an attribute of the resource',
      '{ resource.cloud.region = "eu-1" }',
      '{ resource.db.system = "postgresql" }',
    ],
    ['an attribute of either', '{ .cloud.region = "eu-1" && name = "cache" }', '{ .cloud.region = "us-1" }'],
    [
      'an attribute of the span before that of its resource',
      '{ .service.name = "of the span" }',
      '{ name = "SELECT" && .service.name = "shop" }',
    ],
    ['a name in quotes', '{ span."a b" = 1 && ."a b" = 1 }', '{ ."a  b" = 1 }'],
    [
      'an event',
      '{ event:name = "retry" && event.exception.type = "TimeoutError" }',
      '{ event:name = "retried" }',
    ],
    [
      'a link',
      '{ link.why = "batch" && link:spanID = "0000000000000009" }',
      `{ link:traceID = "${TRACE}" && kind = client }`,
    ],
    [
      'an instrumentation scope',
      '{ instrumentation:name = "express" && instrumentation.stable = true }',
      '{ instrumentation:version = "5" }',
    ],
    [
      '= with an integer, of integers and doubles',
      '{ .http.status_code = 500 } && { .http.status_code = 200 }',
      '{ .http.status_code = 404 }',
    ],
    ['= with a text, of texts only', '{ .http.status_code = "200" }', '{ .http.status_code = "500" }'],
    ['= with a double', '{ .ratio = 0.5 }', '{ .ratio = 0.25 }'],
    ['= with a boolean', '{ .http.ok = false }', '{ .http.ok = true }'],
    ['a negative number', '{ .temperature = -5 && .temperature < -4.5 }', '{ .temperature > -5 }'],
    ['integers beyond a double', '{ .big = 9007199254740993 }', '{ .big = 9007199254740992 }'],
    ['!=, of attributes that are there', '{ .http.status_code != 500 }', '{ .cloud.region != "eu-1" }'],
    [
      '> and <= with numbers',
      '{ .http.status_code > 499 && .http.status_code <= 500 }',
      '{ .http.status_code > 500 }',
    ],
    ['< and >= with texts', '{ .db.system < "q" && .db.system >= "postgresql" }', '{ .db.system > "z" }'],
    ['a value before its field', '{ 499 < .http.status_code }', '{ 500 < .http.status_code }'],
    ['=~, of the whole text', '{ name =~ "SEL.*" && .db.system =~ `post\\w+` }', '{ name =~ "SEL" }'],
    ['=~ that ignores case', '{ name =~ "(?i)select" }', '{ name =~ "select" }'],
    ['!~', '{ .http.route !~ "/cart.*" }', '{ .http.route !~ "/ord.*" }'],
    ['= nil', '{ .db.system = nil && .nothing = nil }', '{ name != nil && name = nil }'],
    ['!= nil', '{ .db.system != nil && .blob != nil || .blob != nil }', '{ .nothing != nil }'],
    [
      'an attribute that is not there',
      '{ .absent = nil }',
      '{ .absent != "x" || .absent = "x" || .absent !~ "x" }',
    ],
    ['a list, by any of its elements', '{ .tags = "green" && .tags =~ "b.*" }', '{ .tags = "red" }'],
    ['a list, by none of its elements', '{ .tags != "red" && .tags !~ "r.*" }', '{ .tags != "blue" }'],
    ['bytes, which compare with nothing', '{ .blob != nil }', '{ .blob = "AAA=" || .blob != "x" }'],
    ['escapes in texts', '{ name = "GET \\u002forders" && name =~ "GET\\s.*" }', '{ name = "GET\\n" }'],
    [
      '&& before ||',
      '{ name = "x" || name = "cache" && kind = client }',
      '{ name = "cache" && kind = server || name = "x" }',
    ],
    [
      'parentheses',
      '{ (name = "x" || name = "cache") && kind = client }',
      '{ (name = "cache" || name = "x") && kind = server }',
    ],
    ['!', '{ !(status = error) && kind = client }', '{ !(duration >= 0ns) && name = "cache" }'],
    [
      '! before what it stands at only',
      '{ !(name = "cache") && name = "SELECT" || false }',
      '{ name = "x" && !(name = "cache") || false }',
    ],
    ['a boolean attribute alone', '{ instrumentation.stable }', '{ .http.ok }'],
    ['comments', '{ name = "cache" /* of the shop */ }', '{ false /* } */ }'],
    ['spansets with &&', '{ name = "cache" } && { name = "SELECT" }', '{ name = "cache" } && { name = "x" }'],
    ['spansets with ||', '{ name = "x" } || { name = "SELECT" }', '{ name = "x" } || { name = "y" }'],
    ['a child', '{ name = "handler" } > { name = "SELECT" }', '{ kind = server } > { name = "SELECT" }'],
    ['a descendant', '{ kind = server } >> { name = "SELECT" }', '{ name = "cache" } >> { name = "SELECT" }'],
    ['a parent', '{ name = "SELECT" } < { name = "handler" }', '{ name = "SELECT" } < { kind = server }'],
    ['an ancestor', '{ name = "SELECT" } << { kind = server }', '{ kind = server } << { name = "SELECT" }'],
    ['a sibling', '{ name = "handler" } ~ { name = "cache" }', '{ name = "SELECT" } ~ { name = "SELECT" }'],
    [
      'relations in a row',
      '{ kind = server } > { name = "handler" } > { status = error }',
      '{ kind = server } > { status = error } > {}',
    ],
    [
      'spansets in parentheses',
      '({ name = "x" } || { kind = server }) >> { status = error }',
      '({} && { name = "x" }) >> {}',
    ],
    ['count()', '{ kind = client } | count() = 2', '{ kind = client } | count() > 2'],
    ['count() on the other side', '{ kind = client } | 1 < count()', '{ kind = client } | 2 < count()'],
    [
      'avg(duration)',
      '{ kind = client } | avg(duration) = 12.5ms',
      '{ kind = client } | avg(duration) > 12.5ms',
    ],
    ['max(duration)', '{ kind = client } | max(duration) >= 20ms', '{} | max(span:duration) > 2s'],
    ['min(duration)', '{ kind = client } | min(duration) <= 5ms', '{} | min(duration) > 0ns'],
    [
      'sum(duration)',
      '{ kind = client } | sum(duration) = 25ms',
      '{ kind = client } | sum(duration) != 25ms',
    ],
    [
      'a filter after a filter',
      '{ kind = client } | { status = error }',
      '{ kind = client } | { name = "handler" }',
    ],
    [
      'a pipeline of several',
      '{ kind = client } | count() > 1 | avg(duration) > 10ms',
      '{ kind = client } | count() > 1 | count() > 2',
    ],
    ['a condition without braces', 'duration > 10ms && status = error', 'duration > 1m && status = error'],
  ])('knows %s', (_, yes, no) => {
    expect(found(yes)).toBe(true);
    expect(found(no)).toBe(false);
  });

  it('counts a span that came twice once', () => {
    const twice = traceOf(
      [{ id: 1 }, { id: 2, parent: 1 }],
      [
        { id: 2, parent: 1 },
        { id: 3, parent: 1 },
      ],
    );
    expect(finds(parseQuery('{} | count() = 3')!, twice)).toBe(true);
  });

  it('takes apart a chain of 50,000 spans', () => {
    const chain = traceOf(
      Array.from({ length: 50_000 }, (_, i) => ({ id: i + 1, ...(i > 0 && { parent: i }), name: `${i}` })),
    );
    expect(finds(parseQuery('{ name = "0" } >> { name = "49999" }')!, chain)).toBe(true);
    expect(finds(parseQuery('{ name = "49999" } << { name = "0" }')!, chain)).toBe(true);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTraceql } from '../../../../src/store/query/parseTraceql.ts';
import { QueryText } from '../../../../src/store/query/queryText.ts';
import { traceqlQuery } from '../../../../src/store/query/traceqlQuery.ts';
import { naivelyFinds } from './naive.ts';
import { finds, traceOf, type Attributes, type Given } from './traces.ts';

// Few names and values, so that queries and spans meet.
const text = fc.constantFrom('a', 'b', 'ab', '');
const key = fc.constantFrom('k', 'l', 'service.name');
const integer = fc.constantFrom('0', '1', '-2', '9007199254740993', '-9223372036854775808', '300000000');
const double = fc.constantFrom(0, 1, 0.5, 9007199254740992, -2);
const scalar = fc.oneof(
  text.map((stringValue) => ({ stringValue })),
  integer.map((intValue) => ({ intValue })),
  double.map((doubleValue) => ({ doubleValue })),
  fc.boolean().map((boolValue) => ({ boolValue })),
);
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
  fc.constantFrom({}, { bytesValue: 'AAE=' }),
);
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true });

const span = fc.record({
  name: text,
  kind: fc.nat(5),
  status: fc.nat(2),
  message: text,
  start: fc.nat(3),
  length: fc.nat(3),
  up: fc.nat(4),
  attributes,
  resource: attributes,
  scope: fc.record({ name: text, version: text, attributes }),
  events: fc.array(fc.record({ name: text, attributes }), { maxLength: 2 }),
  links: fc.array(fc.record({ span: fc.nat(3), attributes }), { maxLength: 2 }),
});

/** Each span below one of those before it, or of a parent that is not there, or a root; in one request or more. */
const trace = fc.tuple(fc.array(span, { minLength: 1, maxLength: 7 }), fc.nat(6)).map(([spans, cut]) => {
  const given = spans.map(({ length, up, ...rest }, i): Given => {
    const parent = up === 0 ? undefined : up === 4 ? 99 : i + 1 - up;
    return {
      ...rest,
      id: i + 1,
      end: rest.start + length,
      ...(parent !== undefined && parent > 0 && { parent }),
    };
  });
  return traceOf(...[given.slice(0, cut), given.slice(cut)].filter((part) => part.length > 0));
});

const quoted = fc.constantFrom('"a"', '"b"', '"ab"', '""', '`a`');
const order = fc.constantFrom('=', '!=', '>', '>=', '<', '<=');
const equality = fc.constantFrom('=', '!=');
const literal = fc.oneof(
  fc.tuple(order, quoted),
  fc.tuple(fc.constantFrom('=~', '!~'), fc.constantFrom('"a.*"', '".?"', '".+b"')),
  fc.tuple(order, fc.oneof(integer, double.map(String), fc.constant('1ns'))),
  fc.tuple(equality, fc.constantFrom('true', 'false', 'nil')),
);
const scope = fc.constantFrom('.', 'span.', 'resource.', 'event.', 'link.', 'instrumentation.');
const number = fc.tuple(order, fc.constantFrom('0ns', '1ns', '2ns', '3'));
const test = fc
  .oneof(
    fc.tuple(
      fc.tuple(scope, key).map((parts) => parts.join('')),
      literal,
    ),
    fc.tuple(
      fc.constantFrom(
        'name',
        'statusMessage',
        'rootName',
        'rootServiceName',
        'event:name',
        'instrumentation:version',
      ),
      fc.oneof(fc.tuple(order, quoted), fc.tuple(equality, fc.constant('nil'))),
    ),
    fc.tuple(fc.constantFrom('duration', 'traceDuration'), number),
    fc.tuple(fc.constant('status'), fc.tuple(equality, fc.constantFrom('unset', 'ok', 'error'))),
    fc.tuple(fc.constant('kind'), fc.tuple(equality, fc.constantFrom('server', 'client', 'internal'))),
    fc.tuple(fc.constant('span:parentID'), fc.tuple(equality, fc.constantFrom('"0000000000000001"', 'nil'))),
    fc.tuple(fc.constant('link:spanID'), fc.tuple(equality, fc.constant('"0000000000000001"'))),
  )
  .map(([field, [operator, literal]]) => `${field} ${operator} ${literal}`);

const { condition, spanset } = fc.letrec<{ condition: string; spanset: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: test },
    fc.constant('true'),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map((parts) => parts.join(' ')),
    tie('condition').map((inner) => `(${inner})`),
    tie('condition').map((inner) => `!(${inner})`),
  ),
  spanset: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: tie('condition').map((inner) => `{ ${inner} }`) },
    fc
      .tuple(tie('spanset'), fc.constantFrom('&&', '||', '>', '>>', '<', '<<', '~'), tie('spanset'))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc
      .tuple(tie('spanset'), order, fc.nat(4))
      .map(([of, operator, count]) => `(${of} | count() ${operator} ${count})`),
    fc
      .tuple(tie('spanset'), fc.constantFrom('avg', 'min', 'max', 'sum'), order, fc.nat(4))
      .map(([of, name, operator, ns]) => `(${of} | ${name}(duration) ${operator} ${ns}ns)`),
    fc.tuple(tie('spanset'), tie('condition')).map(([of, by]) => `(${of} | { ${by} })`),
  ),
}));

it('answers every query about every trace as decoded spans do', () => {
  let found = 0;
  fc.assert(
    fc.property(
      trace,
      fc.oneof(
        spanset,
        condition.map((inner) => `{ ${inner} }`),
      ),
      (stored, query) => {
        const parsed = parseTraceql(new QueryText(query, false));
        const expected = naivelyFinds(parsed, stored);
        expect(finds(traceqlQuery(parsed), stored)).toBe(expected);
        found += Number(expected);
      },
    ),
    { numRuns: 3_000 },
  );
  // Both answers were given often.
  expect(found).toBeGreaterThan(600);
  expect(found).toBeLessThan(2_400);
});

/** A query in TraceQL as Spanline understands it: what the parser makes and the evaluator reads. */
export type Spanset =
  /** The spans that satisfy a condition. */
  | { readonly kind: 'filter'; readonly condition: Condition }
  /** The spans of both sides: where neither is empty, or where one is not. */
  | { readonly kind: 'and' | 'or'; readonly left: Spanset; readonly right: Spanset }
  /** The spans of `right` that stand to one of `left` as the relation says. */
  | {
      readonly kind: 'structure';
      readonly relation: Relation;
      readonly left: Spanset;
      readonly right: Spanset;
    }
  /** The spans of `of` that satisfy one more condition. */
  | { readonly kind: 'refined'; readonly of: Spanset; readonly by: Condition }
  /** The spans of `of` when they are as many, or last as long, as the comparison says. */
  | { readonly kind: 'aggregate'; readonly of: Spanset; readonly aggregate: Aggregate };

/** `{a} > {b}` and so on: b is a child, a descendant, the parent, an ancestor or a sibling of a. */
export type Relation = '>' | '>>' | '<' | '<<' | '~';

export interface Aggregate {
  readonly of: 'count' | 'avg' | 'min' | 'max' | 'sum';
  readonly operator: Operator;
  /** A count, or ns. */
  readonly value: number | bigint;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'constant'; readonly value: boolean }
  | Test;

/** A field beside a comparison. */
export interface Test {
  readonly kind: 'test';
  readonly field: Field;
  readonly operator: Operator;
  readonly literal: Literal;
}

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '=~' | '!~';

/** The operator that says the same when both sides change places. */
export function turned(operator: Operator): Operator {
  const other: Partial<Record<Operator, Operator>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };
  return other[operator] ?? operator;
}

export type Literal =
  | { readonly type: 'text'; readonly value: string }
  /** Also a duration, in ns, and the wire's number of a status or a kind. An integer of any size is exact. */
  | { readonly type: 'number' | 'status' | 'kind'; readonly value: number | bigint }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'nil' };

/** Where a field stands. `any` is an attribute without a scope: of the span, or else of its resource. */
export type Scope = 'trace' | 'resource' | 'instrumentation' | 'span' | 'event' | 'link';

export type Field =
  | { readonly kind: 'attribute'; readonly scope: Scope | 'any'; readonly key: string }
  | { readonly kind: 'intrinsic'; readonly intrinsic: Intrinsic };

export interface Intrinsic {
  readonly scope: Scope;
  readonly name:
    'name' | 'service' | 'duration' | 'kind' | 'status' | 'message' | 'id' | 'parent' | 'version' | 'trace';
  readonly type: Exclude<Literal['type'], 'boolean' | 'nil'>;
}

/** By every name that TraceQL has for them. */
export const INTRINSICS = intrinsics({
  'name span:name': ['span', 'name', 'text'],
  'duration span:duration': ['span', 'duration', 'number'],
  'kind span:kind': ['span', 'kind', 'kind'],
  'status span:status': ['span', 'status', 'status'],
  'statusMessage span:statusMessage': ['span', 'message', 'text'],
  'span:id': ['span', 'id', 'text'],
  'span:parentID': ['span', 'parent', 'text'],
  'rootName trace:rootName': ['trace', 'name', 'text'],
  'rootServiceName trace:rootService': ['trace', 'service', 'text'],
  'traceDuration trace:duration': ['trace', 'duration', 'number'],
  'trace:id': ['trace', 'id', 'text'],
  'event:name': ['event', 'name', 'text'],
  'link:traceID': ['link', 'trace', 'text'],
  'link:spanID': ['link', 'id', 'text'],
  'instrumentation:name': ['instrumentation', 'name', 'text'],
  'instrumentation:version': ['instrumentation', 'version', 'text'],
});

function intrinsics(
  table: Record<string, [Intrinsic['scope'], Intrinsic['name'], Intrinsic['type']]>,
): ReadonlyMap<string, Intrinsic> {
  return new Map(
    Object.entries(table).flatMap(([names, [scope, name, type]]) =>
      names.split(' ').map((one) => [one, { scope, name, type }] as const),
    ),
  );
}

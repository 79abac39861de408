import type { Node } from 'web-tree-sitter';
import type { TextEdit } from './edit.ts';
import type { NewAttribute, WrittenAttribute } from './idioms/writtenAttributes.ts';
import { indentationOf, lineEnding, lineStart } from './layout.ts';
import type { ParsedFile } from './parsed.ts';
import { descendants, rangeOf } from './syntax.ts';

/** An attribute with its nodes. */
export interface Written extends WrittenAttribute {
  readonly key: Node;
  readonly value: Node;
  /** The pair of an object, or the statement of a call. */
  readonly whole: Node;
}

/** How a language writes attributes. */
export interface Writing {
  /** Types of nodes that may be another value, or do something, the second time. */
  readonly computes: RegExp;
  /** Texts of values that are a path with its query. */
  readonly paths: RegExp;
  /** The text of a value that is a literal. */
  readonly literalOf: (value: Node) => string | undefined;
  /** The kind of span that a call starts, as it is written there. */
  readonly kindOf: (start: Node) => string | undefined;
  /** What an attribute is given to: an object, or what a variable of a function holds. */
  readonly homeOf: (whole: Node) => string;
}

/** The attributes of a file as they are found. */
export class WrittenIn {
  readonly all: Written[] = [];
  private readonly writing: Writing;
  private groups: ReadonlyMap<string, readonly Written[]> | undefined;

  constructor(writing: Writing) {
    this.writing = writing;
  }

  /**
   * Adds one, whose particulars are worked out when somebody asks: most of a file's are never asked about. `start` finds
   * the call that starts its span.
   */
  add(name: string, key: Node, value: Node, whole: Node, start: () => Node | undefined): void {
    const { computes, paths, literalOf, kindOf } = this.writing;
    const beside = (): Iterable<Written> => this.beside(key, whole);
    this.all.push({
      name,
      key,
      value,
      whole,
      range: rangeOf(whole),
      get literal() {
        return literalOf(value);
      },
      get isRepeatable() {
        return ![value, ...descendants(value)].some((node) => computes.test(node.type));
      },
      isPath: paths.test(value.text),
      get side() {
        const call = start();
        return sideOf(call && kindOf(call));
      },
      get beside() {
        return new Set(Array.from(beside(), (one) => one.name));
      },
    });
  }

  private beside(key: Node, whole: Node): readonly Written[] {
    this.groups ??= Map.groupBy(this.all, (one) => this.writing.homeOf(one.whole));
    return this.groups.get(this.writing.homeOf(whole))?.filter((one) => one.key.id !== key.id) ?? [];
  }
}

function sideOf(kind = ''): 'client' | 'server' | undefined {
  if (/\b(?:CLIENT|PRODUCER)$/.test(kind)) return 'client';
  return /\bSERVER$/.test(kind) ? 'server' : undefined;
}

/** Why an attribute cannot become others where it stands; '' where it can. */
export function refusal(attribute: WrittenAttribute, by: readonly NewAttribute[]): string {
  const { whole } = attribute as Written;
  return by.length < 2 || /^(?:pair|expression_statement)$/.test(whole.type)
    ? ''
    : `\`${attribute.name}\` becomes ${by.length} attributes: give this call a line of its own first.`;
}

/** How the new code says an attribute. */
export interface Words {
  readonly name: (attribute: NewAttribute) => string;
  readonly value: (attribute: NewAttribute) => string;
  /** Between two statements on one line, where the first does not end with it. */
  readonly between: string;
}

/** The edits that put others in the place of an attribute. */
export function rewritten(
  { text }: ParsedFile,
  { key, value, whole }: Written,
  by: readonly NewAttribute[],
  words: Words,
): TextEdit[] {
  const [first, ...rest] = by;
  if (rest.length === 0) {
    const changed = words.value(first!);
    return [
      { ...rangeOf(key), text: words.name(first!) },
      ...(changed === value.text ? [] : [{ ...rangeOf(value), text: changed }]),
    ];
  }
  const onOwnLine = text.slice(lineStart(text, whole.startIndex), whole.startIndex).trim() === '';
  const gap = onOwnLine ? lineEnding(text) + indentationOf(text, whole.startIndex) : ' ';
  const copies = by.map(
    (one) =>
      text.slice(whole.startIndex, key.startIndex) +
      words.name(one) +
      text.slice(key.endIndex, value.startIndex) +
      words.value(one) +
      text.slice(value.endIndex, whole.endIndex),
  );
  const separator = whole.type === 'pair' ? ',' : onOwnLine ? '' : words.between;
  return [{ ...rangeOf(whole), text: copies.join(separator + gap) }];
}

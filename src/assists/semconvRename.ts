import type { TextRange } from '../languages/edit.ts';
import type { Refusal } from '../languages/idioms/attempt.ts';
import type {
  NewAttribute,
  WrittenAttribute,
  WrittenAttributeIdioms,
} from '../languages/idioms/writtenAttributes.ts';
import { formerName, renaming } from '../semconv/renaming.ts';
import type { Assist } from './assist.ts';

/**
 * An attribute of former conventions gets its name of today, and its value where that has changed too: one at the
 * cursor, or all of a file. Where the new name depends on what only a person knows, the sentence of the conventions says
 * what to do.
 */
export const semconvRename: Assist = {
  id: 'semconv.rename',
  kind: 'quickfix',
  offer: ({ file, pack, selection }) => {
    const topic = pack.idioms.writtenAttributes;
    if (!topic) return { refusal: `How ${pack.id} writes attributes is not known yet.` };
    const attribute = mentionsFormer(file.text, selection)
      ? attributeAt(topic.all(file), file.text, selection)
      : undefined;
    if (!attribute) {
      return { refusal: 'No deprecated attribute is written here: place the cursor on the name of one.' };
    }
    const by = replacement(attribute, topic);
    if ('refusal' in by) return by;
    return {
      title: `Rename \`${attribute.name}\` to ${by.map(({ name }) => `\`${name}\``).join(' and ')}`,
      target: attribute.range,
      edit: () => [{ file: file.path, edits: topic.replace(file, new Map([[attribute, by]])) }],
    };
  },
  fixAll: (file, pack) => {
    const topic = pack.idioms.writtenAttributes;
    const changes = new Map<WrittenAttribute, readonly NewAttribute[]>();
    for (const attribute of topic?.all(file) ?? []) {
      const by = replacement(attribute, topic!);
      if (!('refusal' in by)) changes.set(attribute, by);
    }
    return changes.size > 0 ? topic!.replace(file, changes) : [];
  },
};

/** How many lines above a place an attribute around it may begin. */
const LINES_ABOVE = 10;

/** Whether the lines about a place name a former attribute: most do not, and the file need not be looked through. */
function mentionsFormer(text: string, { start, end }: TextRange): boolean {
  let from = start;
  for (let n = 0; n <= LINES_ABOVE && from >= 0; n++) from = text.lastIndexOf('\n', from - 1);
  const feed = text.indexOf('\n', end);
  const lines = text.slice(Math.max(from, 0), feed < 0 ? text.length : feed);
  return (lines.match(/[\w.-]+/g) ?? []).some(
    (word) => renaming(word) !== undefined || formerName(word.split('.').at(-1)!) !== undefined,
  );
}

/** The attribute that holds the selection; else the one that begins on its line, a former one first. */
function attributeAt(
  all: readonly WrittenAttribute[],
  text: string,
  selection: TextRange,
): WrittenAttribute | undefined {
  const around = all.filter(({ range }) => range.start <= selection.start && selection.end <= range.end);
  if (around.length > 0) return around.toSorted((a, b) => length(a) - length(b))[0];
  const line = text.lastIndexOf('\n', selection.start - 1) + 1;
  const feed = text.indexOf('\n', selection.start);
  const end = feed < 0 ? text.length : feed;
  const beside = all.filter(({ range }) => line <= range.start && range.start < end);
  return beside.find(({ name }) => renaming(name)) ?? beside[0];
}

function length({ range }: WrittenAttribute): number {
  return range.end - range.start;
}

/** What takes the place of an attribute, or why nothing does. */
function replacement(
  attribute: WrittenAttribute,
  topic: WrittenAttributeIdioms,
): readonly NewAttribute[] | Refusal {
  const { name, beside } = attribute;
  const by = byConventions(attribute);
  if ('refusal' in by) return by;
  const there = by.find((one) => beside.has(one.name));
  if (there) {
    return { refusal: `\`${there.name}\` is written beside \`${name}\` already: take \`${name}\` out.` };
  }
  const refusal = topic.refusal(attribute, by);
  return refusal ? { refusal } : by;
}

function byConventions(attribute: WrittenAttribute): readonly NewAttribute[] | Refusal {
  const { name, literal, side } = attribute;
  const change = renaming(name);
  if (!change) return { refusal: `\`${name}\` is not deprecated: it can stay.` };
  if ('why' in change)
    return { refusal: `\`${name}\` cannot be renamed by itself. The conventions say: ${change.why}` };
  if ('client' in change) {
    if (side) return [{ name: change[side], value: 'same' }];
    return {
      refusal: `\`${name}\` is \`${change.client}\` on the span of a client and \`${change.server}\` on that of a server, and the span's kind is not in sight: give it one where it starts.`,
    };
  }
  if ('path' in change) return split(attribute, change);
  if (!('values' in change)) return [{ name: change.to, value: change.as ?? 'same' }];
  const value = literal === undefined ? undefined : change.values.get(literal);
  if (value !== undefined)
    return [{ name: change.to, value: value === literal ? 'same' : { literal: value } }];
  return {
    refusal: `\`${name}\` is \`${change.to}\` today, and its values have changed as well: rename it by hand, with the value that is meant.`,
  };
}

function split(
  { name, literal, isPath, isRepeatable }: WrittenAttribute,
  { path, query }: { readonly path: string; readonly query: string },
): readonly NewAttribute[] | Refusal {
  if (literal !== undefined) {
    const [before = '', ...after] = literal.split('?');
    const rest = after.join('?');
    return [
      { name: path, value: { literal: before } },
      ...(rest ? [{ name: query, value: { literal: rest } }] : []),
    ];
  }
  if (isPath) return [{ name: path, value: 'same' }];
  if (isRepeatable) {
    return [
      { name: path, value: 'path' },
      { name: query, value: 'query' },
    ];
  }
  return {
    refusal: `\`${name}\` becomes \`${path}\` and \`${query}\`, and its value must not be computed twice: keep it in a variable first.`,
  };
}

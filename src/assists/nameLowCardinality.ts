import { constantName } from '../languages/constantName.ts';
import type { NameHole } from '../languages/idioms/spanName.ts';
import { attributeName } from '../semconv/attributeName.ts';
import { isSensitive } from '../semconv/sensitive.ts';
import type { Assist } from './assist.ts';

/** What the conventions build names of: there are few of each in a program. */
const few =
  /^(?:(?:http_?)?(?:method|verb)|(?:http_?)?route|operation(?:_?name)?|(?:queue|topic|table|collection|exchange|destination|subscription)(?:_?name)?)$/i;

/**
 * A span's name that is another for each order or user becomes one name, and what it told goes into attributes: so the
 * spans of one operation can be counted. Parts with few values stay; personal data and secrets are left out.
 */
export const nameLowCardinality: Assist = {
  id: 'name.lowCardinality',
  kind: 'quickfix',
  offer: ({ file, pack, selection }) => {
    const topic = pack.idioms.spanName;
    if (!topic) return { refusal: `How ${pack.id} names a span is not known yet.` };
    const given = topic.nameAt(file, selection);
    if (!given) return { refusal: 'No span is named here: place the cursor on the name of one.' };
    if ('refusal' in given) return given;
    const holes = given.parts.filter((part) => typeof part !== 'string');
    if (holes.length === 0) return { refusal: 'The name of this span is constant already.' };
    const kept = new Set(holes.filter((hole) => hole.isFixed || few.test(hole.path.at(-1) ?? '')));
    if (kept.size === holes.length) {
      return { refusal: 'What varies in this name has few values, as the conventions ask for: it can stay.' };
    }
    const name = constantName(given.parts, kept);
    if (!name.some((part) => typeof part !== 'string' || /\p{L}/u.test(part))) {
      return { refusal: 'Nothing constant is left of this name: write one that says what the span does.' };
    }
    const gone = holes.filter((hole) => !kept.has(hole));
    const attributes = attributesFor(given.parts, gone);
    if ('refusal' in attributes) return attributes;
    const edits = given.rename(name, attributes);
    if (typeof edits !== 'function') return edits;
    const text = name.map((part) => (typeof part === 'string' ? part : `{${part.text}}`)).join('');
    const recorded = [...attributes.keys()].map((key) => `\`${key}\``).join(' and ');
    return {
      title: `Name the span \`${text}\`${recorded ? ` and record ${recorded}` : ''}`,
      target: given.range,
      edit: () => [{ file: file.path, edits: edits() }],
    };
  },
};

/** Names that say nothing of what they belong to. */
const vague = /^(?:id|uuid|key|name|number|no|num|index|value|item|[a-z])$/i;

function attributesFor(
  parts: readonly (string | NameHole)[],
  holes: readonly NameHole[],
): Map<string, NameHole> | { refusal: string } {
  const attributes = new Map<string, NameHole>();
  for (const hole of holes) {
    const key = attributeName(pathIn(parts, hole));
    if (isSensitive(key) || isSensitive(hole.path.at(-1) ?? '')) {
      if (hole.isPure) continue;
      return {
        refusal: `\`${hole.text}\` looks like what must not be recorded: take it out of the name by hand.`,
      };
    }
    const before = attributes.get(key);
    if (before && before.text !== hole.text) {
      return {
        refusal: `\`${before.text}\` and \`${hole.text}\` would both be \`${key}\`: keep them in variables first.`,
      };
    }
    attributes.set(key, hole);
  }
  return attributes;
}

/** What a hole is called: a name that says little gets the word before it, as in `order {id}` and `/files/{id}`. */
function pathIn(parts: readonly (string | NameHole)[], hole: NameHole): readonly string[] {
  const [only] = hole.path;
  if (hole.path.length !== 1 || !vague.test(only!)) return hole.path;
  const before = parts[parts.indexOf(hole) - 1];
  const words = typeof before === 'string' ? (before.match(/\p{L}{3,}/gu) ?? []) : [];
  const word = words.findLast((one) => !/^(?:for|from|into|with|the)$/i.test(one));
  return word === undefined ? hole.path : [word.replace(/(?<=..[^s])s$/, ''), only!];
}

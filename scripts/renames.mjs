// Writes src/semconv/renamed.ts from what @opentelemetry/semantic-conventions says of its deprecated attributes;
// with --print it only says what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'src/semconv/renamed.ts');
const declarations = path.join(
  root,
  'node_modules/@opentelemetry/semantic-conventions/dist/experimental_attributes.d.mts',
);

/** The text of src/semconv/renamed.ts. */
async function renamed() {
  const replaced = [];
  const sides = [];
  const explained = [];
  const documented = readFileSync(declarations, 'utf8');
  for (const [, comment, name] of documented.matchAll(
    /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*declare const ATTR_\w+: "([^"]+)"/g,
  )) {
    const sentence = /@deprecated\s+([^]*?)\s*$/
      .exec(comment)?.[1]
      .replace(/\s*\n\s*\*\s*/g, ' ')
      .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
    // A name without a namespace, such as `state`, is anybody's; one that has only moved is still the name.
    if (!sentence || !name.includes('.') || sentence.startsWith('Moved to')) continue;
    const one = /^(?:Replaced by|Use) `([\w.-]+)`(?: instead)?(?:, which has moved .*)?\.?$/.exec(sentence);
    const two = /`([\w.]+)` on (?:the )?client (?:side|spans)(?: or| and) `([\w.]+)` on (?:the )?server/.exec(
      sentence,
    );
    if (one) replaced.push([name, one[1]]);
    else if (two) sides.push([name, { client: two[1], server: two[2] }]);
    else explained.push([name, sentence]);
  }
  const source = `// Written by scripts/renames.mjs from the documentation of @opentelemetry/semantic-conventions.

/** Attributes of former conventions, and what each is called today. */
export const replaced: Readonly<Record<string, string>> = ${literal(replaced)};

/** Those that are called otherwise on the side of the client and on that of the server. */
export const replacedBySide: Readonly<Record<string, { readonly client: string; readonly server: string }>> = ${literal(sides)};

/** Those that have no other name: what the conventions say of each. */
export const explained: Readonly<Record<string, string>> = ${literal(explained)};
`;
  return format(source, { ...(await resolveConfig(target)), parser: 'typescript' });
}

function literal(entries) {
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

const text = await renamed();
if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(target, text);

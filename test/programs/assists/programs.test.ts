import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { applyEdits } from '../../../src/assists/applyEdits.ts';
import { openDocument } from '../../../src/assists/document.ts';
import { tryOffer } from '../../../src/assists/offers.ts';
import { spanFunction } from '../../../src/assists/spanFunction.ts';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';

interface Recorded {
  readonly id: string | number;
  readonly parent: string | number | null;
  readonly name: string;
  readonly error: boolean;
  readonly message: string;
  readonly exceptions: number;
}

interface Run {
  readonly stdout: string;
  readonly status: number | null;
  /** Spans that were never ended. */
  readonly open: number;
  readonly tree: string;
}

const here = import.meta.dirname;
const python = inject('python');
// Inside the project, where programs find the packages that they import.
mkdirSync('.cache', { recursive: true });
const folder = mkdtempSync(path.resolve('.cache', 'programs-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The program with a span around every function that stands below a comment `span`. */
async function instrumented(file: string): Promise<string> {
  const grammars = await Grammars.open(grammarFolder());
  let text = readFileSync(file, 'utf8');
  const count = text.match(/(?:#|\/\/) span$/gm)!.length;
  for (let nth = 0; nth < count; nth++) {
    const mark = [...text.matchAll(/(?:#|\/\/) span\n/g)][nth]!;
    const start = mark.index + mark[0].length;
    const document = (await openDocument(grammars, file, text))!;
    const offer = await tryOffer(spanFunction, document.at({ start, end: start }));
    document.delete();
    if ('refusal' in offer) throw new Error(`${text.slice(start, start + 40)}: ${offer.refusal}`);
    text = applyEdits(text, offer.edits[0]!.edits);
  }
  return text;
}

function run(name: string, text: string): Run {
  const file = path.join(folder, name);
  const record = path.join(folder, `${name}.json`);
  writeFileSync(file, text);
  const [command, args] = name.endsWith('.py')
    ? [python, [path.join(here, 'python/record.py'), file]]
    : [process.execPath, ['--import', path.join(here, 'typescript/record.mjs'), file]];
  const { stdout, status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, RECORD: record },
  });
  if (status === null) throw new Error(stderr);
  const { open, spans } = JSON.parse(readFileSync(record, 'utf8')) as { open: number; spans: Recorded[] };
  return { stdout, status, open, tree: treeOf(spans) };
}

/** One span a line below its parent; siblings in the order of their lines, since some run side by side. */
function treeOf(spans: readonly Recorded[]): string {
  const below = (parent: Recorded['parent'], indent: string): string[] =>
    spans
      .filter((span) => span.parent === parent)
      .map((span) => [`${indent}${line(span)}`, ...below(span.id, `${indent}  `)].join('\n'))
      .sort();
  return below(null, '').join('\n');
}

function line({ name, error, message, exceptions }: Recorded): string {
  return error ? `${name}: ERROR ${message}, ${exceptions} exception` : name;
}

describe('a program with spans around its functions does what it did', () => {
  it.each(['typescript/shop.ts', 'typescript/unhandled.cjs', ...(python ? ['python/shop.py'] : [])])(
    '%s',
    async (program) => {
      const file = path.join(here, program);
      const name = path.basename(program);
      const before = run(`before-${name}`, readFileSync(file, 'utf8'));
      const after = run(`after-${name}`, await instrumented(file));
      expect({ stdout: after.stdout, status: after.status }).toEqual({
        stdout: before.stdout,
        status: before.status,
      });
      expect(after.open).toBe(0);
      await expect(after.tree).toMatchFileSnapshot(`${program}.spans`);
    },
  );
});

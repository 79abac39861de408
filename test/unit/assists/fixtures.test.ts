import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { assists } from '../../../src/assists/all.ts';
import { applyEdits } from '../../../src/assists/applyEdits.ts';
import { openDocument } from '../../../src/assists/document.ts';
import { tryOffer } from '../../../src/assists/offers.ts';
import type { TextEdit } from '../../../src/languages/edit.ts';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';

const root = path.resolve('test/fixtures/assists');
const grammars = await Grammars.open(grammarFolder());

/** `case.json` of a fixture: where the cursor is, and the refusal where the action must not apply. */
interface Case {
  readonly at: string;
  readonly title?: string;
  readonly refusal?: string;
}

/** The byte order mark is no part of a document. */
function read(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

function offsetAt(text: string, at: string): number {
  const [line, column] = at.split(':').map(Number) as [number, number];
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

/** Where a place is after the edits. */
function moved(offset: number, edits: readonly TextEdit[]): number {
  return edits
    .filter((edit) => edit.end <= offset)
    .reduce((at, edit) => at + edit.text.length - (edit.end - edit.start), offset);
}

for (const assist of assists) {
  const folder = path.join(root, assist.id);
  const offerAt = async (file: string, text: string, offset: number) => {
    const document = (await openDocument(grammars, file, text))!;
    const offer = await tryOffer(assist, document.at({ start: offset, end: offset }));
    document.delete();
    return offer;
  };

  describe(assist.id, () => {
    it.each(readdirSync(folder))('%s', async (name) => {
      const names = readdirSync(path.join(folder, name));
      const before = path.join(
        folder,
        name,
        names.find((file) => file.startsWith('before.'))!,
      );
      const given = JSON.parse(readFileSync(path.join(folder, name, 'case.json'), 'utf8')) as Case;
      const text = read(before);
      const offset = offsetAt(text, given.at);
      const offer = await offerAt(before, text, offset);
      if (given.refusal !== undefined) {
        expect(offer).toEqual({ refusal: given.refusal });
        return;
      }
      if ('refusal' in offer) throw new Error(offer.refusal);
      if (given.title !== undefined) expect(offer.title).toBe(given.title);
      const { edits } = offer.edits[0]!;
      const after = applyEdits(text, edits);
      expect(after).toBe(read(before.replace('before.', 'after.')));
      expect(await offerAt(before, after, moved(offset, edits))).toEqual({
        refusal: 'This function is in a span already.',
      });
    });
  });
}

describe('the results', () => {
  it('type-check with the types of @opentelemetry/api', () => {
    const tsc = path.resolve('node_modules/typescript/bin/tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', root], { encoding: 'utf8' });
    expect(run.stdout).toBe('');
    expect(run.status).toBe(0);
  });

  const python = inject('python');
  it.skipIf(!python)('compile in Python', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('after.py'),
    );
    expect(files.length).toBeGreaterThan(0);
    const cache = mkdtempSync(path.join(tmpdir(), 'spanline-compiled-'));
    try {
      execFileSync(python, ['-m', 'py_compile', ...files], {
        cwd: root,
        env: { ...process.env, PYTHONPYCACHEPREFIX: cache },
      });
    } finally {
      rmSync(cache, { recursive: true });
    }
  });
});

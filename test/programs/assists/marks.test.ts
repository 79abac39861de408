import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { applyMarks } from './marks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spanline-marks-'));
const file = path.join(folder, 'main.py');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function applied(text: string): Promise<string> {
  writeFileSync(file, text);
  await applyMarks(folder);
  return readFileSync(file, 'utf8');
}

describe('a mark', () => {
  const program = 'def outer():\n    def inner(): return 1\n    return inner()\n';

  it.each([
    ['puts the cursor on the next line', '# do: span.function\n', ['outer']],
    ['puts it on a text of the next line', '# do: span.function @ outer\n', ['outer']],
    ['selects lines', '# do: span.function 3\n', ['outer']],
    ['is one of several', '# do: span.function\n# do: span.function 3\n', undefined],
  ])('%s', async (_name, marks, spans) => {
    if (!spans) {
      await expect(applied(marks + program)).rejects.toThrow(
        'main.py, at the mark of span.function: This function is in a span already.',
      );
      return;
    }
    const text = await applied(marks + program);
    expect(text).not.toContain('do:');
    expect([...text.matchAll(/span\("(?<name>[^"]+)/g)].map(({ groups }) => groups!['name'])).toEqual(spans);
  });

  it('is found in a file with CRLF', async () => {
    const text = await applied(
      `# do: span.function\n# do: span.error\n${program}`.replaceAll('\n', '\r\n'),
    ).catch(String);
    expect(text).toContain('at the mark of span.error');
    const lines = await applied(`# do: span.function 3\n${program}`.replaceAll('\n', '\r\n'));
    expect(lines).not.toContain('do:');
    expect(lines).not.toMatch(/[^\r]\n/);
  });

  it('in a function is about a line there', async () => {
    const text = await applied(program.replace('    def', '    # do: span.function @ inner\n    def'));
    expect(text).toMatch(/span\("outer\.inner"|span\("inner"/);
  });

  it('fails where its text or its action is not', async () => {
    await expect(applied(`# do: span.function @ other\n${program}`)).rejects.toThrow('has no `other`');
    await expect(applied(`# do: nothing\n${program}`)).rejects.toThrow('no such action');
  });
});

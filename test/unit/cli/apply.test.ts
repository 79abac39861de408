import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { actions } from '../../../src/cli/actions.ts';
import { apply } from '../../../src/cli/apply.ts';
import { CliError } from '../../../src/cli/command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spanline-apply-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const source = 'def total(cart):\n    return sum(cart)\n';
const wrapped = `from opentelemetry import trace

tracer = trace.get_tracer(__name__)


def total(cart):
    with tracer.start_as_current_span("total"):
        return sum(cart)
`;

function file(name: string, content: string | Buffer): string {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
}

/** What the command prints. */
async function output(command: typeof apply, ...argv: string[]): Promise<string> {
  const parts: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    parts.push(String(part));
    return true;
  });
  expect(await command.run(argv)).toBe(0);
  vi.restoreAllMocks();
  return parts.join('');
}

describe('spanline actions', () => {
  it('lists id and title as JSON', async () => {
    const json = await output(actions, file('a.py', source), '--at', '1:5', '--json');
    expect(JSON.parse(json)).toEqual([{ id: 'span.function', title: 'Wrap `total` in a span' }]);
  });

  it('lists nothing where nothing applies', async () => {
    expect(await output(actions, file('b.py', '# nothing\n'), '--at', '1:1-1:2', '--json')).toBe('[]\n');
  });
});

describe('spanline apply', () => {
  const action = ['--action', 'span.function'];

  it('prints the file after the action and leaves it alone', async () => {
    const target = file('print.py', source);
    expect(await output(apply, target, '--at', '1:5', ...action)).toBe(wrapped);
    expect(readFileSync(target, 'utf8')).toBe(source);
  });

  it('saves with --write, byte for byte: byte order mark, CRLF, no line ending at the end', async () => {
    const dos = (text: string) => `\uFEFF${text.trimEnd().replaceAll('\n', '\r\n')}`;
    const target = file('write.py', dos(source));
    expect(await output(apply, target, '--at', '1:5', ...action, '--write')).toBe('');
    expect(readFileSync(target, 'utf8')).toBe(dos(wrapped));
  });

  it.each([
    ['LF', source],
    ['CRLF', source.replaceAll('\n', '\r\n')],
    ['no line ending at the end', source.trimEnd()],
  ])('prints a diff that git applies: %s', async (name, content) => {
    const target = file(`${name.replaceAll(' ', '-')}.py`, content);
    const expected = await output(apply, target, '--at', '1:5', ...action);
    const patch = await output(apply, target, '--at', '1:5', ...action, '--diff');
    const relative = path.relative(process.cwd(), target).split(path.sep).join('/');
    const local = patch.replaceAll(relative, path.basename(target));
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: local });
    expect(readFileSync(target, 'utf8')).toBe(expected);
  });

  it('counts columns in UTF-16 units', async () => {
    const target = file('wide.py', 'x = "😀"; f = lambda: 1\n');
    await expect(apply.run([target, '--at', '1:15', ...action])).rejects.toThrow(
      'A lambda is one expression',
    );
  });

  const python = file('good.py', source);
  it.each([
    ['a place below the file', [python, '--at', '9:1', ...action], /There is no line 9 in .*, which has 3\./],
    ['a place beside the line', [python, '--at', '1:99', ...action], /There is no column 99 in line 1/],
    ['a place from 0', [python, '--at', '0:0', ...action], /There is no line 0/],
    ['a place that is none', [python, '--at', 'x', ...action], /--at takes LINE:COL/],
    ['an end before the start', [python, '--at', '2:1-1:1', ...action], /ends before it starts/],
    ['a missing file', [path.join(folder, 'none.py'), '--at', '1:1', ...action], /there is no such file/],
    ['a folder', [folder, '--at', '1:1', ...action], /it is a folder/],
    ['a binary file', [file('x.py', Buffer.from([1, 0, 2])), '--at', '1:1', ...action], /is not a text file/],
    ['Latin-1', [file('l.py', Buffer.from([0x23, 0xe9])), '--at', '1:1', ...action], /is not in UTF-8/],
    [
      'another language',
      [file('a.rb', 'x'), '--at', '1:1', ...action],
      /not in a language that Spanline knows/,
    ],
    ['an unknown action', [python, '--at', '1:1', '--action', 'x'], /There is no action x: .*span\.function/],
    ['an unknown option', [python, '--at', '1:1', '--nope'], /nope.*usage: spanline apply/],
    ['no action', [python, '--at', '1:1'], /Usage: spanline apply/],
    ['--write and --diff', [python, '--at', '1:1', ...action, '--write', '--diff'], /Usage: spanline apply/],
    [
      'a place without a function',
      [file('n.py', 'x = 1\n'), '--at', '1:1', ...action],
      /does not apply at .*no function here/,
    ],
  ])('refuses %s', async (_what, argv, message) => {
    const refused = apply.run(argv);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(CliError);
    expect(readFileSync(python, 'utf8')).toBe(source);
  });
});

describe('spanline apply, over several files', () => {
  const action = ['--at', '1:1', '--action', 'sdk.setup'];
  const server = "require('http').createServer().listen(80);\n";

  /** A project whose set-up goes into a file of its own. */
  function project(name: string): { readonly folder: string; readonly entry: string } {
    const place = path.join(folder, name);
    mkdirSync(path.join(place, 'src'), { recursive: true });
    writeFileSync(
      path.join(place, 'package.json'),
      '\uFEFF{ "scripts": { "start": "node src/server.js" } }\n',
    );
    writeFileSync(path.join(place, 'src/server.js'), server);
    return { folder: place, entry: path.join(place, 'src/server.js') };
  }

  it('prints the file itself', async () => {
    const { entry, folder: place } = project('several-print');
    expect(await output(apply, entry, ...action)).toBe(server);
    expect(readdirSync(path.join(place, 'src'))).toEqual(['server.js']);
  });

  it('saves all of them with --write, and keeps a byte order mark', async () => {
    const { entry, folder: place } = project('several-write');
    expect(await output(apply, entry, ...action, '--write')).toBe('');
    expect(readFileSync(path.join(place, 'src/instrumentation.js'), 'utf8')).toContain('new NodeSDK(');
    const manifest = readFileSync(path.join(place, 'package.json'), 'utf8');
    expect(manifest).toMatch(/^\uFEFF\{ .*node --require \.\/src\/instrumentation\.js src\/server\.js/);
  });

  it('prints a diff that makes the new file when git applies it', async () => {
    const written = project('several-saved');
    await output(apply, written.entry, ...action, '--write');
    const { entry, folder: place } = project('several-diff');
    const patch = await output(apply, entry, ...action, '--diff');
    expect(patch).toMatch(/^--- \/dev\/null$/m);
    const relative = path.relative(process.cwd(), place).split(path.sep).join('/');
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
      cwd: place,
      input: patch.replaceAll(`${relative}/`, ''),
    });
    for (const file of ['package.json', 'src/instrumentation.js']) {
      const wanted = readFileSync(path.join(written.folder, file), 'utf8');
      expect(readFileSync(path.join(place, file), 'utf8')).toBe(
        wanted.replaceAll('several-saved', 'several-diff'),
      );
    }
  });

  it('refuses with the reason where a manifest is broken, and changes nothing', async () => {
    const { entry, folder: place } = project('several-broken');
    writeFileSync(path.join(place, 'package.json'), '{ "scripts": {');
    const refused = apply.run([entry, ...action, '--write']);
    await expect(refused).rejects.toThrow('package.json is not valid JSON: mend it first.');
    expect(readdirSync(path.join(place, 'src'))).toEqual(['server.js']);
  });
});

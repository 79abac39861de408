import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, indexOf, places, relative, span } from './workspace.ts';

const creates = (name: string) => `tracer.startActiveSpan('${name}', (span) => span.end());\n`;

test('only what people write is read', async () => {
  const folder = await folderWith({
    'src/own.ts': creates('x'),
    'node_modules/lib/a.js': creates('x'),
    'dist/b.js': creates('x'),
    '.next/c.js': creates('x'),
    'python/pyvenv.cfg': '',
    'python/lib/d.py': 'tracer.start_span("x")',
    'src/e.min.js': creates('x'),
    'src/f.d.ts': creates('x'),
    'src/bundled.js': creates('x').trim() + `var a=${'1+'.repeat(5_000)}1;`,
    'src/huge.js': creates('x') + `// long\n`.repeat(200_000),
  });
  const index = await indexOf(folder);
  expect(index.spansNamed('x').map(({ file }) => relative(file, index))).toEqual(['src/own.ts']);
});

test('a symbolic link that leads round in a circle ends nowhere', async () => {
  const folder = await folderWith({ 'src/a.ts': creates('x') });
  await symlink(folder, path.join(folder, 'src/loop'), 'dir');
  const index = await indexOf(folder);
  expect(index.spansNamed('x')).toHaveLength(1);
});

test('a symbolic link out of the workspace is no way out', async () => {
  const outside = await folderWith({ 'secret.py': 'x = 1\n' });
  const folder = await folderWith({ 'a.ts': creates('x') });
  await symlink(path.join(outside, 'secret.py'), path.join(folder, 'link.py'));
  const index = await indexOf(folder);
  expect(index.has(path.join(folder, 'link.py'))).toBe(false);
  const through = span({
    attributes: { 'code.file.path': path.join(folder, 'link.py'), 'code.line.number': 1 },
  });
  expect(places([through], index)).toEqual([]);
});

test('a span from the folder that a linked workspace really is', async () => {
  const real = await folderWith({ 'src/a.ts': creates('x') });
  const link = path.join(await folderWith({}), 'link');
  await symlink(real, link, 'dir');
  const index = await indexOf(link);
  const recorded = span({
    attributes: { 'code.file.path': path.join(real, 'src/a.ts'), 'code.line.number': 1 },
  });
  expect(places([recorded], index)).toEqual(['src/a.ts:1 0.93']);
});

test('an edited document counts before it is saved, the file again when the edit is thrown away', async () => {
  const folder = await folderWith({ 'a.ts': creates('saved') });
  const index = await indexOf(folder);
  const file = path.join(folder, 'a.ts');
  await index.update(file, creates('typed'));
  await index.scan();
  expect(index.spansNamed('typed')).toHaveLength(1);
  expect(index.spansNamed('saved')).toHaveLength(0);
  await index.read(file);
  expect(index.spansNamed('typed')).toHaveLength(0);
  expect(index.spansNamed('saved')).toHaveLength(1);
});

test('of two readings of a file the later one counts, whichever ends first', async () => {
  const folder = await folderWith({ 'a.ts': creates('old') });
  const index = await indexOf(folder);
  const file = path.join(folder, 'a.ts');
  await Promise.all([index.read(file), index.update(file, creates('new'))]);
  expect(index.spansNamed('new')).toHaveLength(1);
  expect(index.spansNamed('old')).toHaveLength(0);
});

test('files come and go', async () => {
  const folder = await folderWith({ 'a.ts': creates('a') });
  const index = await indexOf(folder);
  const added = path.join(folder, 'b.ts');
  await writeFile(added, creates('b'));
  await index.read(added);
  expect(index.spansNamed('b')).toHaveLength(1);
  await rm(added);
  index.remove(added);
  expect(index.spansNamed('b')).toHaveLength(0);
  expect(index.filesNamed('b.ts')).toEqual([]);
});

test('a change in a folder that is not read stays unread', async () => {
  const folder = await folderWith({ 'a.ts': creates('a') });
  const index = await indexOf(folder);
  const built = path.join(folder, 'dist/b.js');
  await mkdir(path.dirname(built));
  await writeFile(built, creates('b'));
  await index.read(built);
  await index.update(path.join(folder, '../elsewhere.ts'), creates('b'));
  expect(index.spansNamed('b')).toEqual([]);
});

test('a file that does not parse gives what can be read of it', async () => {
  const folder = await folderWith({ 'a.ts': `const x = ;;; {{\n${creates('a')}` });
  const index = await indexOf(folder);
  expect(index.spansNamed('a')).toHaveLength(1);
});

test('progress ends with every file', async () => {
  const folder = await folderWith({ 'a.ts': '', 'b.py': '' });
  const index = await indexOf(folder);
  const seen: unknown[] = [];
  expect(await index.scan((progress) => seen.push(progress))).toBe(2);
  expect(seen.at(-1)).toEqual({ done: 2, total: 2 });
});

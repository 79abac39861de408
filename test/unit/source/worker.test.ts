import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { AnalysisWorker } from '../../../src/source/workerClient.ts';
import { folderWith, operation, span } from './workspace.ts';

const real = path.resolve(import.meta.dirname, '../../../src/source/worker.ts');
const text = "function pay() {\n  tracer.startActiveSpan('pay', (span) => span.end());\n}\n";
const folder = await folderWith({ 'pay.js': text });
const file = path.join(folder, 'pay.js');
const workers: AnalysisWorker[] = [];
afterAll(() => Promise.all(workers.map((worker) => worker.dispose())));

function start(script: string, problems: string[] = []) {
  const onFiguresChanged = vi.fn();
  const onScanning = vi.fn();
  const worker = new AnalysisWorker({
    script,
    grammars: grammarFolder(),
    onFiguresChanged,
    onScanning,
    onProblem: (problem) => problems.push(problem),
  });
  workers.push(worker);
  return { worker, onFiguresChanged, onScanning };
}

test('a question during the scan is answered from the whole workspace', async () => {
  const { worker, onScanning } = start(real);
  const opened = worker.openFolders([folder]);
  expect(await worker.locate([span({ name: 'pay' })])).toMatchObject([{ file, line: 2 }]);
  expect(await opened).toBe(1);
  expect(onScanning).toHaveBeenLastCalledWith({ done: 1, total: 1 });
});

test('figures follow operations and unsaved text', async () => {
  const { worker, onFiguresChanged } = start(real);
  await worker.openFolders([folder]);
  worker.setOperations([operation({ name: 'pay', count: 4 })], true);
  expect(await worker.figuresOf(file)).toMatchObject([{ name: 'pay', line: 1, count: 4 }]);
  worker.documentChanged({ path: file, text: `\n\n${text}` });
  expect(await worker.figuresOf(file)).toMatchObject([{ name: 'pay', line: 3, count: 4 }]);
  worker.fileChanged(file);
  await vi.waitFor(async () => {
    expect(await worker.figuresOf(file)).toMatchObject([{ line: 1 }]);
  });
  await vi.waitFor(() => {
    expect(onFiguresChanged).toHaveBeenCalled();
  });
  worker.setOperations([], true);
  expect(await worker.figuresOf(file)).toEqual([]);
});

test('offers assists for a text and gives the edit of one', async () => {
  const { worker } = start(real);
  const document = { path: file, text: 'function pay() {\n  return 1;\n}\n' };
  const selection = { start: 10, end: 10 };
  const offers = await worker.offersAt(document, selection);
  expect(offers.map(({ id }) => id)).toContain('span.function');
  const { files, expectation, name } = await worker.editOf(document, selection, 'span.function');
  expect(files.map((edit) => edit.file)).toEqual([file]);
  expect(expectation).toEqual({ file, function: 'pay', before: [], name: 'pay' });
  expect(files[0]!.edits[name!.edit]!.text.slice(name!.start - 1, name!.end + 1)).toBe("'pay'");
  await expect(worker.editOf(document, selection, 'no.such')).rejects.toThrow('There is no action "no.such"');
  expect(await worker.offersAt({ path: '/notes.txt', text: '' }, { start: 0, end: 0 })).toEqual([]);
});

test('a worker that dies is started again once, and knows what it knew', async () => {
  const mortal = path.join(folder, 'mortal.mjs');
  await writeFile(
    mortal,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ method, params }) => { if (method === 'fileRemoved' && params.path === '/die') process.exit(1); });
     await import(${JSON.stringify(pathToFileURL(real).href)});`,
  );
  const problems: string[] = [];
  const { worker } = start(mortal, problems);
  await worker.openFolders([folder]);
  worker.setOperations([operation({ name: 'pay' })], true);
  worker.fileRemoved('/die');
  await vi.waitFor(() => {
    expect(problems).toEqual(['The analysis of the source failed and starts again.']);
  });
  expect(await worker.figuresOf(file)).toMatchObject([{ name: 'pay' }]);
  worker.fileRemoved('/die');
  await vi.waitFor(() => {
    expect(problems.at(-1)).toMatch('failed twice');
  });
  await expect(worker.figuresOf(file)).rejects.toThrow('reload the window');
});

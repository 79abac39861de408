import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inTemporaryFolder } from './folder.ts';
import { row, type Row } from './row.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The extension host of a real VS Code, with the view open, while 20,000 spans a second come in. */
export async function measureEditor(): Promise<Row[]> {
  return inTemporaryFolder(async (folder) => {
    const result = path.join(folder, 'result.json');
    const child = spawn(process.execPath, ['scripts/test-vscode.mjs', '--bench'], {
      cwd: root,
      env: { ...process.env, SPANLINE_BENCH_RESULT: result },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error('The measurement in VS Code failed.');
    const { idle, busy } = JSON.parse(readFileSync(result, 'utf8')) as { idle: number; busy: number };
    return [
      row('longest task of the extension host at 20,000 spans/s, the view open', busy, 'ms', { atMost: 50 }),
      row('  while nothing comes in', idle, 'ms'),
    ];
  });
}

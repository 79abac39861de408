// Runs test/vscode/suite inside a real VS Code: by default the VS Code server with a Chromium as its window, with
// `--desktop` the downloaded desktop build. A run that never starts its tests fails. With `--bench` it measures instead
// (see test/bench/editor.ts).
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './processes.mjs';
import { closingLine, readResults, resultsFile } from './results.mjs';
import { fail, step } from './steps.mjs';
import { cache, root } from './workbench.mjs';

const desktop = process.argv.includes('--desktop');
const suite = process.argv.includes('--bench') ? 'bench' : 'suite';
const bundles = path.join(cache, `vscode-${suite}`);
const log = path.join(cache, `vscode-${suite}.log`);
const results = resultsFile(suite === 'bench' ? 'vscode-bench' : 'vscode');

await step('Building the extension and the suite', async () => {
  await run(process.execPath, ['scripts/build.mjs'], { cwd: root });
  rmSync(bundles, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/run.ts', ...globSync(`test/vscode/${suite}/*.test.ts`, { cwd: root })],
    outdir: bundles,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}).catch(fail);

// A workspace and a data folder of this run's own: runs side by side do not meet, and nobody's traces are touched.
const scratch = mkdtempSync(path.join(tmpdir(), 'spanline-suite-'));
const workspace = path.join(scratch, 'workspace');
cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
mkdirSync(path.join(scratch, 'data'));

const environment = {
  SPANLINE_DATA: path.join(scratch, 'data'),
  SPANLINE_TEST_RESULTS: results,
  SPANLINE_TEST_LOG: log,
  SPANLINE_TEST_WORKSPACE: workspace,
  SPANLINE_BENCH_GENERATOR: path.join(root, 'test/bench/generator.ts'),
  SPANLINE_BENCH_NODE: process.execPath,
  SPANLINE_BENCH_RESULT: process.env.SPANLINE_BENCH_RESULT ?? path.join(scratch, 'result.json'),
};
let outcome;
try {
  await runTests({
    ...(desktop ? desktopBuild() : { vscodeExecutablePath: path.join(root, 'test/vscode/code.mjs') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(bundles, 'run.cjs'),
    extensionTestsEnv: environment,
    launchArgs: [
      workspace,
      `--user-data-dir=${path.join(scratch, 'user')}`,
      `--extensions-dir=${path.join(scratch, 'extensions')}`,
    ],
  });
} catch (error) {
  outcome = error instanceof Error ? error.message : String(error);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

const counts = readResults(results);
for (const failure of counts?.failures ?? []) console.error(`\n✗ ${failure}`);
if (!counts || counts.passed + counts.failed === 0) fail(neverStarted());
console.log(closingLine(counts));
if (outcome !== undefined || counts.failed > 0) process.exit(1);

function desktopBuild() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    fail(
      'The desktop VS Code needs a display, and none is set. Run `npm run test:vscode`, or this one under xvfb-run.',
    );
  }
  return { version: 'stable', cachePath: path.join(cache, 'desktop'), timeout: 60_000 };
}

function neverStarted() {
  const hint = desktop
    ? 'Could VS Code be downloaded? `npm run test:vscode` needs no download of it.'
    : `VS Code's own log is ${log}.`;
  return `No test ran in VS Code (${outcome ?? 'it ended without an error'}). ${hint}`;
}

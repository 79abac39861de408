// `npm test`: everything, cheapest first, with one closing line over all of it. `npm test -- --bail` stops at the
// first part that fails.
import { spawn } from 'node:child_process';
import { closingLine, readResults, resultsFile } from './results.mjs';
import { root } from './workbench.mjs';

const node = process.execPath;
const npx = (name, ...args) => [node, [`node_modules/${name}`, ...args]];
const unitResults = resultsFile('unit');
const vscodeResults = resultsFile('vscode');
const uiResults = resultsFile('ui');

/** A part is one check, or a runner whose results file counts its tests. */
const parts = [
  { name: 'types', command: npx('typescript/bin/tsc', '-p', '.') },
  { name: 'types of the webview', command: npx('typescript/bin/tsc', '-p', 'webview') },
  { name: 'lint', command: npx('eslint/bin/eslint.js', '.') },
  { name: 'format', command: npx('prettier/bin/prettier.cjs', '--check', '.') },
  {
    name: 'layers',
    command: npx(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      'src',
      'webview',
      '--config',
      '.dependency-cruiser.cjs',
    ),
  },
  { name: 'package', command: [node, ['scripts/package.mjs']] },
  {
    name: 'unit tests',
    command: npx(
      'vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitResults}`,
    ),
    counts: () => vitestCounts(readResults(unitResults)),
  },
  {
    name: 'in VS Code',
    command: [node, ['scripts/test-vscode.mjs']],
    counts: () => readResults(vscodeResults),
  },
  { name: 'in the browser', command: [node, ['scripts/test-ui.mjs']], counts: () => readResults(uiResults) },
];

const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];
for (const { name, command, counts } of parts) {
  console.log(`\n━━ ${name}`);
  const started = Date.now();
  const ok = (await exitCode(...command)) === 0;
  const one = { passed: Number(ok), failed: Number(!ok), skipped: 0 };
  const found = (counts ? counts() : one) ?? one;
  // A runner that failed outside its tests has failed all the same.
  if (!ok && found.failed === 0) found.failed = 1;
  for (const key of Object.keys(total)) total[key] += found[key];
  const seconds = Math.round((Date.now() - started) / 1000);
  summary.push(`${found.failed > 0 ? '✗' : '✓'} ${name.padEnd(22)} ${closingLine(found)} (${seconds} s)`);
  if (found.failed > 0 && process.argv.includes('--bail')) break;
}
console.log(`\n${summary.join('\n')}\n\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function exitCode(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function vitestCounts(report) {
  if (!report) return undefined;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

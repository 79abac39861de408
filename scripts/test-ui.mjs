// Runs test/ui in Chromium: the trace view by itself, and the whole loop in the real workbench.
// `--update-images` writes the README's pictures anew; `npm run test:ui -- shop` runs one file.
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './browser.mjs';
import { packageIfChanged } from './package.mjs';
import { closingLine, resultsFile, writeResults } from './results.mjs';
import { fail } from './steps.mjs';
import { fetchWorkbench, root } from './workbench.mjs';

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const files = (asked.length > 0 ? asked : ['webview', 'shop']).map((name) =>
  path.join(root, 'test/ui', `${name}.mjs`),
);
for (const file of files) if (!existsSync(file)) fail(`There is no ${path.relative(root, file)}.`);

const results = resultsFile('ui');
// What takes long is done here, where its progress can be seen.
process.env.CHROMIUM = await findChromium().catch(fail);
await fetchWorkbench().catch(fail);
await packageIfChanged().catch(fail);
if (process.argv.includes('--update-images')) process.env.SPANLINE_UPDATE_IMAGES = '1';

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files, concurrency: 1 });
const count = (outcome) => (event) => {
  // A suite stands for its tests, which are counted themselves.
  if (event.details.type !== 'suite') counts[event.skip === undefined ? outcome : 'skipped'] += 1;
};
stream.on('test:pass', count('passed')).on('test:fail', count('failed'));
stream.compose(spec).pipe(process.stdout);
await new Promise((resolve) => stream.once('end', resolve));
if (counts.passed + counts.failed === 0) fail('No test of test/ui ran.');
writeResults(results, counts);
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;

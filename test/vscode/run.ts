/** The entry that VS Code loads in its extension host: runs the suite with mocha and reports each test. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, slow: 5_000, reporter: Mocha.reporters.Base });
  for (const file of readdirSync(__dirname)
    .filter((name) => name.endsWith('.test.cjs'))
    .sort()) {
    mocha.addFile(path.join(__dirname, file));
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => {
        resolve();
      })
      .on('suite', (suite) => {
        if (suite.title) console.log(`· ${suite.title}`);
      })
      .on('pass', (test) => {
        counts.passed += 1;
        console.log(`  ✓ ${test.title} (${test.duration} ms)`);
      })
      .on('pending', (test) => {
        counts.skipped += 1;
        console.log(`  – ${test.title}`);
      })
      .on('fail', (test, error: Error) => {
        counts.failed += 1;
        console.log(`  ✗ ${test.title}`);
        failures.push(`${test.fullTitle()}\n${error.stack ?? error.message}`);
      });
  });
  const results = process.env['SPANLINE_TEST_RESULTS'];
  if (results !== undefined) writeFileSync(results, JSON.stringify({ ...counts, failures }));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}

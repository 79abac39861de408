/** `npm run bench`: how fast the trace server is, and whether it is fast enough. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measureActions } from './actions.ts';
import { MIX } from './batch.ts';
import { measureEditor } from './editor.ts';
import { measureEndpoint, measureSpanline } from './measure.ts';
import { HELP, readOptions, type Options } from './options.ts';
import { tableOf, type Row } from './row.ts';

const root = path.resolve(import.meta.dirname, '../..');
const RESULT = path.join(root, '.cache/bench.json');
const DOCS = path.join(root, 'docs/performance.md');
const MARKS = ['<!-- table: npm run bench -- --write-docs -->', '<!-- end of table -->'] as const;

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await bench(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function bench(options: Options): Promise<void> {
  const load = os.loadavg()[0]!;
  const conditions = [
    `${os.availableParallelism()} cores of ${os.cpus()[0]!.model.trim()}, ${os.platform()} ${os.arch()}, Node ${process.versions.node};`,
    `${MIX}; ${options.connections} connections;`,
    `load average ${load.toFixed(1)} before it began`,
    ...(load > 0.5 ? ['(the machine had other work: read the ratios, not the rates)'] : []),
  ].join(' ');
  console.error(conditions);
  const foreign = options.endpoint !== undefined || options.grpcEndpoint !== undefined;
  const rows = await (foreign ? measureEndpoint(options) : measureSpanline(options));
  if (!foreign) rows.push(...(await measureActions()));
  if (options.editor) rows.push(...(await measureEditor()));
  const table = tableOf(rows);
  console.log(table);
  save(conditions, options, rows);
  if (options.writeDocs) writeDocs(`${conditions}.\n\n${table}`);
}

function save(conditions: string, options: Options, rows: readonly Row[]): void {
  mkdirSync(path.dirname(RESULT), { recursive: true });
  writeFileSync(
    RESULT,
    `${JSON.stringify({ date: new Date().toISOString(), conditions, options, rows }, null, 2)}\n`,
  );
}

/** Puts the table where the page has room for it. */
function writeDocs(text: string): void {
  const [begin, end] = MARKS;
  const page = readFileSync(DOCS, 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`${DOCS} has no place for the table: it stands between ${MARKS.join(' and ')}.`);
  writeFileSync(
    DOCS,
    `${page.slice(0, from + begin.length)}\n\n${text[0]!.toUpperCase()}${text.slice(1)}\n\n${page.slice(to)}`,
  );
}

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { grammarFolder } from '../languages/grammarFolder.ts';
import { Grammars } from '../languages/parser.ts';
import { decodeLogs } from '../otlp/decodeLogs.ts';
import { traceColumns } from '../server/answers.ts';
import { locateSpan } from '../source/locate.ts';
import type { SourceLocation } from '../source/location.ts';
import { WorkspaceIndex } from '../source/workspaceIndex.ts';
import type { TraceReader } from '../store/reader.ts';
import type { Span, SpanDetail } from '../trace/span.ts';
import { parseCommand } from './arguments.ts';
import { CliError, type Command } from './command.ts';
import { dataOf } from './options.ts';
import { spansOf, traceIdIn, withStoredTrace } from './storedTrace.ts';
import { clean, cut, table } from './text.ts';

/** A span in tree order, how deep it stands and its best place. */
interface Located {
  readonly span: Span;
  readonly depth: number;
  readonly place: SourceLocation | undefined;
}

/** Parents that are looked at for a span which says nothing of its own source. */
const ANCESTORS = 8;

const usage = 'TRACE_ID [--workspace DIR] [--data DIR] [--json]';

export const locate: Command = {
  name: 'locate',
  usage,
  summary: 'Tells the line of code that each span of a trace comes from.',
  async run(argv) {
    const { values, positionals } = parseCommand(argv, `locate ${usage}`, {
      workspace: { type: 'string', default: '.' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const id = traceIdIn(positionals, 'locate');
    const workspace = path.resolve(values.workspace);
    if (!existsSync(workspace) || !statSync(workspace).isDirectory()) {
      throw new CliError(
        `There is no folder ${values.workspace}: --workspace takes the one that holds the code.`,
      );
    }
    await withStoredTrace(dataOf(values.data), id, async (reader, traceId) => {
      const index = new WorkspaceIndex(await Grammars.open(grammarFolder()), [workspace]);
      await index.scan();
      const located = locateAll(reader, traceId, index);
      process.stdout.write(
        values.json ? `${JSON.stringify(located.map(contractOf))}\n` : tableOf(located, workspace),
      );
    });
    return 0;
  },
};

function locateAll(reader: TraceReader, traceId: string, index: WorkspaceIndex): Located[] {
  const logs = Map.groupBy(reader.logsOf(traceId).flatMap(decodeLogs), ({ spanId }) => spanId);
  const columns = traceColumns(reader, traceId)!;
  const { parent, depth } = columns;
  const rows: SpanDetail[] = spansOf(reader, columns).map((span) => ({
    span,
    logs: logs.get(span.spanId) ?? [],
  }));
  return rows.map(({ span }, row) => {
    const chain: SpanDetail[] = [];
    for (let up = row; up >= 0 && chain.length <= ANCESTORS; up = parent[up]!) chain.push(rows[up]!);
    return { span, depth: depth[row]!, place: locateSpan(chain, index)[0] };
  });
}

function contractOf({ span: { spanId, name }, place }: Located) {
  if (!place)
    return { spanId, name, file: null, line: null, reason: 'nothing in the workspace fits', confidence: 0 };
  const { file, line, reason, confidence } = place;
  return { spanId, name, file, line, reason, confidence: Math.round(confidence * 100) / 100 };
}

/** Spans as a tree, each with its line; where the terminal is narrow, reasons are cut, never places. */
function tableOf(located: readonly Located[], workspace: string): string {
  const rows = located.map(({ span, depth, place }) => {
    const name = `${'  '.repeat(Math.min(depth, 20))}${cut(clean(span.name), 48)}`;
    if (!place) return [name, '–', '', 'nothing here fits'];
    const at = `${path.relative(workspace, place.file)}:${place.line}`;
    return [name, at, `${Math.round(place.confidence * 100)} %`, clean(place.reason)];
  });
  const text = table([['SPAN', 'LINE', 'SURE', 'WHY'], ...rows], [2]);
  const width = process.stdout.columns || Infinity;
  const found = located.filter(({ place }) => place).length;
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => cut(line, width));
  return `${lines.join('\n')}\n\n${found} of ${located.length} spans have a place in ${workspace}.\n`;
}

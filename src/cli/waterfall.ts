import { Mark, type TraceColumns } from '../trace/columns.ts';
import { formatDuration } from '../trace/formatDuration.ts';
import { STATUS_CODES } from '../trace/span.ts';
import { cells, clean, cut, padEnd, padStart } from './text.ts';

export interface WaterfallOptions {
  /** Cells of a line. */
  readonly width: number;
  readonly colours: boolean;
}

/** Levels of the tree that are drawn: beyond, a line would be nothing but branches. */
const DRAWN_LEVELS = 12;
const MIN_BAR = 10;
const MAX_SERVICE = 24;

const ODDITIES: readonly (readonly [mark: number, words: string])[] = [
  [Mark.Orphan, 'parent missing'],
  [Mark.Cycle, 'its own ancestor'],
  [Mark.EndBeforeStart, 'ends before it starts'],
  [Mark.NoStart, 'no start'],
];

const SERVICE_COLOURS = [36, 33, 35, 32, 34, 96];
const RED = 31;
const DIM = 2;

/** The trace as lines of text: tree, service, duration and a bar a span. */
export function waterfall(trace: TraceColumns, { width, colours }: WaterfallOptions): string {
  const paint = (text: string, colour: number): string => (colours ? `\x1b[${colour}m${text}\x1b[0m` : text);
  const text = (index: number): string => clean(trace.strings[index]!);
  const branches = branchesOf(trace);
  const period = periodOf(trace);

  const services = Array.from(trace.service, (index) => cut(text(index), MAX_SERVICE));
  const durations = Array.from(trace.start, (start, row) => formatDuration(trace.end[row]! - start));
  const serviceWidth = widest(services);
  const durationWidth = widest(durations);
  const rest = width - serviceWidth - durationWidth - 6;
  const labels = branches.map((branch, row) => branch + labelOf(trace, row, text));
  const labelWidth = Math.min(widest(labels), Math.max(20, Math.floor(rest * 0.6)));
  const barWidth = Math.max(MIN_BAR, rest - labelWidth);
  const colourOf = coloursOf(trace);

  const lines = labels.map((label, row) => {
    const failed = isError(trace, row);
    const name = padEnd(cut(label, labelWidth), labelWidth);
    const bar = barOf(trace, row, period, barWidth);
    return [
      failed ? paint(name, RED) : name,
      paint(padEnd(services[row]!, serviceWidth), colourOf(row)),
      padStart(durations[row]!, durationWidth),
      paint(bar, failed ? RED : colourOf(row)),
    ]
      .join('  ')
      .trimEnd();
  });
  return `${[paint(titleOf(trace, period), DIM), '', ...lines].join('\n')}\n`;
}

interface Period {
  readonly start: bigint;
  readonly end: bigint;
}

function periodOf(trace: TraceColumns): Period {
  let start = trace.start[0]!;
  let end = trace.end[0]!;
  for (let row = 1; row < trace.count; row++) {
    if (trace.start[row]! < start) start = trace.start[row]!;
    if (trace.end[row]! > end) end = trace.end[row]!;
  }
  return { start, end };
}

function titleOf(trace: TraceColumns, { start, end }: Period): string {
  const errors = trace.status.reduce((sum, _, row) => sum + Number(isError(trace, row)), 0);
  const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  return [
    trace.traceId,
    formatDuration(end - start),
    many(trace.count, 'span'),
    many(new Set(trace.service).size, 'service'),
    ...(errors > 0 ? [many(errors, 'error')] : []),
  ].join('  ');
}

/** The lines that join a row to its parent. */
function branchesOf(trace: TraceColumns): string[] {
  const branches: string[] = [];
  // For each level on the way to the row: whether a sibling follows further down.
  const goesOn: boolean[] = [];
  for (let row = 0; row < trace.count; row++) {
    const depth = trace.depth[row]!;
    const parent = trace.parent[row]!;
    goesOn[depth] = parent >= 0 && trace.subtreeEnd[row]! < trace.subtreeEnd[parent]!;
    const first = Math.max(1, depth - DRAWN_LEVELS + 1);
    let branch = first > 1 ? '… ' : '';
    for (let level = first; level < depth; level++) branch += goesOn[level] ? '│  ' : '   ';
    if (depth > 0) branch += goesOn[depth] ? '├─ ' : '└─ ';
    branches.push(branch);
  }
  return branches;
}

function labelOf(trace: TraceColumns, row: number, text: (index: number) => string): string {
  const odd = ODDITIES.filter(([mark]) => trace.marks[row]! & mark).map(([, words]) => words);
  const name = text(trace.name[row]!) || '(no name)';
  const hint = text(trace.hint[row]!);
  return [
    ...(isError(trace, row) ? ['✗'] : []),
    name,
    ...(name.includes(hint) ? [] : [hint]),
    ...(odd.length > 0 ? [`(${odd.join(', ')})`] : []),
  ].join(' ');
}

function barOf(trace: TraceColumns, row: number, { start, end }: Period, width: number): string {
  const total = end - start || 1n;
  const cell = (time: bigint): number => Number(((time - start) * BigInt(width)) / total);
  const from = Math.min(cell(trace.start[row]!), width - 1);
  const length = cell(trace.end[row]!) - from;
  return ' '.repeat(from) + (length > 0 ? '█'.repeat(length) : '▏');
}

/** A colour for each service, in the order in which they appear. */
function coloursOf(trace: TraceColumns): (row: number) => number {
  const places = new Map<number, number>();
  for (const service of trace.service) if (!places.has(service)) places.set(service, places.size);
  return (row) => SERVICE_COLOURS[places.get(trace.service[row]!)! % SERVICE_COLOURS.length]!;
}

function isError(trace: TraceColumns, row: number): boolean {
  return STATUS_CODES[trace.status[row]!] === 'ERROR';
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, cells(text)), 0);
}

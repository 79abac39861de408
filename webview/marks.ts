/** What is odd about a span, as an icon and the words of its tooltip. */
import { Mark } from '../src/trace/columns.ts';

export interface MarkIcon {
  /** Name of a codicon. */
  readonly icon: string;
  readonly kind: 'error' | 'warning' | 'info';
  readonly text: string;
}

const STATUS_ERROR = 2;

const MARKS: readonly (readonly [bit: number, MarkIcon])[] = [
  [Mark.HasException, { icon: 'flame', kind: 'error', text: 'An exception was recorded' }],
  [Mark.Orphan, { icon: 'debug-disconnect', kind: 'warning', text: 'Its parent span has not arrived' }],
  [Mark.Cycle, { icon: 'sync', kind: 'warning', text: 'Its parents lead back to itself' }],
  [
    Mark.EndBeforeStart,
    { icon: 'watch', kind: 'warning', text: 'It ended before it started: a clock was set back' },
  ],
  [
    Mark.NoStart,
    { icon: 'watch', kind: 'warning', text: 'It has no start time; drawn at the start of its parent' },
  ],
  [Mark.HasLinks, { icon: 'link', kind: 'info', text: 'It links to other spans' }],
];

/** The icons of a span, gravest first. */
export function marksOf(status: number, marks: number): MarkIcon[] {
  const found = MARKS.filter(([bit]) => (marks & bit) !== 0).map(([, mark]) => mark);
  return status === STATUS_ERROR
    ? [{ icon: 'error', kind: 'error', text: 'Status: error' }, ...found]
    : found;
}

export function isError(status: number): boolean {
  return status === STATUS_ERROR;
}

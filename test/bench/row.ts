/** One line of the table. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: Target | undefined;
  /** Undefined where there is no target, or where less was measured than the target speaks of. */
  readonly met: boolean | undefined;
}

interface Target {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** `partial`: measured over less than the target speaks of. */
export function row(name: string, value: number, unit: string, target?: Target, partial = false): Row {
  const { atLeast = -Infinity, atMost = Infinity } = target ?? {};
  const met = target === undefined || partial ? undefined : value >= atLeast && value <= atMost;
  return { name, value, unit, target, met };
}

/** As a Markdown table, which is one for the terminal too. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, unit, target, met }) => [
    name.replace(/^ {2}/, '· '),
    `${format(value)} ${unit}`,
    target === undefined ? '' : targetText(target),
    met === undefined ? '' : met ? 'yes' : '**no**',
  ]);
  const lines = [['measured', 'figure', 'target', 'met'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...lines.map((line) => line[column]!.length)));
  const print = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [print(lines[0]!), rule, ...lines.slice(1).map(print)].join('\n');
}

function targetText({ atLeast, atMost }: Target): string {
  return atLeast === undefined ? `≤ ${format(atMost!)}` : `≥ ${format(atLeast)}`;
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}

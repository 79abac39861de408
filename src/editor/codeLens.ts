import { CodeLens, EventEmitter, Range, type CodeLensProvider, type TextDocument } from 'vscode';
import type { FunctionFigures } from '../source/placeOperations.ts';
import { formatDuration } from '../trace/formatDuration.ts';
import type { Analysis } from './analysis.ts';
import { LensNews } from './lensNews.ts';
import { InnerCommand } from './names.ts';
import { setting } from './settings.ts';

/** Above a function with live spans: how many, p50, p95, errors. A click lists their traces. */
export class FiguresLens implements CodeLensProvider {
  private readonly changed = new EventEmitter<void>();
  private readonly news = new LensNews(() => this.changed.fire());
  private readonly analysis: Analysis;

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
    analysis.onFigures(() => this.news.tell());
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    this.news.asked();
    if (!setting('codeLens.enabled', document)) return [];
    const figures = await this.analysis.figures(document);
    return figures.map((one) => {
      const line = Math.min(one.headLine, document.lineCount) - 1;
      return new CodeLens(new Range(line, 0, line, 0), {
        title: figuresText(one),
        tooltip: 'List the traces of this function',
        command: InnerCommand.listTraces,
        arguments: [one.name, one.traceIds],
      });
    });
  }
}

/** `42 spans · p50 88 ms · p95 214 ms · 2 errors` */
export function figuresText({ count, errors, p50Nano, p95Nano }: FunctionFigures): string {
  const counted = (n: number, one: string) => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;
  return [
    counted(count, 'span'),
    `p50 ${formatDuration(BigInt(p50Nano))}`,
    `p95 ${formatDuration(BigInt(p95Nano))}`,
    ...(errors > 0 ? [counted(errors, 'error')] : []),
  ].join(' · ');
}

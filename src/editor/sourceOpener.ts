import {
  commands,
  Position,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { SpanOf } from '../server/protocol.ts';
import type { SpanDetail } from '../trace/span.ts';
import type { SourceLocation } from '../source/location.ts';
import type { Analysis } from './analysis.ts';
import { ContextKey } from './names.ts';
import type { ServerLink } from './serverLink.ts';

/** How many parents are fetched for a span that says nothing of its own source. */
const ANCESTORS = 8;
/** A place is opened without asking when it is this sure, and no other comes nearer than this. */
const SURE = 0.5;
const RIVAL = 0.15;

/** From a span to its line. */
export class SourceOpener {
  private readonly link: ServerLink;
  private readonly analysis: Analysis;

  constructor(link: ServerLink, analysis: Analysis) {
    this.link = link;
    this.analysis = analysis;
  }

  /** Where the span lives, best first; empty when nothing in the workspace fits. */
  async locations(traceId: string, spanId: string): Promise<SourceLocation[]> {
    const chain: SpanDetail[] = [];
    let next = spanId;
    while (next !== '' && chain.length <= ANCESTORS && !chain.some(({ span }) => span.spanId === next)) {
      const detail = await this.link.request(SpanOf, { traceId, spanId: next });
      if (!detail) break;
      chain.push(detail);
      next = detail.span.parentSpanId;
    }
    return chain.length === 0 ? [] : this.analysis.locate(chain);
  }

  /** Opens the span's line; asks where several places fit, says so where none does. */
  async open(traceId: string, spanId: string, toSide: boolean): Promise<void> {
    const locations = await this.locations(traceId, spanId);
    const chosen = clearWinner(locations) ?? (await choose(locations));
    if (chosen) await this.reveal(chosen, toSide);
    else if (locations.length === 0) await explainNothing();
  }

  /** Opens a place, if it lies in the workspace: what a trace says is not trusted further than that. */
  async reveal({ file, line, column }: SourceLocation, toSide: boolean): Promise<void> {
    const uri = Uri.file(file);
    if (!workspace.getWorkspaceFolder(uri)) return;
    const position = new Position(line - 1, column - 1);
    const editor = await window.showTextDocument(uri, {
      viewColumn: toSide ? ViewColumn.Beside : ViewColumn.One,
      selection: new Selection(position, position),
    });
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
    await commands.executeCommand('setContext', ContextKey.jumped, true);
  }
}

function clearWinner([first, second]: readonly SourceLocation[]): SourceLocation | undefined {
  if (!first || !second) return first;
  const clear = first.confidence >= SURE && first.confidence - second.confidence > RIVAL;
  return clear ? first : undefined;
}

async function choose(locations: readonly SourceLocation[]): Promise<SourceLocation | undefined> {
  if (locations.length === 0) return undefined;
  const items = locations.map((location) => ({
    label: `${workspace.asRelativePath(location.file)}:${location.line}`,
    description: location.reason,
    location,
  }));
  const picked = await window.showQuickPick(items, {
    placeHolder: 'Several places fit this span',
    matchOnDescription: true,
  });
  return picked?.location;
}

async function explainNothing(): Promise<void> {
  if (workspace.workspaceFolders === undefined) {
    await window.showInformationMessage(
      'Open the folder that holds the code of this span: then Spanline can find its line.',
    );
    return;
  }
  await window.showInformationMessage(
    'No line of this workspace fits the span: it has no code.* attributes, no stack trace and no known route, and no call here creates a span of its name.',
  );
}

import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  commands,
  EventEmitter,
  StatusBarAlignment,
  Uri,
  window,
  workspace,
  type Disposable,
  type LogOutputChannel,
  type StatusBarItem,
  type TextDocument,
} from 'vscode';
import { SpanOf, Trace, Traces } from '../server/protocol.ts';
import type { Expectation } from '../source/expectation.ts';
import { Proof, type Evidence } from '../source/proof.ts';
import { unpackTrace } from '../trace/pack.ts';
import type { Analysis } from './analysis.ts';
import { Command } from './names.ts';
import { advice, lensText, spoken, statusText, type Advice, type ToldProof } from './proofText.ts';
import type { ServerLink } from './serverLink.ts';
import type { SourceOpener } from './sourceOpener.ts';
import type { TraceViews } from './traceViews.ts';

/** Between two looks, in ms. */
const PAUSE_MS = 500;
/** Newest traces that tell which processes run already. */
const NEWEST = 50;
/** More actions than this in a row are not watched. */
const MOST = 20;

/** A proof that is shown, with its line (from 1). */
export interface ShownProof extends ToldProof {
  readonly proof: Proof;
  readonly line: number;
}

/**
 * After an action: whether the span that it made has been seen. Tells it above the function and in the status bar, and
 * keeps quiet otherwise.
 */
export class Proofs implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly link: ServerLink;
  private readonly views: TraceViews;
  private readonly opener: SourceOpener;
  private readonly log: LogOutputChannel;
  private readonly evidence: Evidence;
  private readonly item: StatusBarItem;
  private readonly subscriptions: readonly Disposable[];
  /** Newest first. */
  private proofs: Proof[] = [];
  private shownLast: readonly ShownProof[] = [];
  /** Ends when the last proof has begun: a look before that would take what ran already for proof. */
  private begun = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  /** Something has come since the last look began. */
  private isNews = false;

  readonly onChange = this.changed.event;

  constructor(
    link: ServerLink,
    analysis: Analysis,
    views: TraceViews,
    opener: SourceOpener,
    log: LogOutputChannel,
  ) {
    this.link = link;
    this.views = views;
    this.opener = opener;
    this.log = log;
    this.evidence = {
      expected: (expectation) => analysis.expected(expectation),
      newest: () => link.request(Traces, { limit: NEWEST }),
      trace: async (traceId) => {
        const packed = await link.request(Trace, { traceId });
        return packed && unpackTrace(packed.slice());
      },
      span: (traceId, spanId) => link.request(SpanOf, { traceId, spanId }),
    };
    this.item = window.createStatusBarItem('spanline.proofs', StatusBarAlignment.Left, -1);
    this.item.name = 'Spanline Expected Spans';
    this.item.command = Command.showExpected;
    this.subscriptions = [
      this.item,
      this.changed,
      link.onTraces(({ traces }) => {
        for (const proof of this.proofs) proof.add(traces);
        this.lookSoon();
      }),
      link.onOperations(() => this.lookSoon()),
      analysis.onFigures(() => this.lookSoon()),
      workspace.onDidChangeTextDocument(({ contentChanges }) => {
        // Saved, or changed for the first time: what is said depends on it.
        if (contentChanges.length === 0 && this.proofs.length > 0) this.show();
      }),
      workspace.onDidSaveTextDocument(() => {
        if (this.proofs.length > 0) this.show();
      }),
    ];
  }

  /** Watches for a span from now on; false where the text does not have it. One that has been seen is told no longer. */
  async expect(expectation: Expectation): Promise<boolean> {
    const proof = new Proof(expectation, this.evidence, BigInt(Date.now()) * 1_000_000n);
    await proof.locate();
    if (!proof.span) return false;
    this.proofs = [proof, ...this.proofs.filter((one) => isWaiting(one) && !isSame(one, proof))];
    this.proofs.splice(MOST);
    this.show();
    this.begun = this.begun.then(() => this.tried(() => proof.begin()));
    return true;
  }

  of(document: TextDocument): ShownProof[] {
    return this.shown().filter(({ proof }) => proof.expectation.file === document.uri.fsPath);
  }

  /** Opens the span that was seen; else asks what to do about it. */
  async open(proof: Proof): Promise<void> {
    const shown = this.shown().find((one) => one.proof === proof);
    if (!shown) return;
    if (shown.state.kind === 'seen') await this.act('open', shown);
    else await this.ask(shown);
  }

  dismiss(proof: Proof): void {
    this.proofs = this.proofs.filter((one) => one !== proof);
    this.show();
  }

  /** All that is expected, in a quick pick. */
  async pick(): Promise<void> {
    const shown = this.shown();
    if (shown.length === 0) {
      await window.showInformationMessage(
        'No span is expected: apply an action that makes one, and it is looked for in what arrives.',
      );
      return;
    }
    const [only] = shown;
    if (shown.length === 1 && only) {
      await this.ask(only);
      return;
    }
    const items = shown.map((one) => ({
      label: `${icon(one)} ${one.name}`,
      description: `${one.file}:${one.line}`,
      detail: spoken(lensText(one)),
      one,
    }));
    const all = { label: '$(close-all) Dismiss all', one: undefined };
    const picked = await window.showQuickPick([...items, all], { title: 'Expected spans' });
    if (picked?.one) await this.open(picked.one.proof);
    else if (picked) {
      this.proofs = [];
      this.show();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const one of this.subscriptions) one.dispose();
  }

  private shown(): ShownProof[] {
    return this.proofs.flatMap((proof) => {
      if (!proof.span) return [];
      const { file } = proof.expectation;
      const { name, line } = proof.span;
      const document = workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
      const unsaved = document?.isDirty ?? false;
      return [{ proof, name, line, state: proof.state, file: path.basename(file), unsaved }];
    });
  }

  private async ask(shown: ShownProof): Promise<void> {
    const picked = await window.showQuickPick(advice(shown), { title: spoken(lensText(shown)) });
    if (picked) await this.act(picked.act, shown);
  }

  private async act(act: Advice['act'], { proof, name, line, state }: ShownProof): Promise<void> {
    const { file } = proof.expectation;
    switch (act) {
      case 'open':
        if (state.kind !== 'seen') return;
        this.dismiss(proof);
        await this.views.select(state.traceId, state.spanId);
        return;
      case 'traces':
        if (state.kind === 'missed') await this.views.list(`Without ${name}`, state.traceIds);
        return;
      case 'go':
        await this.opener.reveal({ file, line, column: 1, reason: '', confidence: 1 }, false);
        return;
      case 'terminal':
        await commands.executeCommand(Command.newTerminal);
        return;
      case 'save':
        await workspace.save(Uri.file(file));
        return;
      case 'dismiss':
        this.dismiss(proof);
    }
  }

  private lookSoon(): void {
    if (this.proofs.length === 0) return;
    this.isNews = true;
    this.timer ??= setTimeout(() => void this.look(), PAUSE_MS);
  }

  private async look(): Promise<void> {
    await this.begun;
    this.isNews = false;
    for (const proof of this.proofs) {
      await this.tried(() => (this.link.state ? proof.look(Date.now()) : proof.locate()));
    }
    this.timer = undefined;
    this.show();
    if (this.hasNews()) this.lookSoon();
  }

  private hasNews(): boolean {
    return this.isNews || this.proofs.some(({ isRunning }) => isRunning);
  }

  /** What cannot be asked now is asked again with the next news. */
  private async tried(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) =>
      this.log.warn(`An expected span was not looked for: ${String(error)}`),
    );
  }

  private show(): void {
    const shown = this.shown();
    const isTold =
      shown.length === this.shownLast.length && shown.every((one, i) => reads(one, this.shownLast[i]!));
    if (isTold) return;
    this.shownLast = shown;
    this.changed.fire();
    const text = statusText(shown);
    if (text === '') {
      this.item.hide();
      return;
    }
    this.item.text = text;
    this.item.tooltip = shown.map((one) => spoken(lensText(one))).join('\n');
    this.item.accessibilityInformation = { label: `Expected spans: ${this.item.tooltip}` };
    this.item.show();
  }
}

/** It is not there yet, and the edit has not been undone. */
function isWaiting({ state, span }: Proof): boolean {
  return state.kind !== 'seen' && span !== null;
}

function isSame({ expectation }: Proof, other: Proof): boolean {
  return isDeepStrictEqual(expectation, other.expectation);
}

/** True where the two are told in the same words at the same place. */
function reads(one: ShownProof, other: ShownProof): boolean {
  return one.proof === other.proof && one.line === other.line && lensText(one) === lensText(other);
}

function icon(one: ShownProof): string {
  return /^\$\([\w-]+\)/.exec(lensText(one))?.[0] ?? '';
}

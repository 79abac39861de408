import { commands, Disposable, env, window, type LogOutputChannel } from 'vscode';
import { Clear, Pin, Stop } from '../server/protocol.ts';
import type { Proof } from '../source/proof.ts';
import type { Analysis } from './analysis.ts';
import type { AssistActions } from './codeActions.ts';
import { fixWorkspace } from './fixWorkspace.ts';
import { instrument } from './instrument.ts';
import { Command, InnerCommand } from './names.ts';
import type { Proofs } from './proofs.ts';
import { changePorts, copyEnvironment, newTerminal, pickStatus } from './receiverCommands.ts';
import type { ServerLink } from './serverLink.ts';
import type { SourceOpener } from './sourceOpener.ts';
import type { TraceViews } from './traceViews.ts';

/** What a view's context menu tells of the row that it was opened on. */
interface TraceInView {
  readonly traceId: string;
}

interface SpanInView extends TraceInView {
  readonly spanId: string;
}

/** What the commands act on. */
interface Parts {
  readonly link: ServerLink;
  readonly views: TraceViews;
  readonly opener: SourceOpener;
  readonly analysis: Analysis;
  readonly actions: AssistActions;
  readonly proofs: Proofs;
  readonly log: LogOutputChannel;
}

/** Every command of `names.ts`; one that fails says so in one sentence and leaves the rest in the log. */
export function registerCommands({ link, views, opener, analysis, actions, proofs, log }: Parts): Disposable {
  const handlers: Record<string, (...args: never[]) => unknown> = {
    [Command.openTraces]: () => views.openTab(),
    [Command.focusTraces]: () => views.focus(),
    [Command.followNewest]: () => views.follow(),
    [Command.openSource]: (span: SpanInView) => opener.open(span.traceId, span.spanId, false),
    [Command.openSourceToSide]: (span: SpanInView) => opener.open(span.traceId, span.spanId, true),
    [Command.copyTraceId]: (trace: TraceInView) => env.clipboard.writeText(trace.traceId),
    [Command.copySpanId]: (span: SpanInView) => env.clipboard.writeText(span.spanId),
    [Command.pinTrace]: (trace: TraceInView) => link.request(Pin, { traceId: trace.traceId, pinned: true }),
    [Command.unpinTrace]: (trace: TraceInView) =>
      link.request(Pin, { traceId: trace.traceId, pinned: false }),
    [Command.clearTraces]: () => clear(link),
    [Command.newTerminal]: newTerminal,
    [Command.copyEnvironment]: () => copyEnvironment(link),
    [Command.changePort]: () => changePorts(link),
    [Command.showStatus]: () => showStatus(link),
    [Command.startServer]: () => link.start(),
    [Command.stopServer]: () => stop(link),
    [Command.showLog]: () => log.show(),
    [InnerCommand.listTraces]: (title: string, traceIds: string[]) => views.list(title, traceIds),
    [Command.instrument]: () => instrument(actions),
    [Command.showExpected]: () => proofs.pick(),
    [Command.renameAttributes]: () => fixWorkspace(analysis),
    [InnerCommand.openExpected]: (proof: Proof) => proofs.open(proof),
    [InnerCommand.dismissExpected]: (proof: Proof) => {
      proofs.dismiss(proof);
    },
  };
  return Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      commands.registerCommand(name, async (...args: never[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          log.error(error instanceof Error ? error : String(error));
          const message = error instanceof Error ? error.message : String(error);
          return window.showErrorMessage(`Spanline: ${message}`);
        }
      }),
    ),
  );
}

async function showStatus(link: ServerLink): Promise<void> {
  const item = await pickStatus(link);
  if (item?.run) await item.run();
  else if (item?.command !== undefined) await commands.executeCommand(item.command);
}

async function clear(link: ServerLink): Promise<void> {
  const answer = await window.showWarningMessage('Delete all stored traces?', { modal: true }, 'Delete');
  if (answer === 'Delete') await link.ask(Clear);
}

async function stop(link: ServerLink): Promise<void> {
  if (link.state) await link.ask(Stop);
  link.leave();
}

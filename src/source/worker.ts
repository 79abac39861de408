/** The analysis worker: parses and answers, so that the extension host never does. */
import { setImmediate as yieldToMessages } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { assists } from '../assists/all.ts';
import type { AssistContext } from '../assists/assist.ts';
import { Documents } from '../assists/documents.ts';
import { fixAll } from '../assists/fixAll.ts';
import { offersAt, tryOffer } from '../assists/offers.ts';
import { assistEdit } from './assistEdit.ts';
import type { TextRange } from '../languages/edit.ts';
import { Grammars } from '../languages/parser.ts';
import { LiveFigures } from './liveFigures.ts';
import { locateSpan } from './locate.ts';
import * as protocol from './workerProtocol.ts';
import type { DocumentText } from './workerProtocol.ts';
import { WorkspaceIndex } from './workspaceIndex.ts';

const port = parentPort;
if (!port) throw new Error('The analysis runs as a worker thread.');
const grammars = Grammars.open((workerData as { grammars: string }).grammars);
const connection = createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
const documents = new Documents(grammars);
const figures = new LiveFigures(() => void connection.sendNotification(protocol.FiguresChanged, null));

let opened = openIndex([]);
/** Ends with the scan: what is asked meanwhile is answered from the whole workspace. */
let scanned: Promise<unknown> = opened;
/** Ends with the last change so far. */
let changed: Promise<unknown> = opened;

async function openIndex(folders: readonly string[]): Promise<WorkspaceIndex> {
  return new WorkspaceIndex(await grammars, folders);
}

async function afterScan(): Promise<WorkspaceIndex> {
  await scanned;
  return opened;
}

/** Changes are made in their order; one that fails does not keep the next from being made. */
function change(apply: (index: WorkspaceIndex) => Promise<void> | void): Promise<void> {
  const made = changed.then(async () => {
    await apply(await opened);
    figures.changed();
  });
  changed = made.catch(() => undefined);
  return made;
}

function withDocument<Result>(
  { path, text, selection, preferences }: DocumentText & { selection: TextRange },
  use: (context: AssistContext) => Promise<Result>,
): Promise<Result | undefined> {
  return documents.use(path, text, (document) => use(document.at(selection, preferences)));
}

connection.onRequest(protocol.OpenFolders, async ({ folders }) => {
  opened = openIndex(folders);
  const scan = opened.then((index) =>
    index.scan((progress) => void connection.sendNotification(protocol.Scanning, progress)),
  );
  scanned = scan;
  const files = await scan;
  figures.changed();
  return files;
});
connection.onNotification(protocol.FileChanged, ({ path }) => change((index) => index.read(path)));
connection.onNotification(protocol.FileRemoved, ({ path }) => change((index) => index.remove(path)));
connection.onNotification(protocol.DocumentChanged, ({ path, text }) =>
  change((index) => index.update(path, text)),
);
connection.onNotification(protocol.SetOperations, ({ operations, all }) => {
  figures.set(operations, all);
});
connection.onRequest(protocol.Locate, async ({ chain }) => locateSpan(chain, await afterScan()));
connection.onRequest(protocol.FiguresOf, async ({ path }) => figures.of(path, await afterScan()));

connection.onRequest(protocol.Expected, async (expectation) => {
  // The text is there before the scan has come by.
  await changed;
  return figures.expected(expectation, await opened) ?? null;
});

connection.onRequest(protocol.OffersAt, async (at, token) => {
  const report = (id: string, error: unknown) => {
    console.error(`The assist ${id} failed: ${String(error)}`);
  };
  const asked = assists.filter(({ kind }) => at.kinds?.includes(kind) ?? true);
  // What is typed meanwhile cancels the question: nothing is worked out that nobody wants any more.
  const proceed = async () => {
    await yieldToMessages();
    return !token.isCancellationRequested;
  };
  const offers = await withDocument(at, (context) => offersAt(context, report, asked, proceed));
  return (offers ?? []).map(({ id, title, kind }) => ({ id, title, kind }));
});
connection.onRequest(protocol.EditOf, async (at) => {
  const assist = assists.find(({ id }) => id === at.id);
  const edit =
    assist &&
    (await withDocument(at, async (context) => {
      const offer = await tryOffer(assist, context);
      if ('refusal' in offer) throw new Error(offer.refusal);
      return assistEdit(offer, context);
    }));
  if (!edit) throw new Error(`There is no action "${at.id}" for this file.`);
  return edit;
});
connection.onRequest(protocol.FixAllOf, async ({ path, text }) => {
  const all = await documents.use(path, text, async (document) => {
    const context = document.at({ start: 0, end: 0 });
    for (const assist of assists.filter(({ fixAll: mends }) => mends)) {
      const edits = await fixAll(assist, context);
      // One assist at a time: what another would change has moved.
      if (!('refusal' in edits) && edits.length > 0) return { file: path, edits };
    }
    return undefined;
  });
  return all ?? null;
});
connection.listen();

/** The analysis worker: parses and answers, so that the extension host never does. */
import { parentPort, workerData } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { assists } from '../assists/all.ts';
import type { AssistContext } from '../assists/assist.ts';
import { openDocument } from '../assists/document.ts';
import { offersAt, tryOffer } from '../assists/offers.ts';
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
const figures = new LiveFigures(() => void connection.sendNotification(protocol.FiguresChanged, null));

let opened = openIndex([]);
/** Ends with the scan: what is asked meanwhile is answered from the whole workspace. */
let scanned: Promise<unknown> = opened;

async function openIndex(folders: readonly string[]): Promise<WorkspaceIndex> {
  return new WorkspaceIndex(await grammars, folders);
}

async function afterScan(): Promise<WorkspaceIndex> {
  await scanned;
  return opened;
}

async function change(apply: (index: WorkspaceIndex) => Promise<void> | void): Promise<void> {
  await apply(await opened);
  figures.changed();
}

async function withDocument<Result>(
  { path, text, selection }: DocumentText & { selection: TextRange },
  use: (context: AssistContext) => Promise<Result>,
): Promise<Result | undefined> {
  const document = await openDocument(await grammars, path, text);
  try {
    return document && (await use(document.at(selection)));
  } finally {
    document?.delete();
  }
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

connection.onRequest(protocol.OffersAt, async (at) => {
  const report = (id: string, error: unknown) => {
    console.error(`The assist ${id} failed: ${String(error)}`);
  };
  const offers = await withDocument(at, (context) => offersAt(context, report));
  return (offers ?? []).map(({ id, title, kind }) => ({ id, title, kind }));
});
connection.onRequest(protocol.EditOf, async (at) => {
  const assist = assists.find(({ id }) => id === at.id);
  const offer = assist && (await withDocument(at, (context) => tryOffer(assist, context)));
  if (!offer) throw new Error(`There is no action "${at.id}" for this file.`);
  if ('refusal' in offer) throw new Error(offer.refusal);
  return [...offer.edits];
});
connection.listen();

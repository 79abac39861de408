/** What the extension host and the analysis worker say to each other: JSON-RPC over the worker's message port. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { Assist, FileEdit } from '../assists/assist.ts';
import type { TextRange } from '../languages/edit.ts';
import type { Operation } from '../trace/operation.ts';
import type { Preferences } from '../languages/preferences.ts';
import type { SpanDetail } from '../trace/span.ts';
import type { ExpectedSpan, Expectation } from './expectation.ts';
import type { SourceLocation } from './location.ts';
import type { FunctionFigures } from './placeOperations.ts';
import type { ScanProgress } from './workspaceIndex.ts';

/** A document as the editor shows it, saved or not. */
export interface DocumentText {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** For code that is written into it. */
  readonly preferences?: Preferences;
}

/** An assist that applies, as a menu shows it. */
export interface OfferSummary {
  readonly id: string;
  readonly title: string;
  readonly kind: Assist['kind'];
}

/** What an offer does when it is taken. */
export interface AssistEdit {
  readonly files: readonly FileEdit[];
  /** The span that is to be seen after it, if it makes one. */
  readonly expectation?: Expectation;
  /** Where the new span's name stands between its quotes, in the text that the edits of this file put in. */
  readonly name?: NameInEdit;
}

/** A name that people may want to change at once. */
export interface NameInEdit {
  /** Which of the document's own edits holds it, and where in that edit's text. */
  readonly edit: number;
  readonly start: number;
  readonly end: number;
}

/** The workspace's folders from now on; resolves when all their files are read, with their number. */
export const OpenFolders = new RequestType<{ folders: readonly string[] }, number, void>('openFolders');
export const Scanning = new NotificationType<ScanProgress>('scanning');
/** A file was created or saved, or an edit was thrown away: read it from disk. */
export const FileChanged = new NotificationType<{ path: string }>('fileChanged');
export const FileRemoved = new NotificationType<{ path: string }>('fileRemoved');
/** An edited document: its text counts until the file is saved or the edit thrown away. */
export const DocumentChanged = new NotificationType<DocumentText>('documentChanged');

/** Where a span lives, best first. `chain` is the span, its parent, the parent's parent and so on, as far as known. */
export const Locate = new RequestType<{ chain: readonly SpanDetail[] }, SourceLocation[], void>('locate');

/** Operations that are new or have changed; `all` when they replace every one known. */
export const SetOperations = new NotificationType<{ operations: readonly Operation[]; all: boolean }>(
  'setOperations',
);
/** The live figures of a file's functions, by line. */
export const FiguresOf = new RequestType<{ path: string }, FunctionFigures[], void>('figuresOf');
/** Figures may have changed in any file. Sent a few times a second at most. */
export const FiguresChanged = new NotificationType<null>('figuresChanged');

/** The expected span in the text as it is now; null where there is none. */
export const Expected = new RequestType<Expectation, ExpectedSpan | null, void>('expected');

/** The actions offered at a place; those of some kinds only where `kinds` is given. Cancelled, it answers with none. */
export const OffersAt = new RequestType<
  DocumentText & { selection: TextRange; kinds?: readonly Assist['kind'][] },
  OfferSummary[],
  void
>('offersAt');
/** The edits of an offer; rejects with the reason where the assist does not apply any more. */
export const EditOf = new RequestType<DocumentText & { selection: TextRange; id: string }, AssistEdit, void>(
  'editOf',
);
/** The edits that mend all of a file that needs no decision; null where there are none. */
export const FixAllOf = new RequestType<DocumentText, FileEdit | null, void>('fixAllOf');

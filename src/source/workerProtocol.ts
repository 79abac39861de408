/** What the extension host and the analysis worker say to each other: JSON-RPC over the worker's message port. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { FileEdit } from '../assists/assist.ts';
import type { TextRange } from '../languages/edit.ts';
import type { Operation } from '../trace/operation.ts';
import type { SpanDetail } from '../trace/span.ts';
import type { SourceLocation } from './location.ts';
import type { FunctionFigures } from './placeOperations.ts';
import type { ScanProgress } from './workspaceIndex.ts';

/** A document as the editor shows it, saved or not. */
export interface DocumentText {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** An assist that applies, as a menu shows it. */
export interface OfferSummary {
  readonly id: string;
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.rewrite';
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

export const OffersAt = new RequestType<DocumentText & { selection: TextRange }, OfferSummary[], void>(
  'offersAt',
);
/** The edits of an offer; rejects with the reason where the assist does not apply any more. */
export const EditOf = new RequestType<DocumentText & { selection: TextRange; id: string }, FileEdit[], void>(
  'editOf',
);

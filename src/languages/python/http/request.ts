import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import type { Arguments } from '../calls.ts';
import type { ModuleNames } from '../moduleNames.ts';

/** A client library: how its calls are known, and what they answer. A new one is an entry in `clients`. */
export interface Client {
  readonly library: string;
  /** Of a callee's qualified name; the group `verb` is the function's own name. */
  readonly callee: RegExp;
  /** What a `session` or `client` is whose making the file does not show. */
  readonly usual?: string;
  /** Callees that give an awaitable. */
  readonly asynchronous?: RegExp;
  /** Callees that are only entered, not called for a response. */
  readonly entered?: RegExp;
  /** The response's property that holds the status. */
  readonly status: string;
  /** Module and name of the exception that an error's response comes as, and its status. */
  readonly raises?: { readonly module: string; readonly name: string; readonly status: string };
  readonly carrier: CarrierMaker;
  /** The official instrumentation. */
  readonly official: string;
}

/** A call that sends a request. */
export interface Request {
  readonly client: Client;
  readonly call: Node;
  readonly args: Arguments;
  /** What the function is called on. */
  readonly receiver: Node | undefined;
  /** `GET`; '' where only the run can tell. */
  readonly method: string;
  /** The expression that tells the method where the text does not. */
  readonly methodNode: Node | undefined;
  readonly url: Node | undefined;
  readonly isAwaitable: boolean;
  readonly isEntered: boolean;
}

/** Headers that carry the context. */
export interface Carrier {
  /** Above the call: the lines that make them. */
  readonly lines: readonly string[];
  /** The dict to inject into. */
  readonly name: string;
  /** Below the injection: how they get into the request where the call does not take them. */
  readonly after: readonly string[];
  /** In the call. */
  readonly edits: readonly TextEdit[];
}

/** The carrier of a request, which never changes what the caller holds; or why there can be none. */
export type CarrierMaker = (
  file: ParsedFile,
  request: Request,
) => Refusal | ((names: ModuleNames, quote: string) => Carrier);

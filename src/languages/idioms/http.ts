import type { TextRange } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Attempt } from './attempt.ts';

/** Code that sends an HTTP request or answers one. */
export interface HttpSite {
  readonly range: TextRange;
  /** The library or framework, as people call it. */
  readonly library: string;
  readonly edits: Attempt;
}

/** A call that sends a request. */
export interface ClientSite extends HttpSite {
  /** `GET`; '' where only the run can tell. */
  readonly method: string;
  /** What is missing: all of it, the context in the headers, or the context being that of its span. */
  readonly change: 'span' | 'inject' | 'move';
}

/** Requests over HTTP. */
export interface HttpIdioms {
  /** Names of the client libraries that it knows. */
  readonly clients: readonly string[];
  /** Names of the frameworks that it knows. */
  readonly frameworks: readonly string[];
  /** The call at the selection that sends a request. */
  readonly clientAt: (file: ParsedFile, selection: TextRange) => ClientSite | undefined;
  /** The function at the selection that answers requests. */
  readonly handlerAt: (file: ParsedFile, selection: TextRange) => HttpSite | undefined;
}

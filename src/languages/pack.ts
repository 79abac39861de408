import type { TextRange } from './edit.ts';
import type { Idioms } from './idioms.ts';
import type { FunctionTarget } from './idioms/span.ts';
import type { ParsedFile } from './parsed.ts';
import type { SourceSites } from './sites.ts';

/** Grammars that ship with the extension, by the name of their file. */
export type Grammar = 'python' | 'typescript' | 'tsx';

/**
 * A language: where its files are, what the index reads from them, and how it says what an assist wants to say.
 * Everything that differs between languages is behind this interface; nothing above it asks which language it is.
 */
export interface LanguagePack {
  readonly id: string;
  /** File extension with its dot, to the grammar that reads it. */
  readonly grammars: ReadonlyMap<string, Grammar>;
  /** VS Code's identifiers of the documents it serves. */
  readonly editorLanguages: readonly string[];
  /** Values of `telemetry.sdk.language` whose spans its files make; any where absent. */
  readonly sdkLanguages?: readonly string[];
  /** What source linking reads from a file. */
  readonly sites: (file: ParsedFile) => SourceSites;
  /** The innermost function whose header or body holds the selection. */
  readonly functionAt: (file: ParsedFile, selection: TextRange) => FunctionTarget | undefined;
  readonly idioms: Idioms;
}

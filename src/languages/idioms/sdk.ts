import type { FileEdit } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import type { Refusal } from './attempt.ts';

/** The project around a file, as the package manager of its language sees it. Nothing is read before it is asked for. */
export interface Project {
  /** Absolute: the nearest folder with a manifest, or the file's own where there is none. */
  readonly folder: string;
  /** The manifests that are in the folder, in the order of `SdkIdioms.manifests`. */
  readonly manifests: readonly string[];
  /** Text of a file, named absolutely or from the folder; `undefined` where there is none that can be read. */
  readonly read: (file: string) => string | undefined;
  /** The program's own files in the language, absolute, the nearest to the folder first; bounded in number. */
  readonly sources: () => readonly string[];
}

/** What is done to a project, beside its list of dependencies. */
export interface ProjectChange {
  readonly edits: readonly FileEdit[];
  /** Names of packages that must be among the dependencies. */
  readonly packages: readonly string[];
}

/** A set-up of the SDK in a file of its own, which is the one edit that creates a file. */
export interface Setup extends ProjectChange {
  /** Absolute path of the file. */
  readonly bootstrap: string;
}

/** Libraries that get their official instrumentation. */
export interface Instrumented extends ProjectChange {
  /** As a menu names them: Express, pg. */
  readonly libraries: readonly string[];
}

/** How the SDK is set up in a project of the language. */
export interface SdkIdioms {
  /** Names of the files that make a folder a project, the one that lists dependencies best first. */
  readonly manifests: readonly string[];
  /** Whether running the file does something, or it only declares: tells most files from entries without any reading. */
  readonly runs: (file: ParsedFile) => boolean;
  /** Whether the program starts at the file. */
  readonly startsAt: (file: ParsedFile, project: Project) => boolean;
  /** Whether the text sets an SDK up. */
  readonly setsUp: (text: string) => boolean;
  /** What sets the SDK up without any code of the project, in the words of a sentence's object, or `undefined`. */
  readonly startedBy: (project: Project) => string | undefined;
  /** A new file that sets the SDK up, and what loads it before the program. */
  readonly setup: (entry: ParsedFile, project: Project) => Setup | Refusal;
  /** Instrumentations of what the project uses, where the file sets the SDK up. */
  readonly instrument: (bootstrap: ParsedFile, project: Project) => Instrumented | Refusal;
  /** A span processor for development that records where a span was started. */
  readonly codeLocation: (bootstrap: ParsedFile, project: Project) => ProjectChange | Refusal;
  /** Adds packages that are missing to the project's dependencies. */
  readonly depend: (project: Project, packages: readonly string[]) => FileEdit[] | Refusal;
}

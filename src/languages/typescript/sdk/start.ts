import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import type { Project } from '../../idioms/sdk.ts';
import type { ParsedFile } from '../../parsed.ts';
import { topLevel } from '../../topLevel.ts';
import { isDirective } from '../imports.ts';
import { styleOf } from '../style.ts';
import { rawScripts, type PackageJson } from './packageJson.ts';

/** A command of a script that runs the program's entry. */
export interface Start {
  readonly script: string;
  /** `node`, `tsx`, `nodemon` … */
  readonly runner: string;
  /** Offset in the manifest where options of Node go. */
  readonly at: number;
  /** The file it runs, as the script names it. */
  readonly target: string;
  /** The folder of that file, from the manifest's. */
  readonly folder: string;
  /** Whether that is what the compiler made of the entry. */
  readonly isBuilt: boolean;
}

/** What hands Node's options on. */
const runner = /(?<![\w./@:=-])(node|nodemon|tsx|ts-node|ts-node-dev|ts-node-esm)(?:[ ]+watch)?(?=[ ])/g;
const notStart = /^(?:pre|post)?(?:test|lint|build|format|typecheck|check|prepare|compile|clean)\b/;
const serves =
  /\.listen\s*\(|\bcreateServer\s*\(|\bNestFactory\s*\.\s*create|\bserve\s*\(|\bnew Worker\s*\(\s*['"`]|\.run\s*\(\s*\{\s*eachMessage/;
const entryName = /^(?:index|main|server|app|start|cli|worker|www|program|bin)$/;

/** Whether the module does something when it is run: any statement at its top but imports and declarations. */
export function runs(file: ParsedFile): boolean {
  return topLevel(file).some(
    (node) => /^(?:expression|if|for|for_in|while|try|labeled)_statement$/.test(node.type) && !isQuiet(node),
  );
}

/** `'use strict'`, `require('x')`, `module.exports = …` and `exports.x = …`. */
function isQuiet(node: Node): boolean {
  const expression = node.firstNamedChild;
  if (node.type !== 'expression_statement' || !expression) return false;
  if (isDirective(node)) return true;
  const target = expression.childForFieldName('left') ?? expression.childForFieldName('function');
  return /^(?:module\.exports|exports\.|require$|Object\.defineProperty$)/.test(target?.text ?? '');
}

/** Whether the program starts at the file: by the manifest, by what it does, or by its name. */
export function startsAt(file: ParsedFile, project: Project, manifest: PackageJson): boolean {
  if (startsOf(file, project, manifest).length > 0 || serves.test(file.text)) return true;
  const entry = relativeEntry(file, project);
  const named = [manifest.main, ...manifest.bin].filter(Boolean);
  if (named.some((target) => fitting(target, entry, project))) return true;
  const { dir, name } = path.posix.parse(entry);
  return (dir === '' || dir === 'src') && entryName.test(name);
}

/** The commands in the scripts that run the file, or what it is compiled to. */
export function startsOf(file: ParsedFile, project: Project, manifest: PackageJson): Start[] {
  const entry = relativeEntry(file, project);
  const starts: Start[] = [];
  for (const { name, raw, start } of rawScripts(manifest.text)) {
    if (notStart.test(name)) continue;
    for (const match of raw.matchAll(runner)) {
      const after = match.index + match[0].length;
      const rest = /^[^&|;]*/.exec(raw.slice(after))![0];
      const words = rest.split(/[ ]+/).map((word) => word.replace(/^(?:\\?"|')|(?:\\?"|')$/g, ''));
      for (const target of words) {
        if (!target || target.startsWith('-')) continue;
        const found = fitting(target === '.' ? manifest.main || 'index' : target, entry, project);
        if (!found) continue;
        starts.push({ script: name, runner: match[1]!, at: start + after, target, ...found });
        break;
      }
    }
  }
  return starts;
}

/** Whether a file that the manifest names is the entry or what is compiled from it; `undefined` for neither. */
function fitting(
  target: string,
  entry: string,
  project: Project,
): Pick<Start, 'folder' | 'isBuilt'> | undefined {
  const stem = withoutExtension(path.posix.normalize(target)).replace(/\/$/, '');
  const own = withoutExtension(entry);
  const below = own.replace(/^src\//, '');
  const isTyped = /\.[cm]?tsx?$/.test(entry);
  const built = isTyped ? outFolders(project).flatMap((out) => [`${out}/${below}`, `${out}/${own}`]) : [];
  const run = [own, ...built].find((one) => stem === one || `${stem}/index` === one);
  return run === undefined ? undefined : { folder: path.posix.dirname(run), isBuilt: run !== own };
}

function withoutExtension(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, '');
}

function outFolders(project: Project): string[] {
  const configured = /"outDir"\s*:\s*"([^"]+)"/.exec(project.read('tsconfig.json') ?? '')?.[1];
  return [
    ...(configured ? [path.posix.normalize(configured).replace(/\/$/, '')] : []),
    'dist',
    'build',
    'out',
    'lib',
  ];
}

/** From the project's folder, with slashes. */
export function relativeEntry(file: ParsedFile, project: Project): string {
  return path.relative(project.folder, file.path).split(path.sep).join('/');
}

/** What Node runs the file as, which TypeScript's syntax does not tell. */
export function runsAsModule(file: ParsedFile, { isModule }: PackageJson, starts: readonly Start[]): boolean {
  const extension = path.extname(file.path);
  if (/^\.m[jt]s$/.test(extension)) return true;
  if (/^\.c[jt]s$/.test(extension)) return false;
  if (isModule) return true;
  // Without a word in the manifest Node goes by the syntax; compilers write CommonJS.
  if (/^\.tsx?$/.test(extension)) return starts.some((start) => start.runner === 'node' && !start.isBuilt);
  return styleOf(file, file.tree.rootNode).modules === 'import';
}

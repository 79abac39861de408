import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import { indentationUnit } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { nearestManifest } from './manifest.ts';
import { perText } from '../perText.ts';
import { perTree } from '../perTree.ts';
import { topLevel } from '../topLevel.ts';

/** How a file is written, as far as new code has to follow. */
export interface Style {
  readonly typed: boolean;
  readonly modules: 'import' | 'require';
  readonly quote: string;
  /** `;` or nothing. */
  readonly semicolon: string;
  readonly unit: string;
}

export function styleOf(file: ParsedFile, about: Node): Style {
  const { text } = file;
  const own = [...about.namedChildren, ...(about.childForFieldName('body')?.namedChildren ?? [])];
  const statements = [...simpleAtTop(file), ...own.filter(isSimple)];
  const ended = statements.filter((node) => text[node.endIndex - 1] === ';').length;
  return {
    typed: isTyped(file.path),
    modules: moduleForm(file),
    quote: quoteOf(text),
    semicolon: ended * 2 < statements.length ? '' : ';',
    unit: indentationUnit(text, '  '),
  };
}

/** Whether a statement may end with a semicolon. */
function isSimple(node: Node): boolean {
  return /^(?:import|expression|return|throw)_statement$|^lexical_declaration$/.test(node.type);
}

const simpleAtTop = perTree((file: ParsedFile) => topLevel(file).filter(isSimple));

/** The quote that most strings have. */
const quoteOf = perText((text): string => {
  // Quotes of attributes in JSX are a matter of their own.
  const all = [...text.matchAll(/(?<!=)(['"])(?:(?!\1)[^\\\n]|\\.)*\1/g)];
  const double = all.filter((match) => match[1] === '"').length;
  return double * 2 > all.length ? '"' : "'";
});

/** A string literal. */
export function quoted(name: string, quote: string): string {
  return quote + name.replace(/[\\'"]/g, (c) => (c === quote || c === '\\' ? `\\${c}` : c)) + quote;
}

export function isTyped(file: string): boolean {
  return /\.[mc]?tsx?$/.test(file);
}

/** By the file's extension, by the statements that it has, and where neither tells, by the package it is in. */
function moduleForm(file: ParsedFile): 'import' | 'require' {
  const extension = path.extname(file.path);
  if (extension === '.cjs') return 'require';
  if (extension === '.mjs' || isTyped(file.path)) return 'import';
  if (topLevel(file).some((node) => /^(?:import|export)_statement$/.test(node.type))) return 'import';
  if (/\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/.test(file.text)) return 'require';
  return extension === '.jsx' || nearestManifest(path.dirname(file.path))['type'] === 'module'
    ? 'import'
    : 'require';
}

import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import { insertAtTop, lineEnd, lineEnding, lineStart } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { topLevel } from '../topLevel.ts';

/** A statement that brings a module in: `import … from`, `const … = require(…)` and their like. */
export interface Import {
  readonly node: Node;
  readonly source: string;
  /** What a name of the module is called here: `trace` to `t` in `import { trace as t }`. */
  readonly names: ReadonlyMap<string, string>;
  /** Name of the whole module here, or ''. */
  readonly namespace: string;
  /** The braces that another name can be added to. */
  readonly braces: Node | undefined;
}

/** The imports at the head of a module, before the first statement that does something else. */
export const headImports = perTree((root: Node): readonly Import[] => {
  const imports: Import[] = [];
  for (const node of topLevel(root)) {
    if (node.type === 'comment' || node.type === 'hash_bang_line' || isDirective(node)) continue;
    const found = importOf(node);
    if (!found) break;
    imports.push(found);
  }
  return imports;
});

/** `'use strict'` and its like. */
export function isDirective(node: Node): boolean {
  return node.type === 'expression_statement' && node.firstNamedChild?.type === 'string';
}

/** Edits that add import lines, a statement after the imports ('' for none), or both. */
export function addToHead(file: ParsedFile, importLines: readonly string[], statement: string): TextEdit[] {
  const { text } = file;
  const root = file.tree.rootNode;
  const eol = lineEnding(text);
  const imports = headImports(root);
  const last = imports.at(-1);
  const block = importLines.join(eol);
  if (!block && !statement) return [];
  if (!last) {
    return [insertAtTop(text, endOfHeader(root), [block, statement].filter(Boolean).join(eol + eol), eol)];
  }
  const after = lineEnd(text, last.node.endIndex);
  const followed = /^\r?\n[ \t]*\S/.test(text.slice(after));
  const tail = statement
    ? [{ start: after, end: after, text: eol + eol + statement + (followed ? eol : '') }]
    : [];
  if (!block) return tail;
  const above =
    imports.findLast(({ source }) => source.startsWith('@opentelemetry/')) ??
    imports.findLast(({ source }) => !/^(?:\.|~|#|@\/)/.test(source));
  if (!above) {
    const start = lineStart(text, imports[0]!.node.startIndex);
    return combined([{ start, end: start, text: block + eol }, ...tail]);
  }
  const below = lineEnd(text, above.node.endIndex);
  return combined([{ start: below, end: below, text: eol + block }, ...tail]);
}

/** Below the shebang, the directives, and comments that an empty line sets apart from what follows. */
export function endOfHeader(root: Node): number {
  let end = 0;
  for (const node of topLevel(root)) {
    const apart = (node.nextSibling?.startPosition.row ?? Infinity) > node.endPosition.row + 1;
    if (node.type === 'hash_bang_line' || isDirective(node) || (node.type === 'comment' && apart))
      end = node.endIndex;
    else if (node.type !== 'comment') break;
  }
  return end;
}

function importOf(node: Node): Import | undefined {
  if (node.type === 'import_statement') return importStatement(node);
  if (node.type === 'export_statement' && node.childForFieldName('source')) {
    return {
      node,
      source: text(node.childForFieldName('source')),
      names: new Map(),
      namespace: '',
      braces: undefined,
    };
  }
  if (node.type === 'expression_statement') {
    const source = required(node.firstNamedChild);
    return source === undefined
      ? undefined
      : { node, source, names: new Map(), namespace: '', braces: undefined };
  }
  if (!/^(?:lexical|variable)_declaration$/.test(node.type)) return undefined;
  if (node.namedChildCount !== 1) {
    // `var http = require('http'), url = require('url')`
    const sources = node.namedChildren.map((one) => required(one.childForFieldName('value')));
    const isEach = sources.every((one) => one !== undefined);
    return isEach
      ? { node, source: sources[0]!, names: new Map(), namespace: '', braces: undefined }
      : undefined;
  }
  const name = node.firstNamedChild?.childForFieldName('name');
  const value = node.firstNamedChild?.childForFieldName('value') ?? null;
  const source = required(value);
  if (source === undefined || !name) return undefined;
  const whole = value?.childForFieldName('function')?.text === 'require';
  const braces = whole && name.type === 'object_pattern' ? name : undefined;
  return {
    node,
    source,
    names: new Map(
      braces?.namedChildren.map((item) => [
        (item.childForFieldName('key') ?? item).text,
        (item.childForFieldName('value') ?? item).text,
      ]),
    ),
    namespace: whole && name.type === 'identifier' ? name.text : '',
    braces,
  };
}

function importStatement(node: Node): Import {
  const typeOnly = node.children.some((child) => child.type === 'type');
  const clause = node.namedChildren.find((child) => /^import_(?:require_)?clause$/.test(child.type));
  const source = text(node.childForFieldName('source') ?? clause?.childForFieldName('source') ?? null);
  const braces = clause?.namedChildren.find((child) => child.type === 'named_imports');
  const star = clause?.namedChildren.find((child) => child.type === 'namespace_import');
  const specifiers = (braces?.namedChildren ?? []).filter(
    (item) => item.type === 'import_specifier' && item.firstChild?.type !== 'type',
  );
  const whole = clause?.type === 'import_require_clause' ? clause.firstNamedChild : star?.firstNamedChild;
  return {
    node,
    source,
    names: new Map(
      typeOnly
        ? []
        : specifiers.map((item) => {
            const name = item.childForFieldName('name')!.text;
            return [name, item.childForFieldName('alias')?.text ?? name];
          }),
    ),
    namespace: typeOnly ? '' : (whole?.text ?? ''),
    braces: typeOnly ? undefined : braces,
  };
}

/** The module that an expression starts from: of `require('x')`, `require('x').y` and `require('x').config()`. */
function required(value: Node | null): string | undefined {
  for (let at = value; at; at = at.childForFieldName('function') ?? at.childForFieldName('object')) {
    if (at.type === 'call_expression' && at.childForFieldName('function')?.text === 'require') {
      return text(at.childForFieldName('arguments')?.firstNamedChild ?? null);
    }
  }
  return undefined;
}

function text(string: Node | null): string {
  return string?.text.slice(1, -1) ?? '';
}

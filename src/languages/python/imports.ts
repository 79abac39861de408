import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import { indentationOf, insertAtTop, lineEnd, lineEnding, lineStart } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { selfAndAncestors } from '../syntax.ts';
import { topLevel } from '../topLevel.ts';
import { standardLibrary } from './standardLibrary.ts';

/** Where new imports and module-level statements go, and what has already been imported there. */
export interface ModuleHead {
  /** Statements that run before the first definition and before the place that the edit is about. */
  readonly statements: readonly Node[];
  /** Edits that add import lines, a statement after the imports ('' for none), definitions below that, or all. */
  readonly add: (
    importLines: readonly string[],
    statement: string,
    definitions?: readonly string[],
  ) => TextEdit[];
}

export function moduleHead(file: ParsedFile, about: Node): ModuleHead {
  const statements: Node[] = [];
  const ancestors = new Set([...selfAndAncestors(about)].map((node) => node.id));
  for (const node of topLevel(file)) {
    if (ancestors.has(node.id) || isDefinition(node)) break;
    if (node.type !== 'comment') statements.push(node);
  }
  return {
    statements,
    add: (importLines, statement, definitions = []) =>
      additions(file, statements, importLines, statement, definitions),
  };
}

/** How long a line of imports may become. */
const WIDTH = 100;

/**
 * More names in the `from module import …` that the file has, in their order where it has one; `undefined` where there is
 * none that takes them.
 */
export function alsoImported(
  { text }: ParsedFile,
  { statements }: ModuleHead,
  module: string,
  more: readonly string[],
): TextEdit[] | undefined {
  const statement = statements.find(
    (node) => node.type === 'import_from_statement' && node.childForFieldName('module_name')?.text === module,
  );
  const names = statement?.childrenForFieldName('name') ?? [];
  const last = names.at(-1);
  if (!statement || !last || isKept(text, statement)) return undefined;
  const isBroken = last.startPosition.row > statement.startPosition.row;
  const end = lineEnd(text, statement.endIndex);
  if (
    isBroken ? !statement.text.includes('(') : end - statement.startIndex + more.join(', ').length > WIDTH
  ) {
    return undefined;
  }
  const gap = isBroken ? lineEnding(text) + indentationOf(text, last.startIndex) : ' ';
  const isSorted = names.every((name, i) => i === 0 || names[i - 1]!.text <= name.text);
  return combined(
    more.toSorted().map((name) => {
      const next = isSorted ? names.find((one) => one.text > name) : undefined;
      if (next) return { start: next.startIndex, end: next.startIndex, text: `${name},${gap}` };
      return { start: last.endIndex, end: last.endIndex, text: `,${gap}${name}` };
    }),
  );
}

/** An import that is no part of a group: sorters leave it where it is. */
function isKept(text: string, node: Node): boolean {
  return /\bisort: ?skip\b/.test(text.slice(node.endIndex, lineEnd(text, node.endIndex)));
}

function additions(
  file: ParsedFile,
  statements: readonly Node[],
  importLines: readonly string[],
  statement: string,
  definitions: readonly string[],
): TextEdit[] {
  const { text } = file;
  const eol = lineEnding(text);
  const groups = grouped(importLines, eol);
  const last = statements.findLast(bringsNames);
  const apart = eol.repeat(3);
  if (!last) {
    const head = [...groups.values(), statement].filter(Boolean).join(eol + eol);
    const lines = [head, ...definitions].filter(Boolean).join(apart);
    return [atTheTop(file, statements, lines, definitions.length > 0)];
  }
  const after = lineEnd(text, last.endIndex);
  const added = [statement && eol + eol + statement, ...definitions.map((one) => apart + one)].join('');
  const places = [...groups].map(([package_, lines]) => importPlace(text, statements, package_, lines, eol));
  if (!added) return combined(places);
  // Empty lines that there are below the imports count.
  const feeds = (/^\s*?(?=[^\S\n]*\S)/.exec(text.slice(after))?.[0].split('\n').length ?? Infinity) - 1;
  const below = eol.repeat(Math.max(0, (definitions.length > 0 ? 3 : 2) - feeds));
  return combined([...places, { start: after, end: after, text: added + below }]);
}

/** The lines of each package together, the standard library's (under '') first. */
function grouped(importLines: readonly string[], eol: string): Map<string, string> {
  const groups = new Map<string, string>();
  for (const line of importLines.toSorted()) {
    const package_ = /^(?:from|import) (\w+)/.exec(line)![1]!;
    const group = standardLibrary.has(package_) ? '' : package_;
    const before = groups.get(group);
    groups.set(group, before === undefined ? line : before + eol + line);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Below shebang, encoding, docstring and a licence; above a comment that belongs to what follows it. */
function atTheTop(file: ParsedFile, statements: readonly Node[], lines: string, defines: boolean): TextEdit {
  const { text } = file;
  const eol = lineEnding(text);
  const docstring = statements.find(isText);
  const header = /^(?:#!.*(?:\r?\n|$))?(?:#.*coding[:=].*(?:\r?\n|$))?(?:(?:#.*\r?\n)+(?=\r?\n))?/
    .exec(text)![0]
    .trimEnd().length;
  const from = docstring && docstring.id === statements[0]?.id ? lineEnd(text, docstring.endIndex) : header;
  const next = nextStatement(topLevel(file).find((node) => node.startIndex >= from) ?? null);
  return insertAtTop(text, from, lines, eol, next && (defines || isDefinition(next)) ? 2 : 1);
}

function nextStatement(node: Node | null): Node | null {
  let at = node;
  while (at?.type === 'comment') at = at.nextNamedSibling;
  return at;
}

/** Beside its own package, else in its order in the first group of packages, else in a new group. */
function importPlace(
  text: string,
  statements: readonly Node[],
  package_: string,
  lines: string,
  eol: string,
): TextEdit {
  const imports = statements.filter(
    (node) => /^import_(?:from_)?statement$/.test(node.type) && !isKept(text, node),
  );
  const below = (node: Node, blank = ''): TextEdit => {
    const at = lineEnd(text, node.endIndex);
    return { start: at, end: at, text: eol + blank + lines };
  };
  const above = (node: Node, blank = ''): TextEdit => {
    const at = lineStart(text, node.startIndex);
    return { start: at, end: at, text: lines + eol + blank };
  };
  if (package_ === '') {
    const standard = imports.filter((node) => standardLibrary.has(root(node)));
    // `import …` comes before `from … import …`, each in the order of the alphabet.
    const module = /^import (\S+)/.exec(lines)?.[1];
    const greater =
      module !== undefined &&
      firstGroup(text, standard).find(
        (node) => node.type === 'import_from_statement' || moduleOf(node) > module,
      );
    if (greater) return above(greater);
    if (standard.length > 0) return below(standard.at(-1)!);
    const future = statements.findLast((node) => node.type === 'future_import_statement');
    if (future) return below(future, eol);
    return imports[0] ? above(imports[0], eol) : below(statements.findLast(bringsNames)!, eol);
  }
  const packages = imports.filter(
    (node) => !moduleOf(node).startsWith('.') && !standardLibrary.has(root(node)),
  );
  const same = packages.findLast((node) => root(node) === package_);
  if (same) return below(same);

  const group = firstGroup(text, packages);
  if (group.length > 0) {
    const from = group.filter((node) => node.type === 'import_from_statement');
    const greater = from.find((node) => moduleOf(node) > package_);
    return greater ? above(greater) : below(group.at(-1)!);
  }
  // Relative imports come last.
  const relative = imports.find((node) => moduleOf(node).startsWith('.'));
  if (relative) {
    const attached = relative.previousNamedSibling?.endPosition.row === relative.startPosition.row - 1;
    const place = above(relative, eol);
    return attached ? { ...place, text: eol + place.text } : place;
  }
  const last = statements.findLast(bringsNames)!;
  return below(last, eol);
}

/** The packages that follow the first one without an empty line. */
function firstGroup(text: string, packages: readonly Node[]): Node[] {
  const group: Node[] = [];
  for (const node of packages) {
    const before = group.at(-1);
    if (before && /\n[ \t]*\r?\n/.test(text.slice(before.endIndex, node.startIndex))) break;
    group.push(node);
  }
  return group;
}

function bringsNames(node: Node): boolean {
  if (/^(?:future_)?import_(?:from_)?statement$/.test(node.type)) return true;
  if (node.type !== 'if_statement' && node.type !== 'try_statement') return false;
  // `if TYPE_CHECKING:` and `try: … except ImportError:` among the imports.
  const first = (node.childForFieldName('consequence') ?? node.childForFieldName('body'))?.firstNamedChild;
  return first !== null && first !== undefined && /^import_(?:from_)?statement$/.test(first.type);
}

function moduleOf(node: Node): string {
  const module = node.childForFieldName('module_name') ?? node.childForFieldName('name');
  return (module?.childForFieldName('name') ?? module)?.text ?? '';
}

function root(node: Node): string {
  return moduleOf(node).split('.', 1)[0]!;
}

function isDefinition(node: Node): boolean {
  return /^(?:function|class|decorated)_definition$/.test(node.type);
}

function isText(node: Node): boolean {
  return node.type === 'expression_statement' && node.firstChild?.type === 'string';
}

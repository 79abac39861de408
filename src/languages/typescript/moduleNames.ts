import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../edit.ts';
import { lineEnding } from '../layout.ts';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { descendants, selfAndAncestors } from '../syntax.ts';
import { topLevel } from '../topLevel.ts';
import { written } from './block.ts';
import { entersSameScope, isFunction, moduleName } from './functions.ts';
import { addToHead, headImports, type Import } from './imports.ts';
import type { Style } from './style.ts';

const api = '@opentelemetry/api';

/** What new code at a place calls the things of other modules; what is missing there is imported by `edits`. */
export class ModuleNames {
  private readonly file: ParsedFile;
  private readonly about: Node;
  private readonly style: Style;
  private readonly imports: readonly Import[];
  /** By module, a name of it and what it is called here. */
  private readonly missing = new Map<string, Map<string, string>>();
  private readonly chosen = new Map<string, string>();
  private readonly made = new Set<string>();
  private statement = '';
  private readonly definitions: string[] = [];

  /** `about` is the node that the new code goes into: what its functions bind hides the module's names. */
  constructor(file: ParsedFile, about: Node, style: Style) {
    this.file = file;
    this.about = about;
    this.style = style;
    this.imports = headImports(file.tree.rootNode);
  }

  /** The local name of what `source` exports as `name`: the file's own where it has one in sight, else imported. */
  use(name: string, source = api): string {
    const key = `${source}:${name}`;
    let local = this.chosen.get(key) ?? this.imported(source, name);
    if (local === undefined) {
      local = this.free(name, prefixed(name));
      const names = this.missing.get(source) ?? new Map<string, string>();
      this.missing.set(source, names.set(name, local));
    }
    this.chosen.set(key, local);
    return local;
  }

  /** The file's tracer, or one that is made below its imports. */
  tracer(): string {
    let local = this.chosen.get('') ?? existingTracer(this.file, this.about);
    if (local === undefined) {
      const trace = this.use('trace');
      local = this.free('tracer', 'otelTracer');
      const { quote, semicolon } = this.style;
      this.statement = `const ${local} = ${trace}.getTracer(${quote}${moduleName(this.file.path)}${quote})${semicolon}`;
    }
    this.chosen.set('', local);
    return local;
  }

  /**
   * Lines of the module below its imports that define a thing, and its name; a leading tab is one step to the right.
   * Where the file has them already, they are not added.
   */
  define(wanted: string, write: (name: string) => readonly string[]): string {
    const { text } = this.file;
    const key = `define ${wanted}`;
    const code = (name: string): string =>
      write(name)
        .map((line) => written(line, '', this.style.unit))
        .join(lineEnding(text));
    let local = this.chosen.get(key);
    // Of two that differ, the second one has a number.
    const there = new Set(text.match(new RegExp(`(?<![\\w$])${wanted}\\d*(?![\\w$])`, 'g')));
    if (local === undefined && there.size > 0) {
      const whole = squeezed(text);
      local = [...there].find((name) => whole.includes(squeezed(code(name))));
    }
    if (local === undefined) {
      local = this.free(wanted);
      this.definitions.push(code(local));
    }
    this.chosen.set(key, local);
    return local;
  }

  /** A name for a new variable that nothing in the file has. */
  free(...wanted: string[]): string {
    const isTaken = (name: string): boolean => this.made.has(name) || occurs(this.file, name);
    let name = wanted.find((one) => !isTaken(one));
    for (let n = 2; name === undefined; n++) {
      const next = `${wanted.at(-1)!}${n}`;
      if (!isTaken(next)) name = next;
    }
    this.made.add(name);
    return name;
  }

  /** The imports, the tracer and the definitions that are missing so far. */
  edits(): TextEdit[] {
    const added: TextEdit[] = [];
    const lines: string[] = [];
    for (const [source, names] of this.missing) {
      const braces = this.imports.find(
        (one) => one.source === source && (one.braces?.namedChildCount ?? 0) > 0,
      );
      const items = [...names].sort(([a], [b]) => a.localeCompare(b));
      const plain = this.imports.find((one) => one.source === source && defaultOf(one));
      if (braces) added.push(extended(this.file, braces, items, this.style));
      else if (plain) {
        const end = defaultOf(plain)!.endIndex;
        added.push({ start: end, end, text: `, ${inBraces(items, ' as ')}` });
      } else lines.push(importLine(source, items, this.style));
    }
    const eol = lineEnding(this.file.text);
    const below = [this.statement, ...this.definitions].filter(Boolean).join(eol + eol);
    return combined([...added, ...addToHead(this.file, lines, below)]);
  }

  private imported(source: string, name: string): string | undefined {
    for (const one of this.imports) {
      if (one.source !== source) continue;
      const local = one.names.get(name) ?? (one.namespace && `${one.namespace}.${name}`);
      if (local && !isHidden(this.about, local.split('.', 1)[0]!)) return local;
    }
    return undefined;
  }
}

/** `trace` as `otelTrace`, and `SpanKind`, being a type as well, as `OtelSpanKind`. */
function prefixed(name: string): string {
  const first = name[0]!;
  return `${first === first.toUpperCase() ? 'Otel' : 'otel'}${first.toUpperCase()}${name.slice(1)}`;
}

function importLine(source: string, items: readonly (readonly [string, string])[], style: Style): string {
  const { quote, semicolon } = style;
  const from = `${quote}${source}${quote}`;
  return style.modules === 'import'
    ? `import ${inBraces(items, ' as ')} from ${from}${semicolon}`
    : `const ${inBraces(items, ': ')} = require(${from})${semicolon}`;
}

function inBraces(items: readonly (readonly [string, string])[], as: string): string {
  return `{ ${items.map(([name, local]) => (name === local ? name : `${name}${as}${local}`)).join(', ')} }`;
}

/** The name of a default import that has nothing beside it. */
function defaultOf({ node }: Import): Node | undefined {
  const clause = node.namedChildren.find((child) => child.type === 'import_clause');
  const isPlain = clause?.namedChildCount === 1 && !node.children.some((child) => child.type === 'type');
  return isPlain && clause.firstNamedChild?.type === 'identifier' ? clause.firstNamedChild : undefined;
}

/** The names added to the braces of an import, written as the ones before them are. */
function extended(
  file: ParsedFile,
  { node, braces }: Import,
  items: readonly (readonly [string, string])[],
  style: Style,
): TextEdit {
  const as = style.modules === 'import' && node.type === 'import_statement' ? ' as ' : ': ';
  const specifiers = braces!.namedChildren.filter((child) => child.type !== 'comment');
  const [before, last] = [specifiers.at(-2), specifiers.at(-1)!];
  const separator = before ? file.text.slice(before.endIndex, last.startIndex) : ', ';
  const between = /^,\s*$/.test(separator) ? separator : ', ';
  const text = items
    .map(([name, local]) => between + (name === local ? name : `${name}${as}${local}`))
    .join('');
  return { start: last.endIndex, end: last.endIndex, text };
}

/** Made by `getTracer` above the place, or imported and used as a tracer somewhere in the file. */
function existingTracer(file: ParsedFile, about: Node): string | undefined {
  return tracers(file).find(({ end, name }) => end <= about.startIndex && !isHidden(about, name))?.name;
}

/** What the module calls its tracers, and where they are there. */
const tracers = perTree((file: ParsedFile) => {
  const found: { readonly name: string; readonly end: number }[] = [];
  for (const statement of topLevel(file)) {
    const declaration =
      statement.type === 'export_statement' ? statement.childForFieldName('declaration') : statement;
    if (!declaration || !/^(?:lexical|variable)_declaration$/.test(declaration.type)) continue;
    for (const declarator of declaration.namedChildren) {
      const name = declarator.childForFieldName('name');
      const value = declarator.childForFieldName('value')?.text ?? '';
      if (name?.type === 'identifier' && /\bgetTracer\s*\([^]*\)$/.test(value) && !value.includes('=>'))
        found.push({ name: name.text, end: statement.endIndex });
    }
  }
  for (const { names } of headImports(file.tree.rootNode)) {
    for (const local of names.values())
      if (file.text.includes(`${local}.startActiveSpan(`)) found.push({ name: local, end: 0 });
  }
  return found;
});

/** Whether the function or one around it gives the name another meaning. */
function isHidden(about: Node, name: string): boolean {
  for (const outer of selfAndAncestors(about)) {
    if (!isFunction(outer)) continue;
    for (const node of descendants(outer, entersSameScope)) {
      if (
        node.text === name &&
        /^(?:identifier|shorthand_property_identifier_pattern)$/.test(node.type) &&
        isBinding(node)
      )
        return true;
    }
  }
  return false;
}

function isBinding(node: Node): boolean {
  const { parent } = node;
  if (node.type === 'shorthand_property_identifier_pattern') return true;
  if (parent?.type === 'pair_pattern') return parent.childForFieldName('value')?.id === node.id;
  if (/^(?:variable_declarator|function_declaration|class_declaration)$/.test(parent?.type ?? '')) {
    return parent?.childForFieldName('name')?.id === node.id;
  }
  if (parent?.type === 'arrow_function' || parent?.type === 'catch_clause')
    return parent.childForFieldName('parameter')?.id === node.id;
  return /^(?:required_parameter|optional_parameter|formal_parameters|array_pattern|rest_pattern|assignment_pattern)$/.test(
    parent?.type ?? '',
  );
}

/** Whether the file has an identifier of that spelling, which a new name must not meet. */
function occurs(file: ParsedFile, name: string): boolean {
  for (const { index } of file.text.matchAll(new RegExp(`(?<![\\w$.])${name}(?![\\w$])`, 'g'))) {
    const node = file.tree.rootNode.descendantForIndex(index, index + name.length);
    if (node && identifier.test(node.type)) return true;
  }
  return false;
}

const identifier = /^(?:identifier|shorthand_property_identifier(?:_pattern)?)$/;

/** Without what formatters change. */
function squeezed(code: string): string {
  return code.replace(/\s|;|,(?=\s*[)\]}])/g, '').replaceAll("'", '"');
}

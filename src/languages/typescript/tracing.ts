import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import { descendants, selfAndAncestors } from '../syntax.ts';
import { entersSameScope, isFunction, moduleName } from './functions.ts';
import { addToHead, headImports, type Import } from './imports.ts';
import type { Style } from './style.ts';

const api = '@opentelemetry/api';

/** How a function reaches OpenTelemetry: the names to use, and what has to be added for them to be there. */
export interface Tracing {
  readonly tracer: string;
  readonly SpanStatusCode: string;
  readonly edits: readonly TextEdit[];
}

export function tracing(file: ParsedFile, about: Node, style: Style): Tracing {
  const imports = headImports(file.tree.rootNode).filter(({ source }) => source === api);
  const known = (name: string): string | undefined => {
    for (const { names, namespace } of imports) {
      const local = names.get(name) ?? (namespace && `${namespace}.${name}`);
      if (local && !isHidden(about, local.split('.', 1)[0]!)) return local;
    }
    return undefined;
  };
  const missing: [name: string, local: string][] = [];
  const need = (name: string, otherwise: string): string => {
    const local = known(name) ?? (occurs(file, name) ? otherwise : name);
    if (known(name) === undefined) missing.push([name, local]);
    return local;
  };
  const SpanStatusCode = need('SpanStatusCode', 'OtelSpanStatusCode');
  const existing = existingTracer(file, about);
  let tracer = existing;
  let statement = '';
  if (tracer === undefined) {
    const trace = need('trace', 'otelTrace');
    tracer = occurs(file, 'tracer') ? 'otelTracer' : 'tracer';
    const { quote } = style;
    statement = `const ${tracer} = ${trace}.getTracer(${quote}${moduleName(file.path)}${quote})${style.semicolon}`;
  }
  return {
    tracer,
    SpanStatusCode,
    edits: [...bring(file, imports, missing, statement, style)].sort((a, b) => a.start - b.start),
  };
}

function bring(
  file: ParsedFile,
  imports: readonly Import[],
  missing: readonly (readonly [name: string, local: string])[],
  statement: string,
  style: Style,
): TextEdit[] {
  const extendable = imports.find(({ braces }) => (braces?.namedChildCount ?? 0) > 0);
  const as =
    style.modules === 'import' && (!extendable || extendable.node.type === 'import_statement')
      ? ' as '
      : ': ';
  const items = missing
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, local]) => (name === local ? name : `${name}${as}${local}`));
  if (items.length === 0) return addToHead(file, '', statement);
  const { quote, semicolon } = style;
  if (!extendable?.braces) {
    const names = `{ ${items.join(', ')} }`;
    const line =
      style.modules === 'import'
        ? `import ${names} from ${quote}${api}${quote}${semicolon}`
        : `const ${names} = require(${quote}${api}${quote})${semicolon}`;
    return addToHead(file, line, statement);
  }
  const specifiers = extendable.braces.namedChildren.filter((node) => node.type !== 'comment');
  const [before, last] = [specifiers.at(-2), specifiers.at(-1)!];
  const separator = before ? file.text.slice(before.endIndex, last.startIndex) : ', ';
  const between = /^,\s*$/.test(separator) ? separator : ', ';
  const added = {
    start: last.endIndex,
    end: last.endIndex,
    text: items.map((item) => between + item).join(''),
  };
  return [added, ...addToHead(file, '', statement)];
}

/** Made by `getTracer` above the function, or imported and used as a tracer somewhere in the file. */
function existingTracer(file: ParsedFile, about: Node): string | undefined {
  const candidates: string[] = [];
  for (const statement of file.tree.rootNode.namedChildren) {
    if (statement.endIndex > about.startIndex) break;
    const declaration =
      statement.type === 'export_statement' ? statement.childForFieldName('declaration') : statement;
    if (!declaration || !/^(?:lexical|variable)_declaration$/.test(declaration.type)) continue;
    for (const declarator of declaration.namedChildren) {
      const name = declarator.childForFieldName('name');
      const value = declarator.childForFieldName('value')?.text ?? '';
      if (name?.type === 'identifier' && /\bgetTracer\s*\([^]*\)$/.test(value) && !value.includes('=>'))
        candidates.push(name.text);
    }
  }
  for (const { names } of headImports(file.tree.rootNode)) {
    for (const local of names.values())
      if (file.text.includes(`${local}.startActiveSpan(`)) candidates.push(local);
  }
  return candidates.find((name) => !isHidden(about, name));
}

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
  if (!new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(file.text)) return false;
  const types = ['identifier', 'shorthand_property_identifier', 'shorthand_property_identifier_pattern'];
  return file.tree.rootNode.descendantsOfType(types).some((node) => node.text === name);
}

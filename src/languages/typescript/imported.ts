import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { wordsIn } from '../wordsIn.ts';

/**
 * What expressions of a file stand for, by its imports: of `import * as cp from 'node:child_process'`, the expression
 * `cp.spawn` is `child_process:spawn`; a module's default export or the whole module is `pino:`. Others are `undefined`.
 */
export const importedNames = perTree((file: ParsedFile): ((expression: Node) => string | undefined) => {
  const full = new Map<string, string>();
  for (const word of wordsIn(file, /\b(?:import|require)\b/g)) {
    const statement = bringing(word);
    if (!statement) continue;
    if (statement.type === 'import_statement') {
      const clause = statement.namedChildren.find((child) => child.type === 'import_clause');
      const module = moduleOf(statement.childForFieldName('source'));
      const required = statement.namedChildren.find((child) => child.type === 'import_require_clause');
      if (required) {
        full.set(required.firstNamedChild!.text, `${moduleOf(required.childForFieldName('source'))}:`);
      }
      for (const part of clause?.namedChildren ?? []) {
        if (part.type === 'identifier') full.set(part.text, `${module}:`);
        if (part.type === 'namespace_import') full.set(part.firstNamedChild!.text, `${module}:`);
        for (const item of part.type === 'named_imports' ? part.namedChildren : []) {
          const name = item.childForFieldName('name')?.text ?? '';
          full.set(
            item.childForFieldName('alias')?.text ?? name,
            `${module}:${name === 'default' ? '' : name}`,
          );
        }
      }
      continue;
    }
    const loaded = loadedBy(statement.childForFieldName('value'));
    if (loaded === undefined) continue;
    const name = statement.childForFieldName('name')!;
    if (name.type === 'identifier') full.set(name.text, loaded);
    for (const item of name.type === 'object_pattern' ? name.namedChildren : []) {
      const key = (item.childForFieldName('key') ?? item).text;
      full.set((item.childForFieldName('value') ?? item).text, loaded + (key === 'default' ? '' : key));
    }
  }
  return (expression) => {
    if (!/^(?:identifier|member_expression|(?:nested_)?type_identifier)$/.test(expression.type))
      return undefined;
    const [first, ...rest] = expression.text.replace(/\s/g, '').split('.');
    const start = full.get(first!);
    if (start === undefined) return undefined;
    return (start + rest.map((name) => `.${name}`).join('')).replace(':.', ':').replace(/:default\b\.?/, ':');
  };
});

/** The import that a word begins, or the variable that is set to what it loads. */
function bringing(word: Node): Node | undefined {
  let node = word.parent;
  while (node && /^(?:import|(?:call|member|await|parenthesized)_expression)$/.test(node.type))
    node = node.parent;
  return node && /^(?:import_statement|variable_declarator)$/.test(node.type) ? node : undefined;
}

/** The module that `require('x')`, `require('x').default` or `await import('x')` gives, as `x:`. */
function loadedBy(value: Node | null): string | undefined {
  if (value?.type === 'member_expression' && value.childForFieldName('property')?.text === 'default') {
    return loadedBy(value.childForFieldName('object'));
  }
  if (value && /^(?:await|parenthesized)_expression$/.test(value.type))
    return loadedBy(value.firstNamedChild);
  if (value?.type !== 'call_expression') return undefined;
  if (!/^(?:require|import)$/.test(value.childForFieldName('function')?.text ?? '')) return undefined;
  const source = value.childForFieldName('arguments')?.firstNamedChild;
  return source?.type === 'string' ? `${moduleOf(source)}:` : undefined;
}

function moduleOf(source: Node | null): string {
  return source?.text.slice(1, -1).replace(/^node:/, '') ?? '';
}

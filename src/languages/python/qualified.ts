import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { importStatements } from './importStatements.ts';

/**
 * What names of a file stand for, by its imports: of `from concurrent import futures`, the expression
 * `futures.ThreadPoolExecutor` is `concurrent.futures.ThreadPoolExecutor`. Other expressions are `undefined`. A text is
 * taken for a dotted name, as annotations may be written.
 */
export const qualifiedNames = perTree(
  (file: ParsedFile): ((expression: Node | string) => string | undefined) => {
    const full = new Map<string, string>();
    for (const node of importStatements(file)) {
      const module = node.childForFieldName('module_name')?.text;
      for (const item of node.childrenForFieldName('name')) {
        const name = (item.childForFieldName('name') ?? item).text;
        const alias = item.childForFieldName('alias')?.text;
        if (module !== undefined) full.set(alias ?? name, `${module}.${name}`);
        // `import a.b` binds a.
        else if (alias === undefined) full.set(name.split('.', 1)[0]!, name.split('.', 1)[0]!);
        else full.set(alias, name);
      }
    }
    return (expression) => {
      const isText = typeof expression === 'string';
      if (!isText && !/^(?:identifier|attribute)$/.test(expression.type)) return undefined;
      const [first, ...rest] = (isText ? expression : expression.text).split('.');
      const start = full.get(first!);
      return start === undefined ? undefined : [start, ...rest].join('.');
    };
  },
);

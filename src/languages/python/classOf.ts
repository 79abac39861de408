import type { Node } from 'web-tree-sitter';
import { nodesOf } from '../nodesOf.ts';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { descendants, selfAndAncestors } from '../syntax.ts';
import { qualifiedNames } from './qualified.ts';

/** How many makers of makers are followed: `x = x.copy()` would have no end. */
const DEPTH = 3;

/** What is called, by the imports, or as `Class.method` by how its object is made. */
export function calledName(file: ParsedFile, callee: Node, depth = DEPTH): string | undefined {
  const name = qualifiedNames(file)(callee);
  const object = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (name !== undefined || !object || depth === 0) return name;
  const made = classOf(file, object, depth - 1);
  if (made === undefined) return undefined;
  // `multiprocessing.get_context('spawn')` has what the module has.
  const owner = made === 'multiprocessing.get_context' ? 'multiprocessing' : made;
  return `${owner}.${callee.childForFieldName('attribute')!.text}`;
}

/**
 * The class of an object, by how the file makes it: `pool = Pool()`, `with Pool() as pool`, `def f(pool: Pool)`.
 * `undefined` where the file does not tell, or tells several.
 */
export function classOf(file: ParsedFile, object: Node, depth = DEPTH): string | undefined {
  const nameOf = qualifiedNames(file);
  const made = (value: Node | null): string | undefined => {
    switch (value?.type) {
      case 'call':
        return calledName(file, value.childForFieldName('function')!, depth);
      case 'boolean_operator':
        // `pool or Pool()`
        return made(value.childForFieldName('right'));
      case 'identifier':
        return depth > 0 && value.id !== object.id ? classOf(file, value, depth - 1) : undefined;
      default:
        return undefined;
    }
  };
  /** `Pool`, `Pool | None`, `Optional[Pool]` */
  const annotated = (type: Node | null): string | undefined => {
    const names = [...(type ? descendants(type) : [])]
      .filter((node) => /^(?:identifier|attribute)$/.test(node.type) && node.parent?.type !== 'attribute')
      .map(nameOf)
      .filter((name) => name !== 'typing.Optional' && name !== 'typing.Union');
    return names.length === 1 ? names[0] : undefined;
  };
  const direct = made(object);
  if (direct !== undefined) return direct;
  const classes = (bindings: readonly Binding[]): string | undefined => {
    const all = new Set(bindings.map(({ value, type }) => made(value) ?? annotated(type)));
    return all.size === 1 ? [...all][0] : undefined;
  };
  const bindings = bindingsByName(file).get(object.text) ?? [];
  if (object.type !== 'identifier' || bindings.length === 0) return classes(bindings);
  for (const scope of selfAndAncestors(object)) {
    if (scope.type !== 'function_definition' && scope.type !== 'module') continue;
    const inScope = bindings.filter(({ node }) => scopeOf(node).id === scope.id);
    if (inScope.length > 0) return classes(inScope);
  }
  return undefined;
}

/** Where something gets a value that tells its class, or a type. */
interface Binding {
  readonly node: Node;
  readonly value: Node | null;
  readonly type: Node | null;
}

const bindingsByName = perTree(({ tree }) => {
  const types = ['assignment', 'as_pattern', 'typed_parameter', 'typed_default_parameter', 'parameters'];
  return Map.groupBy(nodesOf(tree, ...types).flatMap(bindingsOf), ({ name }) => name);
});

function bindingsOf(node: Node): (Binding & { readonly name: string })[] {
  const type = node.childForFieldName('type');
  switch (node.type) {
    case 'assignment': {
      const left = node.childForFieldName('left')!.text;
      // `pool: Pool` in a class is what its methods call `self.pool`.
      const isField = node.parent?.parent?.parent?.type === 'class_definition';
      return [{ name: isField ? `self.${left}` : left, node, value: node.childForFieldName('right'), type }];
    }
    case 'as_pattern': {
      const name = node.childForFieldName('alias')?.text ?? '';
      return [{ name, node, value: node.firstNamedChild, type: null }];
    }
    case 'parameters':
      return node.namedChildren
        .filter((child) => child.type === 'identifier')
        .map((child) => ({ name: child.text, node: child, value: null, type: null }));
    default: {
      const name = (node.childForFieldName('name') ?? node.firstNamedChild)?.text ?? '';
      return [{ name, node, value: null, type }];
    }
  }
}

/** The function, class or module that a name is bound in. */
function scopeOf(node: Node): Node {
  let scope = node;
  while (scope.parent && !/^(?:function|class)_definition$/.test(scope.type)) scope = scope.parent;
  return scope;
}

import type { Node } from 'web-tree-sitter';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, selfAndAncestors } from '../../syntax.ts';
import { entersSameScope } from '../functions.ts';
import { qualifiedNames } from '../qualified.ts';

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
  const bound = (scope: Node, enter?: (node: Node) => boolean): (string | undefined)[] =>
    [...descendants(scope, enter)].flatMap((node) => {
      switch (node.type) {
        case 'assignment': {
          const left = node.childForFieldName('left')!.text;
          // `pool: Pool` in a class is what its methods call `self.pool`.
          const isField = node.parent?.parent?.parent?.type === 'class_definition';
          if ((isField ? `self.${left}` : left) !== object.text) return [];
          const value = made(node.childForFieldName('right'));
          return [value ?? annotated(node.childForFieldName('type'))];
        }
        case 'as_pattern':
          return node.childForFieldName('alias')?.text === object.text ? [made(node.firstNamedChild)] : [];
        case 'typed_parameter':
        case 'typed_default_parameter': {
          const name = (node.childForFieldName('name') ?? node.firstNamedChild)?.text;
          return name === object.text ? [annotated(node.childForFieldName('type'))] : [];
        }
        case 'identifier':
          return node.parent?.type === 'parameters' && node.text === object.text ? [undefined] : [];
        default:
          return [];
      }
    });
  const one = (classes: readonly (string | undefined)[]): string | undefined =>
    new Set(classes).size === 1 ? classes[0] : undefined;
  if (object.type !== 'identifier') return one(bound(file.tree.rootNode));
  for (const scope of selfAndAncestors(object)) {
    if (scope.type !== 'function_definition' && scope.type !== 'module') continue;
    const classes = bound(scope, entersSameScope);
    if (classes.length > 0) return one(classes);
  }
  return undefined;
}

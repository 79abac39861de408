import type { Node } from 'web-tree-sitter';
import { nodesOf } from '../nodesOf.ts';
import type { ParsedFile } from '../parsed.ts';
import { perTree } from '../perTree.ts';
import { holds, selfAndAncestors } from '../syntax.ts';
import { argumentsOf } from './calls.ts';
import { decorators } from './functions.ts';
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
 * The class of an object, by how the file makes it: `pool = Pool()`, `with Pool() as pool`, `def f(pool: Pool)`,
 * `def pool() -> Pool`. `undefined` where the file does not tell, or tells several.
 */
export function classOf(file: ParsedFile, object: Node, depth = DEPTH): string | undefined {
  const nameOf = qualifiedNames(file);
  const made = (value: Node | null): string | undefined => {
    switch (value?.type) {
      case 'call': {
        const callee = value.childForFieldName('function')!;
        const name = calledName(file, callee, depth);
        // `field(default_factory=Pool)`
        if (name === 'dataclasses.field') {
          const factory = argumentsOf(value).keyword.get('default_factory');
          return factory && nameOf(factory);
        }
        if (name === undefined && callee.text === 'super') return superclassOf(value);
        return name ?? classes(bindingsByName(file).get(`${callee.text}()`) ?? []);
      }
      case 'boolean_operator':
        // `pool or Pool()`
        return made(value.childForFieldName('right'));
      case 'await':
      case 'parenthesized_expression':
        return made(value.firstNamedChild);
      case 'identifier':
      case 'attribute':
        return depth > 0 && value.id !== object.id ? classOf(file, value, depth - 1) : undefined;
      default:
        return undefined;
    }
  };
  /** `Pool`, `"Pool"`, `Pool | None`, `Optional[Pool]`, `Annotated[Pool, …]`, an alias of one */
  const annotated = (type: Node | null, aliases = DEPTH): string | undefined => {
    const words = type?.text.replace(/\bAnnotated\[([^,]*),[^]*/, '$1').match(/[^\W\d][\w.]*/g) ?? [];
    const [only, ...more] = words.filter((word) => word !== 'None' && !around.test(nameOf(word) ?? word));
    if (only === undefined || more.length > 0) return undefined;
    const alias = aliases > 0 ? (bindingsByName(file).get(only) ?? []) : [];
    return nameOf(only) ?? (alias.length === 1 ? annotated(alias[0]!.value, aliases - 1) : undefined);
  };
  const classes = (bindings: readonly Binding[]): string | undefined => {
    // `self.pool = None` tells that it comes later.
    const telling = bindings.filter(({ value, type }) => type || value?.type !== 'none');
    const all = new Set(telling.map(({ value, type }) => made(value) ?? annotated(type)));
    return all.size === 1 ? [...all][0] : undefined;
  };
  const superclassOf = (inside: Node): string | undefined => {
    const bases = classAround(inside)?.childForFieldName('superclasses')?.namedChildren ?? [];
    return bases.length === 1 ? nameOf(bases[0]!) : undefined;
  };
  const direct = made(object);
  if (direct !== undefined) return direct;
  if (object.text === 'self') return superclassOf(object);
  const bindings = bindingsByName(file).get(object.text.replace(/^cls\./, 'self.')) ?? [];
  if (object.type !== 'identifier' || bindings.length === 0) {
    const own = bindings.filter(({ node }) => classAround(node)?.id === classAround(object)?.id);
    return classes(own.length > 0 ? own : bindings);
  }
  for (const scope of selfAndAncestors(object)) {
    if (scope.type !== 'function_definition' && scope.type !== 'module') continue;
    const inScope = bindings.filter(({ node }) => scopeOf(node).id === scope.id);
    if (inScope.length > 0) return classes(inScope);
  }
  return undefined;
}

/** What stands around a class in the type of something that is made of it, or gives it. */
const around =
  /^(?:(?:typing|typing_extensions|collections\.abc)\.)?(?:Optional|Union|Annotated|Final|ClassVar|(?:Async)?(?:Iterator|Generator))$/;

/** Where something gets a value that tells its class, or a type. */
interface Binding {
  readonly node: Node;
  readonly value: Node | null;
  readonly type: Node | null;
}

const bindingsByName = perTree(({ tree }) => {
  const types = [
    'assignment',
    'as_pattern',
    'typed_parameter',
    'typed_default_parameter',
    'parameters',
    'function_definition',
  ];
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
    case 'function_definition': {
      // What it gives is `pool()`, of a method `self.pool()`, of a property `self.pool`.
      const isProperty = decorators(node).some((one) => /(?:^|[._])property$/.test(one));
      const name = `${classAround(node) ? 'self.' : ''}${node.childForFieldName('name')!.text}${isProperty ? '' : '()'}`;
      const returned = node.childForFieldName('body')?.lastNamedChild;
      const value = returned?.type === 'return_statement' ? returned.firstNamedChild : null;
      return [{ name, node, value, type: node.childForFieldName('return_type') }];
    }
    default: {
      const name = (node.childForFieldName('name') ?? node.firstNamedChild)?.text ?? '';
      return [{ name, node, value: null, type }];
    }
  }
}

/** The function, class or module that a name is bound in. */
function scopeOf(node: Node): Node {
  const name = node.childForFieldName('left')?.text;
  let scope = node;
  while (scope.parent && !/^(?:function|class)_definition$/.test(scope.type)) scope = scope.parent;
  const isGlobal = nodesOf(node.tree, 'global_statement').some(
    (one) => holds(scope, one) && one.namedChildren.some(({ text }) => text === name),
  );
  return isGlobal ? node.tree.rootNode : scope;
}

/** The class whose method or field a node is part of. */
function classAround(node: Node): Node | undefined {
  for (const outer of selfAndAncestors(node)) if (outer.type === 'class_definition') return outer;
  return undefined;
}

import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { Attempt, Refusal } from '../../idioms/attempt.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';
import { around } from '../around.ts';
import { isAsync, isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { parameters } from '../spanScope.ts';
import { styleOf } from '../style.ts';

/** Names that people give to functions that they were passed. */
const callback = /^(?:cb|callback|fn|func|handler|listener)$|(?:Callback|Handler|Listener|Fn)$/;

/**
 * The functions that are kept when `value` is: itself, or those in an object literal. `isHandler` where it can be
 * nothing else.
 */
export function functionsIn(file: ParsedFile, value: Node, isHandler: boolean): Node[] | Refusal {
  if (value.type === 'object') {
    return value.namedChildren.flatMap((item) => {
      if (item.type === 'method_definition') return isAccessor(item) ? [] : [item];
      const one = item.childForFieldName('value') ?? item;
      const key = item.childForFieldName('key')?.text ?? one.text;
      return (isCode(file, one, key) && !settlesPromise(one)) || isBoundAlready(one) ? [one] : [];
    });
  }
  if (settlesPromise(value)) {
    return { refusal: `\`${value.text}\` settles a promise, and what awaits that keeps its own context.` };
  }
  if (isFunction(value) || isBoundAlready(value)) return [value];
  const mayBeCode = /^(?:identifier|member_expression|call_expression)$/.test(value.type);
  if (!isCode(file, value) && !(isHandler && mayBeCode)) return [];
  const { text: name } = value;
  const pattern = name.replaceAll(/\W/g, '\\$&');
  const identity = new RegExp(
    `\\.(?:off|removeListener|removeEventListener|delete|indexOf|includes|has|unsubscribe|remove|add)\\([^()]*(?<!\\w)${pattern}\\b|[!=]==?\\s*${pattern}\\b`,
  );
  return identity.test(file.text)
    ? {
        refusal: `\`${name}\` is found again by identity in this file, and a bound function is another one: keep \`context.bind(context.active(), ${name})\` in a variable and use that in all places.`,
      }
    : [value];
}

/** Each function bound to the context that is current where it is kept. */
export function bound(file: ParsedFile, functions: readonly Node[]): Attempt {
  const open = functions.filter((one) => !isBoundAlready(one));
  if (open.length === 0) return { refusal: 'The trace context is kept here already.' };
  if (open.some((one) => one.children.some((child) => child.type === '*'))) {
    return { refusal: 'A generator runs when somebody asks for its values: bind what asks for them.' };
  }
  return () => {
    const style = styleOf(file, open[0]!);
    const names = new ModuleNames(file, open[0]!, style);
    const context = names.use('context');
    return combined([
      ...names.edits(),
      ...open.flatMap((one) => {
        if (one.type === 'method_definition') {
          // `{ next(value) { … } }`
          const name = one.childForFieldName('name')!;
          const opening = `${name.text}: ${context}.bind(${context}.active(), ${isAsync(one) ? 'async ' : ''}function `;
          return [
            { start: one.startIndex, end: name.endIndex, text: opening },
            { start: one.endIndex, end: one.endIndex, text: ')' },
          ];
        }
        // `{ done }`
        const key = one.type === 'shorthand_property_identifier' ? `${one.text}: ` : '';
        return around(one, `${key}${context}.bind(${context}.active(), `);
      }),
    ]);
  };
}

/** A getter, a setter, or a method that a function cannot stand for. */
function isAccessor(method: Node): boolean {
  return method.children.some(({ type }) => /^[gs]et$/.test(type)) || /\bsuper\b/.test(method.text);
}

function isBoundAlready(value: Node): boolean {
  return (
    value.type === 'call_expression' && /\.bind\(\s*\w*[cC]ontext\b|AsyncResource|snapshot/.test(value.text)
  );
}

/** `() => void`, or a name that the file gives to such a type. */
function isFunctionType(type: Node | null | undefined): boolean {
  if (!type) return false;
  if (type.type === 'function_type') return true;
  const name = type.type === 'generic_type' ? type.childForFieldName('name')?.text : type.text;
  return nodesOf(type.tree, 'type_alias_declaration').some(
    (one) =>
      one.childForFieldName('name')?.text === name &&
      one.childForFieldName('value')?.type === 'function_type',
  );
}

/** `resolve` and `reject` of a `new Promise` around. */
function settlesPromise(node: Node): boolean {
  if (!/^(?:identifier|shorthand_property_identifier)$/.test(node.type)) return false;
  for (const outer of selfAndAncestors(node)) {
    if (!isFunction(outer) || !parameters(outer).some(({ name }) => name === node.text)) continue;
    const made = outer.parent?.parent;
    return made?.type === 'new_expression' && made.childForFieldName('constructor')?.text === 'Promise';
  }
  return false;
}

/**
 * A function, or a name of one: declared in the file, or a parameter with a type or a name that says so; `key` is what
 * an object has it under.
 */
export function isCode(file: ParsedFile, node: Node, key = ''): boolean {
  if (isFunction(node)) return true;
  if (!/^(?:identifier|shorthand_property_identifier)$/.test(node.type)) return false;
  const name = node.text;
  for (const scope of selfAndAncestors(node)) {
    const parameters = scope.childForFieldName('parameters')?.namedChildren ?? [];
    const parameter = parameters.find((one) => (one.childForFieldName('pattern') ?? one).text === name);
    if (!parameter) continue;
    const type = parameter.childForFieldName('type')?.firstNamedChild;
    // A job may be work to do or what says what to do: it is a function where something calls it.
    const isCalled = new RegExp(
      `(?<![\\w$.])${name}(?:\\?\\.)?\\(|\\.then\\(${name}\\b${key && `|\\.${key}(?:\\?\\.)?\\(`}`,
    ).test(file.text);
    return isFunctionType(type) || callback.test(name) || (!type && isCalled);
  }
  if (!new RegExp(`(?:function|const|let|var)\\*?\\s+${name}\\b`).test(file.text)) return false;
  return nodesOf(file.tree, 'function_declaration', 'variable_declarator').some(
    (one) =>
      one.childForFieldName('name')?.text === name && isFunction(one.childForFieldName('value') ?? one),
  );
}

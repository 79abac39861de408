import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { Attempt, Refusal } from '../../idioms/attempt.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';
import { around } from '../around.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';

/** Names that people give to functions that they were passed. */
const callback = /^(?:cb|callback|fn|func|handler|listener)$|(?:Callback|Handler|Listener|Fn)$/;

/**
 * The functions that are kept when `value` is: itself, or those in an object literal. `isHandler` where it can be
 * nothing else.
 */
export function functionsIn(file: ParsedFile, value: Node, isHandler: boolean): Node[] | Refusal {
  if (value.type === 'object') {
    return value.namedChildren
      .map((item) => item.childForFieldName('value') ?? item)
      .filter((one) => isCode(file, one) || isBoundAlready(one));
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
        // `{ done }`
        const key = one.type === 'shorthand_property_identifier' ? `${one.text}: ` : '';
        return around(one, `${key}${context}.bind(${context}.active(), `);
      }),
    ]);
  };
}

function isBoundAlready(value: Node): boolean {
  return (
    value.type === 'call_expression' && /\.bind\(\s*\w*[cC]ontext\b|AsyncResource|snapshot/.test(value.text)
  );
}

/** A function, or a name of one: declared in the file, or a parameter with a type or a name that says so. */
export function isCode(file: ParsedFile, node: Node): boolean {
  if (isFunction(node)) return true;
  if (!/^(?:identifier|shorthand_property_identifier)$/.test(node.type)) return false;
  const name = node.text;
  for (const scope of selfAndAncestors(node)) {
    const parameters = scope.childForFieldName('parameters')?.namedChildren ?? [];
    const parameter = parameters.find((one) => (one.childForFieldName('pattern') ?? one).text === name);
    if (!parameter) continue;
    const type = parameter.childForFieldName('type')?.firstNamedChild;
    // A job may be work to do or what says what to do: it is a function where something calls it.
    const isCalled = new RegExp(`(?<![\\w$.])${name}\\(`).test(file.text);
    return type?.type === 'function_type' || callback.test(name) || (!type && isCalled);
  }
  if (!new RegExp(`(?:function|const|let|var)\\*?\\s+${name}\\b`).test(file.text)) return false;
  return nodesOf(file.tree, 'function_declaration', 'variable_declarator').some(
    (one) =>
      one.childForFieldName('name')?.text === name && isFunction(one.childForFieldName('value') ?? one),
  );
}

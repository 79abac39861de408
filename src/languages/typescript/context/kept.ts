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
const callback =
  /^(?:cb|callback|fn|func|handler|listener|task|job|next|done)$|(?:Callback|Handler|Listener|Fn)$/;

/** The functions that are kept when `value` is: itself, or those in an object literal. */
export function functionsIn(file: ParsedFile, value: Node): Node[] | Refusal {
  if (value.type === 'object') {
    return value.namedChildren
      .map((pair) => pair.childForFieldName('value'))
      .filter((one): one is Node => one !== null && (isFunction(one) || isBoundAlready(one)));
  }
  if (isFunction(value) || isBoundAlready(value)) return [value];
  if (!isCode(file, value)) return [];
  const { text: name } = value;
  const identity = new RegExp(
    `\\b(?:off|removeListener|removeEventListener|delete|indexOf|includes|has|unsubscribe|remove|add)\\([^()]*\\b${name}\\b|[!=]==?\\s*${name}\\b`,
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
      ...open.flatMap((one) => around(one, `${context}.bind(${context}.active(), `)),
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
  if (node.type !== 'identifier') return false;
  const name = node.text;
  for (const scope of selfAndAncestors(node)) {
    const parameters = scope.childForFieldName('parameters')?.namedChildren ?? [];
    const parameter = parameters.find((one) => (one.childForFieldName('pattern') ?? one).text === name);
    if (!parameter) continue;
    const type = parameter.childForFieldName('type')?.firstNamedChild;
    return type ? type.type === 'function_type' || callback.test(name) : callback.test(name);
  }
  return nodesOf(file.tree, 'function_declaration', 'variable_declarator').some(
    (one) =>
      one.childForFieldName('name')?.text === name && isFunction(one.childForFieldName('value') ?? one),
  );
}

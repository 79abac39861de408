import type { Node } from 'web-tree-sitter';
import { combined } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { selfAndAncestors } from '../../syntax.ts';
import { around as wrapped } from '../around.ts';
import { argumentsOf, calleeName, receiverOf } from '../calls.ts';
import { isFunction } from '../functions.ts';
import { ModuleNames } from '../moduleNames.ts';
import { restBelow, restFrom, restInCallback, restRefusal } from '../restOfBlock.ts';
import { neverFallsThrough } from '../selection/leaving.ts';
import { styleOf } from '../style.ts';
import { itemContexts } from './helpers.ts';

/**
 * An object that is put into a queue here and taken out of it elsewhere in the file: what comes after that runs in the
 * context of here. The contexts are kept beside the objects, whose shape stays as it is.
 */
export function queued(file: ParsedFile, call: Node): Attempt | undefined {
  const queue = receiverOf(call);
  const args = argumentsOf(call);
  const item = args[0];
  if (!queue || !item || !/^(?:push|unshift)$/.test(calleeName(call))) return undefined;
  const isObject = /^(?:object|identifier|member_expression|new_expression|call_expression)$/.test(item.type);
  const taken = takenFrom(file, queue.text);
  if (taken.length === 0 || !isObject || args.length > 1) return undefined;
  if (/^remember\w*\(/.test(item.text)) return { refusal: 'The trace context is kept here already.' };
  const [declaration] = taken;
  if (taken.length > 1 || !declaration) {
    return {
      refusal: `\`${queue.text}\` is emptied at several places in this file: make them one function first.`,
    };
  }
  const outer = [...selfAndAncestors(declaration)].find(isFunction);
  if (!outer) return { refusal: `\`${queue.text}\` is emptied outside of a function: make that one first.` };
  const below = restBelow(file, declaration);
  if (typeof below === 'string') return { refusal: below };
  const name = declaration.firstNamedChild!.childForFieldName('name')!;
  if (name.type !== 'identifier') {
    return { refusal: 'What is taken out is taken apart at once: give it a name first.' };
  }
  // `if (!job) break;`
  const guards = below.findIndex((one) => one.type !== 'comment' && !isGuard(one, name.text));
  const run = guards < 0 ? below : restFrom(declaration.parent!, below[guards]!.startIndex);
  if (typeof run === 'string') return { refusal: run };
  const reason = restRefusal(file, run, outer);
  if (reason) return { refusal: reason };
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    const { remember, contextOf } = itemContexts(names, style);
    const opening = `${names.use('context')}.with(${contextOf}(${name.text}), `;
    return combined([
      ...names.edits(),
      ...wrapped(item, `${remember}(`),
      ...restInCallback(file, run, outer, opening, style),
    ]);
  };
}

/** The declarations `const job = queue.shift()`, where the job is not a function that is called. */
function takenFrom(file: ParsedFile, queue: string): Node[] {
  // Most arrays are no queues, and a look at the text is enough to know.
  if (!file.text.includes(`${queue}.shift(`) && !file.text.includes(`${queue}.pop(`)) return [];
  return file.tree.rootNode.descendantsOfType('variable_declarator').flatMap((one) => {
    const given = one.childForFieldName('value');
    const value = given?.type === 'non_null_expression' ? given.firstNamedChild : given;
    const isTaken =
      value?.type === 'call_expression' &&
      /^(?:shift|pop)$/.test(calleeName(value)) &&
      receiverOf(value)?.text === queue &&
      !isCalled(one) &&
      one.parent?.namedChildren.filter((child) => child.type !== 'comment').length === 1;
    return isTaken ? [one.parent] : [];
  });
}

/** Leaves where nothing was taken out. */
function isGuard(statement: Node, name: string): boolean {
  if (statement.type !== 'if_statement' || statement.childForFieldName('alternative')) return false;
  const then = statement.childForFieldName('consequence')!;
  const only = then.type === 'statement_block' && then.namedChildCount === 1 ? then.firstNamedChild! : then;
  return (
    new RegExp(`\\b${name}\\b`).test(statement.childForFieldName('condition')!.text) &&
    (/^(?:break|continue)_statement$/.test(only.type) || neverFallsThrough(only))
  );
}

function isCalled(declarator: Node): boolean {
  const name = declarator.childForFieldName('name')!.text.replaceAll(/\W/g, '\\$&');
  return new RegExp(`(?<![\\w.])${name}(?:\\?\\.)?\\(`).test(declarator.parent!.parent!.text);
}

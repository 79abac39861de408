import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../edit.ts';
import type { ParsedFile } from '../parsed.ts';
import { statementsInBlock } from './block.ts';
import { callbackType } from './forms.ts';
import { isAsync, isGenerator, isSetter } from './functions.ts';
import { isContextual, isLiteral } from './refusal.ts';
import { leaving, neverFallsThrough, ownNodes } from './selection/leaving.ts';
import { isAlone } from './statements.ts';
import { valueOf } from './settling.ts';
import { isTyped, type Style } from './style.ts';

/** The statements of a block from one on to its end, comments among them. */
export type Rest = readonly [first: Node, ...rest: Node[]];

/** What comes below a statement in its block; or why nothing does. */
export function restBelow(file: ParsedFile, statement: Node): Rest | string {
  if (!isAlone(file, statement)) return 'The declaration shares its line: give it a line of its own first.';
  return restFrom(statement.parent!, statement.endIndex, statement.endPosition.row + 1);
}

/** What comes in a block from an offset on. */
export function restFrom(block: Node, start: number, row = 0): Rest | string {
  // A comment beside the statement above is about that.
  const all = block.namedChildren.filter((one) => one.startIndex >= start && one.startPosition.row >= row);
  const [first, ...rest] = all;
  if (!first || all.every((one) => one.type === 'comment')) {
    return 'Nothing in this block comes after it that could use it.';
  }
  return block.startPosition.row === first.startPosition.row
    ? 'The block is one line: give its statements lines of their own first.'
    : [first, ...rest];
}

/** Why the statements would mean something else in a callback; `around` is their function. */
export function restRefusal(file: ParsedFile, run: Rest, around: Node): string {
  const { returns, jumps, yields } = leaving(run);
  const block = run[0].parent!;
  if (yields || isGenerator(around)) {
    return 'Between two values of a generator it is the caller that runs, which would see this context.';
  }
  if ((returns.length > 0 && block.parent?.id !== around.id) || jumps.length > 0) {
    return 'The rest of this block returns or jumps out of it, which a callback cannot: make the block a function first.';
  }
  if (around.childForFieldName('name')?.text === 'constructor') {
    return 'A constructor has to set its fields itself: do this where it is called.';
  }
  if (run.flatMap(ownNodes).some((node) => node.type === 'variable_declaration')) {
    return 'A `var` in the rest of the block would not be seen outside any more: write `let` or `const` first.';
  }
  const isUntold = isTyped(file.path) && !around.childForFieldName('return_type') && isContextual(around);
  if (isUntold && returns.some((one) => isLiteral(valueOf(one) ?? one))) {
    return 'The type of what this function returns comes from where it stands, which a callback would hide: write its return type first.';
  }
  const hoisted = run.find((node) => node.type === 'function_declaration');
  const name = hoisted?.childForFieldName('name')?.text;
  const above = block.text.slice(0, run[0].startIndex - block.startIndex);
  return name !== undefined && new RegExp(`\\b${name}\\b`).test(above)
    ? `\`${name}\` is used above its declaration, which would not be seen from there any more: move it up first.`
    : '';
}

/** The statements in the callback of a call, which `opening` begins: `context.with(parent, `. */
export function restInCallback(
  file: ParsedFile,
  run: Rest,
  around: Node,
  opening: string,
  style: Style,
): TextEdit[] {
  const { returns, awaits } = leaving(run);
  const isBody = run[0].parent!.parent?.id === around.id;
  const gives = isBody && (returns.some((one) => one.namedChildCount > 0) || (isAsync(around) && awaits));
  // What always throws does so from its callback, too: the compiler sees that in a `return`.
  const throws =
    style.typed &&
    !isSetter(around) &&
    returns.length === 0 &&
    neverFallsThrough(run.findLast((one) => one.type !== 'comment'));
  const before = throws ? `return ${awaits ? 'await ' : ''}` : gives ? 'return ' : awaits ? 'await ' : '';
  // Without it, what the callback returns would not be held against what the function has to return.
  const type = gives && style.typed && isAsync(around) === awaits ? callbackType(around) : '';
  const form = {
    head: [`${before}${opening}${awaits ? 'async ' : ''}()${type} => {`],
    tail: [`})${style.semicolon}`],
    depth: 1,
  };
  return statementsInBlock(file, { first: run[0], last: run.at(-1)! }, form, style);
}

import type { Node } from 'web-tree-sitter';
import { isInTry } from '../functions.ts';
import type { TextEdit } from '../../edit.ts';
import { awaited } from '../awaited.ts';
import { settles, valueOf } from '../settling.ts';
import { quoted, type Style } from '../style.ts';
import { isLoop, neverFallsThrough, type Leaving } from './leaving.ts';

/**
 * How statements that leave their block, or whose variables are used after it, do so from a callback: it returns what
 * the code after it needs.
 */
export interface Exits {
  /** Word for a variable that holds what the callback returned; '' when none is needed. */
  readonly variable: '' | 'done' | 'exit' | 'outcome';
  /** `return` and jumps inside as returned values. */
  readonly inside: (async: boolean) => TextEdit[];
  /** The callback's last lines. */
  readonly last: readonly string[];
  /** Lines after the callback, with the variable's name. */
  readonly after: (variable: string) => string[];
}

/** What of the statements has to come out: variables by `keyword`, as in a pattern. */
export interface Handed {
  readonly keyword: 'const' | 'let';
  readonly names: readonly string[];
}

/** `isLast` where nothing of the function runs after the statements. */
export function exits(
  { returns, jumps }: Leaving,
  nodes: readonly Node[],
  { keyword, names }: Handed,
  isLast: boolean,
  style: Style,
): Exits {
  const { semicolon: end, quote } = style;
  const last = nodes.at(-1)!;
  const literal = (word: string): string => quoted(word, quote);
  const values = returns.filter((node) => valueOf(node));
  // Nothing but `return` can follow.
  const isAlways = returns.length > 0 && jumps.length === 0 && neverFallsThrough(last);
  // To go on with the next round is what happens anyway after the last statement of a loop; so is to return at the end.
  const isIdle = (node: Node): boolean =>
    names.length === 0 &&
    (node.type === 'continue_statement'
      ? !node.childForFieldName('label') && endsLoop(last)
      : values.length === 0 && (isLast || isAlways) && node.type === 'return_statement');
  const leaving = [...returns, ...jumps].filter((node) => !isIdle(node));
  const words = [...new Set(leaving.map(wordsOf))];
  const isFlag = words.length === 1 && (values.length === 0 || names.length > 0);
  const variable = words.length === 0 ? '' : names.length > 0 ? 'outcome' : isFlag ? 'done' : 'exit';

  /** With variables beside it, the compiler tells one outcome from another by the type of its mark. */
  const constant = style.typed ? ' as const' : '';
  const mark = (word: string): string =>
    isFlag ? `done: ${String(word !== '')}` : `exit: ${word ? literal(word) : 'undefined'}`;
  const opening = (node: Node): string =>
    variable === 'outcome' ? `{ ${mark(wordsOf(node))}, value: ` : '{ value: ';
  const closing = variable === 'outcome' ? ` }${constant}` : ' }';
  const resultOf = (node: Node): string => {
    if (isIdle(node)) return variable === '' ? '' : isFlag ? ' false' : ' undefined';
    if (variable === 'outcome') {
      const value = node.type === 'return_statement' && values.length > 0 ? ', value: undefined' : '';
      return ` { ${mark(wordsOf(node))}${value} }${constant}`;
    }
    if (isFlag) return ' true';
    return node.type === 'return_statement' && values.length > 0
      ? ' { value: undefined }'
      : ` ${literal(wordsOf(node))}`;
  };
  const edited = (node: Node, async: boolean): TextEdit[] => {
    const value = node.type === 'return_statement' && valueOf(node);
    if (!value) {
      return [{ start: node.startIndex, end: node.endIndex, text: `return${resultOf(node)}${end}` }];
    }
    const waits = async && settles(value) !== 'no' && !isInTry(node) ? awaited(value) : [];
    return [
      { start: value.startIndex, end: value.startIndex, text: opening(node) },
      ...waits,
      { start: value.endIndex, end: value.endIndex, text: closing },
    ];
  };

  return {
    variable,
    inside: (async) =>
      [...returns, ...jumps]
        .toSorted((a, b) => a.startIndex - b.startIndex)
        .flatMap((node) => (node.type === 'return_statement' && isIdle(node) ? [] : edited(node, async))),
    last: lastLines(),
    after: (name) => {
      const test = variable === 'outcome' ? `${name}.${isFlag ? 'done' : 'exit'}` : name;
      const leave = (word: string): string =>
        word === 'return' && values.length > 0 ? `return ${name}.value` : word;
      // An object with a value is all that is left when the words are through.
      const whole = values.length > 0 && variable === 'exit' ? 'return' : undefined;
      const tests = words
        .filter((word) => word !== whole)
        .map((word) => `if (${isFlag ? test : `${test} === ${literal(word)}`}) ${leave(word)}${end}`);
      if (isAlways && variable === '' && !isLast) return [`return${end}`];
      if (isAlways && variable === 'exit' && values.length === returns.length) {
        return [`return ${name}.value${end}`];
      }
      return [
        ...tests,
        ...(whole ? [`if (${name}) ${leave(whole)}${end}`] : []),
        ...(variable === 'outcome' ? [`${keyword} { ${names.join(', ')} } = ${name}${end}`] : []),
      ];
    },
  };

  function lastLines(): string[] {
    if (variable === 'outcome') return [`return { ${mark('')}, ${names.join(', ')} }${constant}${end}`];
    if (names.length > 0) {
      return [`return ${names.length === 1 ? names[0]! : `{ ${names.join(', ')} }`}${end}`];
    }
    // The compiler wants every path to return.
    return variable && !neverFallsThrough(last) ? [`return${isFlag ? ' false' : ' undefined'}${end}`] : [];
  }
}

/** `break`, `continue outer`, `return` */
function wordsOf(node: Node): string {
  const label = node.childForFieldName('label')?.text;
  const word = node.type.replace('_statement', '');
  return label === undefined ? word : `${word} ${label}`;
}

/** Whether the statement is the last one of a loop's body. */
function endsLoop(statement: Node): boolean {
  const block = statement.parent;
  const last = block?.namedChildren.findLast((child) => child.type !== 'comment');
  const isBody = block?.type === 'statement_block' && block.parent !== null && isLoop(block.parent);
  return isBody && last?.id === statement.id;
}

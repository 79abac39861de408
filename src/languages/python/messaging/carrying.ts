import type { Node } from 'web-tree-sitter';
import type { TextEdit } from '../../edit.ts';
import type { Refusal } from '../../idioms/attempt.ts';
import { indentationOf, indentationUnit } from '../../layout.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import type { Lines } from '../block.ts';
import { argument, argumentsOf } from '../calls.ts';
import type { ModuleNames } from '../moduleNames.ts';
import type { Access } from './carriers.ts';

/** How the context gets into a message: statements above the call that sends it, and edits of the call. */
export interface Carrying {
  readonly lines: Lines;
  readonly edits: readonly TextEdit[];
}

/** Makes it when somebody wants it; or why the context cannot be put there. */
export type Carry = ((names: ModuleNames) => Carrying) | Refusal;

/** A call that sends a message. */
export interface Send {
  readonly file: ParsedFile;
  readonly call: Node;
  /** The quote of the file's strings. */
  readonly quote: string;
}

/** An argument that takes headers or fields. */
export interface HeadersArgument {
  readonly name: string;
  /** Its place among the positional arguments. */
  readonly index?: number;
  /** A list of pairs, a dict, or both at the caller's choice. */
  readonly shape: 'pairs' | 'dict' | 'either';
  /** Writes pairs, or a dict whose values are not text. */
  readonly setter?: Access;
  /** The type of that dict, where another than of texts is asked for. */
  readonly type?: string;
  /** The variable that holds them, where another name than the argument's is better. */
  readonly variable?: string;
}

const unpacked = {
  refusal:
    'This call unpacks its arguments, so that its headers cannot be seen: write the arguments out first.',
};

/** The context in an argument of `call`, beside what is in it already. */
export function inArgument({ file, quote }: Send, call: Node, headers: HeadersArgument): Carry {
  const args = argumentsOf(call);
  if (isUnpacked(call)) return unpacked;
  const given = argument(args, headers.index ?? Infinity, headers.name);
  const value = given?.type === 'none' ? undefined : given;
  const shape = headers.shape === 'either' ? shapeOf(file, value) : headers.shape;
  if (!shape) {
    return {
      refusal: `The text does not say whether \`${value!.text}\` is a dict or a list: write the headers into the call first.`,
    };
  }
  if (value && /\b(?:await|yield)\b|:=/.test(value.text)) {
    return {
      refusal:
        'The headers are awaited or assigned inside the call: put them into a variable above it first.',
    };
  }
  if (value && isInjectedAbove(call, value)) {
    return {
      refusal: `\`${value.text}\` gets the context above the call already, before the span of the send begins: take that inject out first.`,
    };
  }
  return (names) => {
    const variable = names.free(headers.variable ?? headers.name, `message_${headers.name}`);
    const edits = !given
      ? [withArgument(file, call, `${headers.name}=${variable}`)]
      : [{ ...rangeOf(given), text: variable }];
    // A dict takes text as it is; only pairs and dicts of another kind need the setter.
    const setter = headers.shape === 'either' && shape === 'dict' ? undefined : headers.setter;
    const type =
      shape === 'pairs' ? 'list[tuple[str, bytes]]' : (headers.type ?? (value ? '' : 'dict[str, str]'));
    const typed = type && !(value && shape === 'pairs') ? `: ${type}` : '';
    return {
      lines: [
        ...assigned(file, `${variable}${typed}`, value, shape),
        inject(names, variable, setter?.(names, quote)),
      ],
      edits,
    };
  };
}

/** `propagate.inject(carrier)` */
export function inject(names: ModuleNames, carrier: string, setter?: string): string {
  const propagate = names.use('opentelemetry', 'propagate');
  return `${propagate}.inject(${carrier}${setter === undefined ? '' : `, setter=${setter}()`})`;
}

/** `headers = …`: what was written into the call, or a copy of what came from elsewhere. */
function assigned(file: ParsedFile, target: string, value: Node | undefined, shape: 'pairs' | 'dict'): Lines {
  const empty = shape === 'pairs' ? '[]' : '{}';
  if (!value) return [`${target} = ${empty}`];
  if (shapeWritten(value) === shape) return moved(file, `${target} = `, value);
  const copy = shape === 'pairs' ? 'list' : 'dict';
  return [`${target} = ${copy}(${value.text} or ${shape === 'pairs' ? '()' : '{}'})`];
}

/** The text of an expression behind `before`, its inner lines set off from the new place as they were from the old. */
export function moved({ text }: ParsedFile, before: string, value: Node): Lines {
  const from = indentationOf(text, value.startIndex);
  const [first, ...rest] = value.text.split(/\r?\n/);
  return [before + first!, ...rest.map((line) => (line.startsWith(from) ? line.slice(from.length) : line))];
}

/** An argument more at the end, on a line of its own where the others have one. */
export function withArgument({ text }: ParsedFile, call: Node, added: string): TextEdit {
  const list = call.childForFieldName('arguments')!;
  const last = list.namedChildren.findLast((child) => child.type !== 'comment');
  if (!last) return { start: list.startIndex + 1, end: list.startIndex + 1, text: added };
  const first = list.namedChildren[0]!;
  const ownLines = first.startPosition.row > list.startPosition.row && list.namedChildCount > 0;
  const eol = text[text.indexOf('\n', last.endIndex) - 1] === '\r' ? '\r\n' : '\n';
  // The statement moves one step to the right, and this line with it.
  const between = ownLines
    ? `,${eol}${indentationOf(text, last.startIndex)}${indentationUnit(text, '    ')}`
    : ', ';
  return { start: last.endIndex, end: last.endIndex, text: between + added };
}

export function isUnpacked(call: Node): boolean {
  return (
    call
      .childForFieldName('arguments')
      ?.namedChildren.some((child) => /^(?:list|dictionary)_splat$/.test(child.type)) ?? false
  );
}

/** What a value is: by its own text, or by that of the variable that it is. */
function shapeOf(file: ParsedFile, value: Node | undefined): 'pairs' | 'dict' | undefined {
  if (!value) return 'dict';
  const own = shapeWritten(value);
  if (own || value.type !== 'identifier') return own;
  const all = nodesOf(file.tree, 'assignment').filter(
    (one) => one.childForFieldName('left')?.text === value.text,
  );
  const shapes = new Set(all.map((one) => shapeWritten(one.childForFieldName('right'))));
  return shapes.size === 1 ? [...shapes][0] : undefined;
}

function shapeWritten(value: Node | null): 'pairs' | 'dict' | undefined {
  if (/^(?:list|list_comprehension)$/.test(value?.type ?? '')) return 'pairs';
  return /^(?:dictionary|dictionary_comprehension)$/.test(value?.type ?? '') ? 'dict' : undefined;
}

/** `inject(headers)` between the start of the function and the call. */
function isInjectedAbove(call: Node, value: Node): boolean {
  let scope: Node = call;
  while (scope.parent && !/^(?:function_definition|lambda)$/.test(scope.type)) scope = scope.parent;
  return scope
    .descendantsOfType('call')
    .some(
      (one) =>
        one.endIndex <= call.startIndex &&
        /(?:^|\.)inject$/.test(one.childForFieldName('function')!.text) &&
        argument(argumentsOf(one), 0, 'carrier')?.text === value.text,
    );
}

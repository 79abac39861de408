import type { Node } from 'web-tree-sitter';
import { combined, type TextEdit } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ParsedFile } from '../../parsed.ts';
import { rangeOf } from '../../syntax.ts';
import { appended } from '../../appended.ts';
import { around } from '../around.ts';
import { argumentsOf, property } from '../calls.ts';
import { ModuleNames } from '../moduleNames.ts';
import { styleOf } from '../style.ts';
import { environment } from './helpers.ts';
import { isCode } from './kept.ts';

type Change = (wrap: string) => TextEdit[];

/** The context in the environment of what a call starts; `index` is the place of its options. */
export function inEnvironment(file: ParsedFile, call: Node, index: number): Attempt {
  const change = changeOf(file, call, index);
  if (typeof change === 'string') return { refusal: change };
  return () => {
    const style = styleOf(file, call);
    const names = new ModuleNames(file, call, style);
    return combined([...change(environment(names, style)), ...names.edits()]);
  };
}

/** How `env` gets among the options, or why it cannot. */
function changeOf(file: ParsedFile, call: Node, index: number): Change | string {
  const args = argumentsOf(call);
  const options =
    args.find((one) => one.type === 'object') ??
    args.slice(1).find((one) => isOptions(file, one, index, args));
  if (args.some((one) => one.type === 'spread_element')) {
    return 'The arguments come from a list, so that the options cannot be told: write them first.';
  }
  if (options?.type === 'object') {
    const env = property(options, 'env') ?? shorthand(options);
    if (!env) {
      const spread = options.namedChildren.find((child) => child.type === 'spread_element');
      const from = spread ? `${spread.firstNamedChild!.text}.env` : '';
      if (spread && spread.firstNamedChild!.type !== 'identifier') {
        return 'Some options come from elsewhere, which may have `env`: pass `env` here first.';
      }
      return (wrap) => appended(file, options, `env: ${wrap}(${from})`);
    }
    if (hasContext(file, env)) return 'The trace context is carried here already.';
    if (/SHARE_ENV$/.test(env.text)) {
      return 'The worker shares this environment, and what is written there would be seen by all: give it one of its own.';
    }
    return (wrap) =>
      env.type === 'shorthand_property_identifier'
        ? [{ ...rangeOf(env), text: `env: ${wrap}(env)` }]
        : around(env, `${wrap}(`);
  }
  if (options) {
    const { text } = options;
    if (options.type !== 'identifier')
      return 'The options come from elsewhere: put them into a variable first.';
    return (wrap) => [{ ...rangeOf(options), text: `{ ...${text}, env: ${wrap}(${text}.env) }` }];
  }
  const unclear = args.slice(1, index + 1).find((one) => !isCode(file, one) && !isList(file, one));
  if (unclear) {
    return `Whether \`${unclear.text}\` is the arguments or the options cannot be seen here: pass both.`;
  }
  const before = args.findLast((one, i) => i <= index && !(i > 0 && isCode(file, one)))!;
  return (wrap) => [{ start: before.endIndex, end: before.endIndex, text: `, { env: ${wrap}() }` }];
}

/** What stands in the place of the options and is no callback; where there is one place less, a list is none. */
function isOptions(file: ParsedFile, one: Node, index: number, args: readonly Node[]): boolean {
  return args[index]?.id === one.id && !isCode(file, one) && !isList(file, one) && one.type !== 'string';
}

/** An array, or a variable that the file gives one. */
function isList(file: ParsedFile, one: Node): boolean {
  if (one.type === 'array') return true;
  if (one.type !== 'identifier') return false;
  const name = one.text;
  return new RegExp(
    `\\b${name}\\s*(?::[^=;\\n]*)?=\\s*\\[|\\b${name}\\??:\\s*(?:readonly )?string\\[\\]`,
  ).test(file.text);
}

function shorthand(options: Node): Node | undefined {
  return options.namedChildren.find(
    (child) => child.type === 'shorthand_property_identifier' && child.text === 'env',
  );
}

/** By `environmentWithContext(…)`, or as a variable that was injected into. */
function hasContext(file: ParsedFile, env: Node): boolean {
  return /identifier$/.test(env.type)
    ? new RegExp(`\\binject\\([^()]*(?:\\(\\))?[^()]*\\b${env.text}\\b`).test(file.text)
    : /environmentWithContext\(|TRACEPARENT/.test(env.text);
}

import type { Node } from 'web-tree-sitter';
import { descendants } from '../syntax.ts';
import { isFunction } from './functions.ts';

/** Evaluating it does not throw. */
export function isHarmless(argument: Node): boolean {
  const calls = [argument, ...descendants(argument, (node) => !isFunction(node))].filter(({ type }) =>
    /^(?:call_expression|new_expression|await_expression)$/.test(type),
  );
  return calls.every((call) => {
    const callee = (call.childForFieldName('function') ?? call.childForFieldName('constructor'))?.text ?? '';
    return /^(?:JSON\.stringify|String|encodeURIComponent|URLSearchParams|FormData|Headers|AbortSignal\.\w+|Buffer\.from|Date\.now|(?:crypto\.)?randomUUID|SendMessage(?:Batch)?Command)$/.test(
      callee,
    );
  });
}

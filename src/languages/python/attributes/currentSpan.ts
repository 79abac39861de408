import type { Node } from 'web-tree-sitter';
import { selfAndAncestors } from '../../syntax.ts';

/** A span that the code at a place runs in. */
export interface SpanAround {
  /** The `with` that makes it current, or the statement that starts it. */
  readonly statement: Node;
  /** '' where it has none. */
  readonly variable: string;
}

/** The innermost span that the function around a place started for it. */
export function spanAround(place: Node): SpanAround | undefined {
  for (const node of selfAndAncestors(place)) {
    if (/^(?:function_definition|lambda|class_definition)$/.test(node.type)) return undefined;
    const opened = node.id === place.id ? undefined : opensSpan(node);
    if (opened) return opened;
    for (let before = node.previousNamedSibling; before; before = before.previousNamedSibling) {
      const started = startsSpan(before);
      if (started && node.type === 'try_statement' && node.text.includes(`${started.variable}.end()`))
        return started;
    }
  }
  return undefined;
}

/** The span that a `with` makes current for its block. */
export function opensSpan(node: Node): SpanAround | undefined {
  if (node.type !== 'with_statement') return undefined;
  const clause = node.namedChildren.find((child) => child.type === 'with_clause');
  const item = clause?.namedChildren.findLast((child) => /\bstart_as_current_span\(/.test(child.text));
  if (!item) return undefined;
  return { statement: node, variable: /\bas\s+(\w+)$/.exec(item.text)?.[1] ?? '' };
}

/** The span that an assignment starts without making it current, or takes as the current one. */
export function startsSpan(node: Node): SpanAround | undefined {
  const assignment = node.type === 'expression_statement' ? node.firstNamedChild : null;
  if (assignment?.type !== 'assignment' || assignment.childForFieldName('left')?.type !== 'identifier')
    return undefined;
  const right = assignment.childForFieldName('right');
  const isStart =
    right?.type === 'call' &&
    /(?:\.start_span|\bget_current_span)$/.test(right.childForFieldName('function')?.text ?? '');
  return isStart ? { statement: node, variable: assignment.childForFieldName('left')!.text } : undefined;
}

import type { Node } from 'web-tree-sitter';
import { freeName } from '../../syntax.ts';
import { functionOrProgram, identifiersIn } from './variables.ts';

/** `span`, or where the function around has one already, that of the span's last word: `chargeSpan`. */
export function spanVariable(about: Node, spanName: string): string {
  const around = functionOrProgram(about);
  const taken = identifiersIn([around]);
  return freeName(taken, 'span', `${/[\p{L}\d_$]+$/u.exec(spanName)?.[0] ?? 'otel'}Span`);
}

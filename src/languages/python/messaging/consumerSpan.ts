import type { Node } from 'web-tree-sitter';
import type { TextRange } from '../../edit.ts';
import type { Attempt } from '../../idioms/attempt.ts';
import type { ConsumerSite } from '../../idioms/messaging.ts';
import { descendants } from '../../syntax.ts';
import { entersSameScope } from '../functions.ts';
import type { ModuleNames } from '../moduleNames.ts';

/** The context that a message brings. */
export function extracted(names: ModuleNames, carrier: string, getter: string | undefined): string {
  const propagate = names.use('opentelemetry', 'propagate');
  return `${propagate}.extract(${carrier}${getter === undefined ? '' : `, getter=${getter}()`})`;
}

/** Whether the code starts a CONSUMER span. */
export function isInConsumerSpan(node: Node): boolean {
  return /\bSpanKind\.CONSUMER\b/.test(node.text);
}

/** Whether the code itself yields, not a function in it. */
export function yields(node: Node): boolean {
  return [node, ...descendants(node, entersSameScope)].some((one) => one.type === 'yield' && one.isNamed);
}

/** A place where messages are processed, and why no span can go around that. */
export function refused(range: TextRange, refusal: string, isBatch = false): ConsumerSite {
  const edits: Attempt = { refusal };
  return { range, isBatch, edits };
}

import type { SpanFacts } from '../facts.ts';
import type { SourceLocation } from '../location.ts';
import type { WorkspaceIndex } from '../workspaceIndex.ts';

/** One way to find the source of a span. One file each, listed in `all.ts` in order of trust. */
export type Resolver = (facts: SpanFacts, index: WorkspaceIndex) => SourceLocation[];

import type { SpanLinkIdioms } from './idioms/spanLinks.ts';
import type { WrittenAttributeIdioms } from './idioms/writtenAttributes.ts';
import type { AttributeIdioms } from './idioms/attributes.ts';
import type { SpanNameIdioms } from './idioms/spanName.ts';
import type { SpanEndIdioms } from './idioms/spanEnd.ts';
import type { SpanErrorIdioms } from './idioms/spanError.ts';
import type { MessagingIdioms } from './idioms/messaging.ts';
import type { SelectionIdioms } from './idioms/selection.ts';
import type { ContextIdioms } from './idioms/context.ts';
import type { HttpIdioms } from './idioms/http.ts';
import type { SdkIdioms } from './idioms/sdk.ts';
import type { SpanIdioms } from './idioms/span.ts';
import type { BaggageIdioms } from './idioms/baggage.ts';
import type { LoggingIdioms } from './idioms/logging.ts';

/**
 * How a language says what the assists want to say, a file a topic in `idioms/`. An assist whose topic a language does
 * not have is not offered in it.
 */
export interface Idioms {
  readonly attributes?: AttributeIdioms;
  readonly logging?: LoggingIdioms;
  readonly baggage?: BaggageIdioms;
  readonly http?: HttpIdioms;
  readonly context?: ContextIdioms;
  readonly sdk?: SdkIdioms;
  readonly span: SpanIdioms;
  readonly selection?: SelectionIdioms;
  readonly messaging?: MessagingIdioms;
  readonly spanError?: SpanErrorIdioms;
  readonly spanEnd?: SpanEndIdioms;
  readonly spanName?: SpanNameIdioms;
  readonly writtenAttributes?: WrittenAttributeIdioms;
  readonly spanLinks?: SpanLinkIdioms;
}

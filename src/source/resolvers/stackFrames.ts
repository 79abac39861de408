import { Confidence } from '../location.ts';
import { findPlace } from '../recordedPlace.ts';
import { parseStack } from '../stackTrace.ts';
import type { Resolver } from './resolver.ts';

/** The innermost frame in the workspace of each exception (and of `code.stacktrace`) that the span carries. */
export const stackFrames: Resolver = (facts, index) =>
  facts.stacks.flatMap(({ text, origin, raised }) => {
    const confidence = raised ? Confidence.Raised : Confidence.Frame;
    for (const frame of parseStack(text)) {
      const places = findPlace(frame, `the innermost frame here of ${origin}`, confidence, index);
      // Every project has an index.js: a frame of somebody else's must not lead to ours.
      const sure = places.filter(({ confidence }) => confidence > Confidence.Ambiguous);
      if (sure.length > 0) return sure;
    }
    return [];
  });

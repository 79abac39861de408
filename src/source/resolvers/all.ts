import { codeAttributes } from './codeAttributes.ts';
import { frameworkNames } from './frameworkNames.ts';
import { httpRoute } from './httpRoute.ts';
import type { Resolver } from './resolver.ts';
import { spanName } from './spanName.ts';
import { stackFrames } from './stackFrames.ts';

/** In order of trust: of two that find the same line, the first one's confidence counts. */
export const resolvers: readonly Resolver[] = [
  codeAttributes,
  stackFrames,
  httpRoute,
  spanName,
  frameworkNames,
];

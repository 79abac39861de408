import type { Assist } from './assist.ts';
import { spanFunction } from './spanFunction.ts';

/** Every code action. */
export const assists: readonly Assist[] = [spanFunction];

import type { Assist } from './assist.ts';
import { spanError } from './spanError.ts';
import { contextCarry } from './contextCarry.ts';
import { spanFunction } from './spanFunction.ts';
import { spanSelection } from './spanSelection.ts';

/** Every code action. */
export const assists: readonly Assist[] = [spanError, contextCarry, spanFunction, spanSelection];

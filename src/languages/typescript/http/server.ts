import type { HttpIdioms } from '../../idioms/http.ts';

export const frameworks: readonly string[] = [];

export const handlerAt: HttpIdioms['handlerAt'] = () => undefined;

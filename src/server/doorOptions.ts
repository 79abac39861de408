import type { ReceiverOptions } from '../receiver/receiver.ts';

/** What the receiver lets in, as far as users choose it. */
export type Door = Pick<ReceiverOptions, 'origins' | 'limit'>;

/** The options by which `spanline serve` and the server's own process are told whom and what to let in. */
export const DOOR_OPTIONS = {
  'allow-origin': { type: 'string', multiple: true },
  'max-request': { type: 'string' },
} as const;

export const DOOR_USAGE = '[--allow-origin ORIGIN]... [--max-request MIB]';

const MIB = 1024 * 1024;

/** What was given; `toNumber` reads a whole number or throws. */
export function doorFrom(
  values: { readonly 'allow-origin'?: readonly string[]; readonly 'max-request'?: string },
  toNumber: (name: string, text: string) => number,
): Door {
  const size = values['max-request'];
  return {
    origins: values['allow-origin'] ?? [],
    ...(size === undefined ? {} : { limit: toNumber('max-request', size) * MIB }),
  };
}

/** The same as arguments of a command line. */
export function doorArguments({ origins = [], limit }: Door): string[] {
  return [
    ...origins.flatMap((origin) => ['--allow-origin', origin]),
    ...(limit === undefined ? [] : ['--max-request', String(limit / MIB)]),
  ];
}

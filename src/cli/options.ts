import path from 'node:path';
import { dataFolder } from '../server/dataFolder.ts';
import { CliError } from './command.ts';

/** The data folder that was asked for, or the user's own; absolute. */
export function dataOf(option: string | undefined): string {
  return option === undefined ? dataFolder() : path.resolve(option);
}

/**
 * The number that an option holds.
 * @throws CliError when it is none between `min` and `max`.
 */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new CliError(`--${name} takes a whole number from ${min} to ${max}, not "${text}".`);
}

/** @throws CliError when a command got arguments that it does not take. */
export function expectNoArguments(positionals: readonly string[]): void {
  if (positionals.length > 0) {
    throw new CliError(`"${positionals.join(' ')}" is not expected here: "spanline help" shows what is.`);
  }
}

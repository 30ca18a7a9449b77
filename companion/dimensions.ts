import { AppError } from '#core/error.ts';
import { UsageError } from './command.ts';

/** Sizes that are common for dimensions of such a name; 1 for the rest. */
const usualSizes: readonly (readonly [RegExp, number])[] = [
  [/batch/i, 1],
  [/seq|len|time|token/i, 128],
  [/height|width/i, 224],
];

/** `--dims batch=1,sequence=128`, also with `:`, as a link writes it: `batch:1,sequence:128`. */
export function dimsForLink(given: string): string {
  return given.replace(/=([^=,]*)(?=,|$)/g, ':$1');
}

/** A model whose free dimensions have no sizes yet, as a fault of the command line: with sizes that can be pasted. */
export function askForSizes(error: UsageError | AppError, given = ''): UsageError | AppError {
  const free = error instanceof AppError ? error.facts['free'] : undefined;
  if (typeof free !== 'string') return error;
  const known = new Map(
    dimsForLink(given)
      .split(',')
      .map((pair) => [pair.slice(0, pair.lastIndexOf(':')), pair.slice(pair.lastIndexOf(':') + 1)] as const),
  );
  const names = free.split(',');
  const sizes = names.map((name) => `${name}=${known.get(name) ?? usualSize(name)}`);
  const which = names.map((name) => `"${decodeURIComponent(name)}"`).join(', ');
  return new UsageError(`the model leaves ${which} free: name sizes that suit it, such as --dims ${sizes.join(',')}`);
}

function usualSize(name: string): number {
  return usualSizes.find(([pattern]) => pattern.test(name))?.[1] ?? 1;
}

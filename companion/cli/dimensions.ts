import { AppError } from '#core/error.ts';
import { UsageError } from './command.ts';

/** Sizes to suggest for dimensions by their names, 1 for the rest; chosen as common ones. */
const usualSizes: readonly (readonly [RegExp, number])[] = [
  [/batch/i, 1],
  [/seq|len|time|token/i, 128],
  [/height|width/i, 224],
];

/** `--dims batch=1,sequence=128`, also with `:`, as a link writes it: `batch:1,sequence:128`. */
export function dimsForLink(given: string): string {
  return given.replace(/=([^=,]*)(?=,|$)/g, ':$1');
}

/**
 * Turns the error of a model with free dimensions into a usage error that suggests `--dims` to paste; returns any other
 * error unchanged.
 * @param given the value of `--dims`; its sizes are part of the suggestion
 */
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

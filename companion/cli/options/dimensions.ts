import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { readDimensions } from '#links/dimensions-query.ts';
import { errors } from '#words/en/errors/errors.ts';
import { checkLink } from './check-link.ts';
import { UsageError } from '../command.ts';

/** Converts `--dims batch=1,sequence=128` (or with `:`) to the form used in links, `batch:1,sequence:128`. */
export function toLinkDims(given: string): string {
  return given.replace(/=([^=,]*)(?=,|$)/g, ':$1');
}

/**
 * Parses the sizes in `--dims`.
 * @throws UsageError
 */
export function readDims(given: string | undefined): Dimensions {
  let sizes: Dimensions = {};
  checkLink(() => (sizes = given === undefined ? {} : readDimensions(toLinkDims(given))));
  return sizes;
}

/**
 * Converts the error of a model with dynamic dimensions into a usage error that suggests a `--dims` option; returns any
 * other error unchanged.
 * @param given the value of `--dims`; its sizes are part of the suggestion
 */
export function suggestDimensions(error: UsageError | AppError, given = ''): UsageError | AppError {
  const suggested = error instanceof AppError ? error.facts['suggested'] : undefined;
  if (!(error instanceof AppError) || typeof suggested !== 'string') return error;
  const sizes = new Map([...parseSizes(suggested), ...parseSizes(toLinkDims(given))]);
  const dims = parseSizes(suggested).map(([name]) => `${name}=${sizes.get(name)}`);
  return new UsageError(`${errors[error.code](error.facts).what} For example: --dims ${dims.join(',')}`);
}

/** Formats the sizes that were used but not set by `--dims` as such an option; empty if there are none. */
export function formatSuggestedDims(used: Dimensions, given: string | undefined): string {
  const givenSizes = readDims(given);
  const names = Object.keys(used).filter((name) => !Object.hasOwn(givenSizes, name));
  return names.map((name) => `${encodeURIComponent(name)}=${used[name]}`).join(',');
}

function parseSizes(dims: string): readonly (readonly [name: string, size: string])[] {
  return dims
    .split(',')
    .map((pair) => [pair.slice(0, pair.lastIndexOf(':')), pair.slice(pair.lastIndexOf(':') + 1)] as const);
}

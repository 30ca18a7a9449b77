import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { parseDimensions } from '#links/dimensions-query.ts';
import { errors } from '#words/en/errors/errors.ts';
import { checkLink } from './check-link.ts';
import { UsageError } from '../command.ts';

/** Converts the value of `--dims`, such as `batch=1,sequence=128`, to the form in links, `batch:1,sequence:128`. */
export function toLinkDims(dims: string): string {
  return dims.replace(/=([^=,]*)(?=,|$)/g, ':$1');
}

/**
 * Parses the sizes in `--dims`.
 * @throws UsageError
 */
export function parseDims(text: string | undefined): Dimensions {
  return text === undefined ? {} : checkLink(() => parseDimensions(toLinkDims(text)));
}

/**
 * Converts an error about free dimensions to a usage error that suggests a `--dims` option. Returns any other error
 * unchanged.
 * @param text the value of `--dims`, whose sizes are part of the suggestion
 */
export function suggestDimensions(error: UsageError | AppError, text = ''): UsageError | AppError {
  const suggestedDims = error instanceof AppError ? error.facts['suggested'] : undefined;
  if (!(error instanceof AppError) || typeof suggestedDims !== 'string') return error;
  const sizes = new Map([...parseSizes(suggestedDims), ...parseSizes(toLinkDims(text))]);
  const dims = [...sizes].map(([name, size]) => `${name}=${size}`);
  return new UsageError(`${errors[error.code](error.facts).what} For example: --dims ${dims.join(',')}`);
}

/** Formats the sizes that the app chose, because `--dims` did not set them, as a value of that option; empty if there are none. */
export function formatChosenDims(used: Dimensions, dims: string | undefined): string {
  const givenSizes = parseDims(dims);
  const names = Object.keys(used).filter((name) => !Object.hasOwn(givenSizes, name));
  return names.map((name) => `${encodeURIComponent(name)}=${used[name]}`).join(',');
}

function parseSizes(dims: string): readonly (readonly [name: string, size: string])[] {
  return dims
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.lastIndexOf(':')), pair.slice(pair.lastIndexOf(':') + 1)] as const);
}

import { AppError } from '#core/errors/error.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import { suggestSizes } from './suggested-sizes.ts';

/**
 * Chooses the requested sizes of the free dimensions of an opened model, and the values of its scalar integers.
 * @throws AppError input-invalid, with suggested sizes, if a free dimension has no size
 */
export function chooseRunSizes(
  { subject, dimensions = {} }: Pick<BenchRequest, 'subject' | 'dimensions'>,
  facts: Pick<SessionFacts, 'inputs' | 'outputs'>,
): Dimensions {
  if (subject.kind === 'workload') return {};
  const suggested = suggestSizes(facts);
  const isRequested = (name: string) => Object.hasOwn(dimensions, name);
  const missing = listFreeDimensions(facts.inputs).filter((name) => !isRequested(name));
  if (missing.length > 0) {
    throw new AppError('input-invalid', {
      name: missing.join(', '),
      reason: 'size-missing',
      free: missing.map(encodeURIComponent).join(','),
      suggested: Object.entries(suggested)
        .map(([name, size]) => `${encodeURIComponent(name)}:${size}`)
        .join(','),
    });
  }
  const requestedNames = Object.keys(suggested).filter(isRequested);
  return Object.fromEntries(requestedNames.map((name) => [name, dimensions[name] ?? 1]));
}

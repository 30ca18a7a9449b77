import type { ValueFacts } from './model-facts.ts';

type Input = Pick<ValueFacts, 'name' | 'dtype' | 'shape'>;

/**
 * Names of the free dimensions that need a size from the user, in order of appearance. A free leading dimension of a
 * shape with several is the batch, of size 1, as are all others of its name. An unnamed dimension is named after its
 * input and axis: `input.2`.
 */
export function freeDimensions(inputs: readonly Pick<Input, 'name' | 'shape'>[]): string[] {
  const batch = listBatchNames(inputs);
  const names = inputs.flatMap((input) =>
    (input.shape ?? []).map((_, axis) => formatDimensionName(input, axis, batch)),
  );
  return [...new Set(names.filter((name) => name !== null))];
}

/** The batch dimensions among the names, which have the size 1. */
export function listBatchNames(inputs: readonly Pick<Input, 'shape'>[]): ReadonlySet<string> {
  const leading = inputs.flatMap(({ shape }) => (shape && shape.length > 1 ? [shape[0]] : []));
  return new Set(leading.filter((size) => typeof size === 'string'));
}

/** The name under which the user sets the size of this dimension; `null` if it needs none. */
export function formatDimensionName(
  { name, shape }: Pick<Input, 'name' | 'shape'>,
  axis: number,
  batch: ReadonlySet<string>,
): string | null {
  const size = shape?.[axis];
  if (typeof size === 'number' || (axis === 0 && (shape?.length ?? 0) > 1)) return null;
  if (typeof size !== 'string') return `${name}.${axis}`;
  return batch.has(size) ? null : size;
}

/**
 * Whether an input is a single integer, such as a sampling rate or a length. Its value decides how much the model
 * computes, so the user can set it like the size of a dimension, under the name of the input.
 */
export function isIntegerSetting({ dtype, shape }: Omit<Input, 'name'>): boolean {
  return (dtype === 'int64' || dtype === 'int32') && shape !== null && (shape.length === 0 || shape.join() === '1');
}

import type { ValueFacts } from './model-facts.ts';

type Input = Pick<ValueFacts, 'name' | 'dtype' | 'shape'>;

/**
 * Lists the names of the free dimensions that need a size, in order of appearance. A free first dimension of a shape with
 * several dimensions is the batch, which has size 1, as have all dimensions of the same name. An unnamed dimension is named
 * by its input and axis: `input.2`.
 */
export function listFreeDimensions(inputs: readonly Pick<Input, 'name' | 'shape'>[]): string[] {
  const batch = listBatchNames(inputs);
  const names = inputs.flatMap((input) =>
    (input.shape ?? []).map((_, axis) => formatDimensionName(input, axis, batch)),
  );
  return [...new Set(names.filter((name) => name !== null))];
}

/** Lists the names of batch dimensions, which have size 1. */
export function listBatchNames(inputs: readonly Pick<Input, 'shape'>[]): ReadonlySet<string> {
  const leading = inputs.flatMap(({ shape }) => (shape && shape.length > 1 ? [shape[0]] : []));
  return new Set(leading.filter((size) => typeof size === 'string'));
}

/** The name by which the size of a dimension is set; `null` if it needs no size. */
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
 * Whether an input is a single integer, such as a sample rate or a length. The model's cost can depend on it, so it is set
 * like the size of a dimension, by the name of the input.
 */
export function isIntegerSetting({ dtype, shape }: Omit<Input, 'name'>): boolean {
  return (dtype === 'int64' || dtype === 'int32') && shape !== null && (shape.length === 0 || shape.join() === '1');
}

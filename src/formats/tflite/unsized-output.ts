import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';

/** Finds an output whose size does not follow from the input shapes and is only known at run time. */
export function findUnsizedOutput({ inputs, outputs }: Pick<ModelFacts, 'inputs' | 'outputs'>): ValueFacts | undefined {
  const isFree = (axis: number) => inputs.some(({ shape }) => shape?.[axis] === null);
  return outputs.find(({ shape }) => shape?.some((size, axis) => size === null && !isFree(axis)));
}

/** The shape as text, such as `?, 4`. */
export const formatShape = ({ shape }: ValueFacts): string => shape?.map((size) => size ?? '?').join(', ') ?? '';

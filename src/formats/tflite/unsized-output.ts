import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';

/** An output whose size does not follow from the input shapes: it is known only at run time. */
export function findUnsizedOutput({ inputs, outputs }: Pick<ModelFacts, 'inputs' | 'outputs'>): ValueFacts | undefined {
  const isFree = (axis: number) => inputs.some(({ shape }) => shape?.[axis] === null);
  return outputs.find(({ shape }) => shape?.some((size, axis) => size === null && !isFree(axis)));
}

/** E.g. `?, 4`. */
export const formatShape = ({ shape }: ValueFacts): string => shape?.map((size) => size ?? '?').join(', ') ?? '';

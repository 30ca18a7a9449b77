import type { ModelFacts, NodeFacts, ValueFacts } from '#core/model/model-facts.ts';
import type { Shape } from '#graph/value.ts';

/** The costs of one run per node, if shapes are known. */
export interface Costs {
  readonly nodes: readonly NodeFacts[];
  readonly peakActivationBytes: number | null;
  /** The shape of every value, by name; `null` if no rule could infer it. */
  readonly shapes: ReadonlyMap<string, Shape | null>;
}

/** The costs of a file without a graph. */
export const noCosts: Costs = { nodes: [], peakActivationBytes: null, shapes: new Map() };

/**
 * Counts the operations of one run, with the sizes to which they apply. Excludes nodes of unknown cost and reports their
 * number.
 * @param bound the inputs with the sizes of the costs; the user must set those that are still free
 */
export function countFlops(
  { nodes }: Costs,
  inputs: readonly ValueFacts[],
  bound: readonly ValueFacts[],
): Pick<ModelFacts, 'flops' | 'flopsBasis'> {
  if (nodes.length === 0) return { flops: null, flopsBasis: { code: 'no-graph' } };
  const freeDimensions = bound.flatMap(({ name, shape }) =>
    (shape ?? []).flatMap((size, axis) => (typeof size === 'number' ? [] : [`${name}.${axis}`])),
  );
  if (freeDimensions.length > 0)
    return { flops: null, flopsBasis: { code: 'input-size-free', dimensions: freeDimensions } };
  const unknown = nodes.filter(({ flops }) => flops === null).length;
  const changed = bound.filter(({ shape }, index) => shape?.join() !== inputs[index]?.shape?.join());
  const inputShapes = Object.fromEntries(changed.map(({ name, shape }) => [name, shape ?? []]));
  return {
    flops: unknown < nodes.length ? nodes.reduce((sum, { flops }) => sum + (flops ?? 0), 0) : null,
    flopsBasis: {
      code: 'per-run',
      ...(changed.length > 0 && { inputShapes }),
      ...(unknown > 0 && { leftOut: { nodes: unknown, of: nodes.length } }),
    },
  };
}

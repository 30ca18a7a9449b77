import type { ModelFacts, NodeFacts, ValueFacts } from '#core/model/model-facts.ts';
import type { Shape } from '#graph/value.ts';

/** The costs of one run by node, if shapes are known. */
export interface Costs {
  readonly nodes: readonly NodeFacts[];
  readonly peakActivationBytes: number | null;
  /** The shape of every value, by name; `null` if no rule could infer it. */
  readonly shapes: ReadonlyMap<string, Shape | null>;
}

/** The costs of a file without a graph. */
export const noCosts: Costs = { nodes: [], peakActivationBytes: null, shapes: new Map() };

/**
 * Operations of one run, and the sizes they were counted for. Nodes of unknown cost are not included; their number is
 * reported.
 * @param bound the inputs with the sizes that the costs were computed for; the user must set those that are still free
 */
export function countFlops(
  { nodes }: Costs,
  inputs: readonly ValueFacts[],
  bound: readonly ValueFacts[],
): Pick<ModelFacts, 'flops' | 'flopsBasis'> {
  if (nodes.length === 0) return { flops: null, flopsBasis: { code: 'no-graph' } };
  const free = bound.flatMap(({ name, shape }) =>
    (shape ?? []).flatMap((size, axis) => (typeof size === 'number' ? [] : [`${name}.${axis}`])),
  );
  if (free.length > 0) return { flops: null, flopsBasis: { code: 'input-size-free', dimensions: free } };
  const unknown = nodes.filter(({ flops }) => flops === null).length;
  const sized = bound.filter(({ shape }, index) => shape?.join() !== inputs[index]?.shape?.join());
  const inputShapes = Object.fromEntries(sized.map(({ name, shape }) => [name, shape ?? []]));
  return {
    flops: unknown < nodes.length ? nodes.reduce((sum, { flops }) => sum + (flops ?? 0), 0) : null,
    flopsBasis: {
      code: 'per-run',
      ...(sized.length > 0 && { inputShapes }),
      ...(unknown > 0 && { leftOut: { nodes: unknown, of: nodes.length } }),
    },
  };
}

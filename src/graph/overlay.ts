import { listConstantInputs, type ModelGraph } from './model-graph.ts';
import type { ModuleTree } from './module-tree.ts';

/**
 * Values per node of a graph, which a viewer colours, lists and sums. {@link indexByName} joins measurements by the
 * names that engines report.
 */
export type Overlay = NumericOverlay | CategoricalOverlay;

export interface NumericOverlay {
  readonly kind: 'number';
  readonly id: NumericOverlayId;
  /** Values by node, in the unit of {@link numericOverlays}; `null` if unknown. */
  readonly values: readonly (number | null)[];
}

export interface CategoricalOverlay {
  readonly kind: 'category';
  readonly id: CategoricalOverlayId;
  /** Values by node, such as the name of a provider or of an element type; `null` if unknown. */
  readonly values: readonly (string | null)[];
}

/** Numeric overlays: the unit, and the aggregation of nodes' values to a module's value. */
export const numericOverlays = {
  /** Measured time of a node in one run. */
  time: { unit: 'ms', combine: 'sum' },
  /** Fraction of the time of all nodes, 0 to 1. */
  'time-share': { unit: 'fraction', combine: 'sum' },
  /** Attained speed as a fraction of the device's limit for the node, 0 to 1. */
  attainable: { unit: 'fraction', combine: 'min' },
  flops: { unit: 'operations', combine: 'sum' },
  /** Weights and activations that are read and written. */
  bytes: { unit: 'bytes', combine: 'sum' },
  parameters: { unit: 'count', combine: 'sum' },
  /** Signal-to-noise ratio of the first output against a reference: low is bad. */
  error: { unit: 'dB', combine: 'min' },
} as const satisfies Readonly<Record<string, { readonly unit: string; readonly combine: 'sum' | 'min' }>>;
export type NumericOverlayId = keyof typeof numericOverlays;

/**
 * `provider`: the execution provider of the node; `quantisation`: the element type of its weights; `difference`: one of
 * `Difference` of `compare-graphs.ts`; `scheme`: whether a scheme changes the node, one of `SchemeEffect`.
 */
export const categoricalOverlayIds = ['provider', 'quantisation', 'difference', 'scheme'] as const;
export type CategoricalOverlayId = (typeof categoricalOverlayIds)[number];

export type OverlayId = NumericOverlayId | CategoricalOverlayId;

/** What a scheme does with a node. `excluded`: the scheme would change the node, but its options exclude it. */
export type SchemeEffect = 'excluded' | 'changed';

/** Creates the overlays that need no measurement. */
export function createStaticOverlays(graph: ModelGraph): Overlay[] {
  const weights = graph.nodes.map((node) => listConstantInputs(graph, node));
  const sumWeights = (index: number, size: 'parameters' | 'bytes') =>
    weights[index]!.reduce((total, { constant }) => total + (constant?.[size] ?? 0), 0);
  const overlays: Overlay[] = [
    { kind: 'number', id: 'flops', values: graph.nodes.map(({ flops }) => flops) },
    {
      kind: 'number',
      id: 'bytes',
      values: graph.nodes.map(({ activationBytes }, index) =>
        activationBytes === null ? null : activationBytes + sumWeights(index, 'bytes'),
      ),
    },
    { kind: 'number', id: 'parameters', values: graph.nodes.map((_, index) => sumWeights(index, 'parameters')) },
    { kind: 'category', id: 'quantisation', values: weights.map(findMainWeightType) },
  ];
  return overlays.filter(({ values }) => values.some((value) => value !== null));
}

/** Finds the type of the largest weight of a node; scales and biases are smaller. */
function findMainWeightType(
  weights: readonly { readonly dtype: string; readonly constant: { bytes: number } | null }[],
) {
  const largestWeight = weights.toSorted((a, b) => (b.constant?.bytes ?? 0) - (a.constant?.bytes ?? 0))[0];
  return largestWeight?.dtype ?? null;
}

interface JoinedMeasurements<T> {
  /** Values by node; `null` for nodes without a measurement. */
  readonly values: readonly (T | null)[];
  /** Names without a unique node in the graph, such as those of nodes that an engine fused or added. */
  readonly unmatched: readonly string[];
}

/** Joins measurements to nodes by name. Nodes that share a name get none, since the name is ambiguous. */
export function indexByName<T>(
  nodes: readonly { readonly name: string }[],
  measured: ReadonlyMap<string, T>,
): JoinedMeasurements<T> {
  const counts = new Map<string, number>();
  for (const { name } of nodes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    values: nodes.map(({ name }) => (name !== '' && counts.get(name) === 1 ? (measured.get(name) ?? null) : null)),
    unmatched: [...measured.keys()].filter((name) => counts.get(name) !== 1),
  };
}

/** Aggregates the values of nodes per module; `null` if none is known, or if categories differ. */
export function aggregateByModule(overlay: Overlay, { modules, moduleByNode }: ModuleTree): (number | string | null)[] {
  const values: (number | string | null | undefined)[] = modules.map(() => undefined);
  const isSum = overlay.kind === 'number' && numericOverlays[overlay.id].combine === 'sum';
  const include = (module: number, value: number | string | null | undefined) => {
    const current = values[module];
    if (value === undefined || (value === null && overlay.kind === 'number')) return;
    if (current === undefined) values[module] = value;
    else if (typeof current === 'number' && typeof value === 'number')
      values[module] = isSum ? current + value : Math.min(current, value);
    else if (current !== value) values[module] = null;
  };
  for (const [node, value] of overlay.values.entries()) {
    // A node without weights has no weight type and does not affect that of its module.
    if (value !== null) include(moduleByNode[node]!, value);
  }
  for (let module = modules.length - 1; module > 0; module--) include(modules[module]!.parent, values[module]);
  return values.map((value) => value ?? null);
}

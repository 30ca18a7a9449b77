import type { DeviceId, EngineId } from '#core/engine/engines.ts';

/** Where an engine runs a node: a device of the page, or `webnn`, onnxruntime's provider for the WebNN API. */
export type Place = DeviceId | 'webnn';

/** Why a node does not run on its target. */
export type CoverageReason =
  /** There is no kernel for the operator. */
  | { readonly code: 'operator' }
  /** There is a kernel, but not for this opset's definition of the operator. */
  | { readonly code: 'opset'; readonly opset: number }
  /** There is a kernel, but not for this element type of an input or output. */
  | { readonly code: 'type'; readonly port: 'input' | 'output'; readonly index: number; readonly type: string };

export interface NodePlacement {
  readonly name: string;
  readonly operator: string;
  /** `folded`: computed once, when the model is opened; `null`: no kernel, so the engine rejects the model. */
  readonly place: Place | 'folded' | null;
  /** Present if the node does not run on the target. */
  readonly reason?: CoverageReason;
}

export interface CoverageTarget {
  readonly engine: EngineId;
  readonly place: Place;
}

/** Where an engine would run each node of a model, from its header alone. */
export interface Coverage {
  readonly target: CoverageTarget;
  readonly nodes: readonly NodePlacement[];
  /** Number of values copied between the CPU and another device per run; `null` if the target has no fallback. */
  readonly copies: { readonly in: number; readonly out: number } | null;
  /** Whether the rules come from tests of every operator in the engine, or from its published list. */
  readonly basis: 'tested' | 'published';
}

/** Nodes of one operator that do not run on the target, for the same reason. */
export interface FallbackGroup {
  readonly operator: string;
  readonly place: NodePlacement['place'];
  readonly reason: CoverageReason;
  readonly count: number;
  /** Name of the first node. */
  readonly example: string;
}

/** A coverage summarised for display. */
export interface CoverageSummary extends Omit<Coverage, 'nodes'> {
  /** Number of nodes by place; `none` if the engine has no kernel. */
  readonly counts: Readonly<Partial<Record<Place | 'folded' | 'none', number>>>;
  /** Most nodes first. */
  readonly fallbacks: readonly FallbackGroup[];
}

export function summariseCoverage({ nodes, ...coverage }: Coverage): CoverageSummary {
  const counts: Partial<Record<Place | 'folded' | 'none', number>> = {};
  const groups = new Map<string, FallbackGroup>();
  for (const { name, operator, place, reason } of nodes) {
    const key = place ?? 'none';
    counts[key] = (counts[key] ?? 0) + 1;
    if (!reason) continue;
    const id = JSON.stringify([operator, place, reason]);
    const group = groups.get(id);
    groups.set(id, { operator, place, reason, example: group?.example ?? name, count: (group?.count ?? 0) + 1 });
  }
  return { ...coverage, counts, fallbacks: [...groups.values()].sort((a, b) => b.count - a.count) };
}

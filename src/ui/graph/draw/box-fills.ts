import type { GraphOutline } from '#bridge/graph-contract.ts';
import type { Difference } from '#graph/compare-graphs.ts';
import type { Scene } from '#graph/layout/graph-scene.ts';
import { findOperatorGroup, type OperatorGroup } from '#graph/operator-group.ts';
import {
  aggregateByModule,
  numericOverlays,
  type NumericOverlay,
  type Overlay,
  type SchemeEffect,
} from '#graph/overlay.ts';
import { categoryCount, scaleSteps, type Fill, type GraphTheme } from './graph-theme.ts';

/** The entries of a legend, which determine how boxes are filled. */
export type Legend =
  | { readonly kind: 'groups'; readonly groups: readonly OperatorGroup[] }
  | {
      readonly kind: 'steps';
      readonly overlay: NumericOverlay;
      readonly steps: readonly (readonly [low: number, high: number])[];
    }
  | { readonly kind: 'categories'; readonly id: Overlay['id']; readonly categories: readonly string[] };

const changes: readonly Difference[] = ['added', 'changed', 'removed'];
const schemeEffects: readonly SchemeEffect[] = ['changed', 'excluded'];

/** Ratio of the upper limits of successive steps. Logarithmic, because node costs span orders of magnitude. */
const stepFactor = 1 / 4;

export function buildLegend(outline: GraphOutline, overlay: Overlay | null): Legend {
  if (!overlay) {
    const counts = new Map<OperatorGroup, number>();
    for (const { operator } of outline.nodes) {
      const group = findOperatorGroup(operator);
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return { kind: 'groups', groups: [...counts].sort((a, b) => b[1] - a[1]).map(([group]) => group) };
  }
  // Both graphs of a comparison use the same colours; unchanged nodes have none.
  if (overlay.id === 'difference') return { kind: 'categories', id: overlay.id, categories: changes };
  // The colours stay the same while nodes are excluded one by one.
  if (overlay.id === 'scheme') return { kind: 'categories', id: overlay.id, categories: schemeEffects };
  if (overlay.kind === 'category') {
    const counts = new Map<string, number>();
    for (const value of overlay.values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    const categories = [...counts].sort((a, b) => b[1] - a[1]).map(([category]) => category);
    return { kind: 'categories', id: overlay.id, categories };
  }
  return { kind: 'steps', overlay, steps: listColourSteps(overlay) };
}

/**
 * Lists the value range of each colour, low to high. A module with a larger value than any node has the last colour.
 */
function listColourSteps({ id, values }: NumericOverlay): (readonly [number, number])[] {
  const [low, high] = values.reduce<[number, number]>(
    ([min, max], value) => (value === null ? [min, max] : [Math.min(min, value), Math.max(max, value)]),
    [Infinity, -Infinity],
  );
  if (low > high) return [];
  const isLinear = numericOverlays[id].unit === 'fraction' || numericOverlays[id].unit === 'dB';
  const computeBound = (step: number) =>
    isLinear
      ? low + ((high - low) * step) / scaleSteps
      : step === 0
        ? Math.min(low, 0)
        : high * stepFactor ** (scaleSteps - step);
  return Array.from({ length: scaleSteps }, (_, step) => [computeBound(step), computeBound(step + 1)] as const);
}

/** Computes the fill of each box of a scene. */
export function computeBoxFills(
  { nodes, modules, moduleByNode }: GraphOutline,
  scene: Scene,
  overlay: Overlay | null,
  legend: Legend,
  theme: GraphTheme,
): readonly Fill[] {
  const moduleValues = overlay ? aggregateByModule(overlay, { modules, moduleByNode }) : [];
  return scene.boxes.map(({ kind, index }) => {
    if (kind === 'input' || kind === 'output') return theme.plain;
    if (!overlay) return kind === 'node' ? theme.groups[findOperatorGroup(nodes[index]!.operator)] : theme.plain;
    const value = kind === 'node' ? overlay.values[index] : moduleValues[index];
    return chooseFill(value ?? null, legend, theme);
  });
}

function chooseFill(value: number | string | null, legend: Legend, theme: GraphTheme): Fill {
  if (legend.kind === 'steps' && typeof value === 'number') {
    const step = legend.steps.findIndex(([, high]) => value <= high);
    return theme.scale[step < 0 ? scaleSteps - 1 : step] ?? theme.plain;
  }
  if (legend.kind === 'categories' && typeof value === 'string') {
    return theme.categories[Math.min(legend.categories.indexOf(value), categoryCount - 1)] ?? theme.plain;
  }
  return theme.plain;
}

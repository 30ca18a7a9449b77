/** A box to place. */
export interface Size2 {
  readonly width: number;
  readonly height: number;
}

/** Indices of the boxes that an edge leads from and to. */
export type Link = readonly [from: number, to: number];

/**
 * Boxes in layers, every edge from one layer to the next. The items 0 to `boxes` - 1 are the boxes, the others bends of
 * edges that span several layers.
 */
export interface Layers {
  readonly boxes: number;
  /** The items of each layer, in a first order. */
  readonly layers: number[][];
  /** The items of the layer above or below that edges connect each item with. */
  readonly above: readonly number[][];
  readonly below: readonly number[][];
  /** The bends of each edge from the first layer to the last; `null` if it is drawn without any. */
  readonly bends: readonly (readonly number[] | null)[];
  /** Edges that were turned round because they close a cycle, which includes edges from a box to itself. */
  readonly reversed: ReadonlySet<number>;
}

/**
 * The maximum number of bends per box. The longest edges, which would need more, are drawn straight across the boxes:
 * one mask that all layers of a language model read would otherwise be most of the graph. Heuristic, not measured.
 */
const maxBendsPerBox = 4;
/** Small graphs may have this many bends in any case. */
const minBends = 2000;

/** Assigns every box to a layer below all boxes that it reads, in linear time. Cycles are allowed. */
export function assignLayers(boxes: number, links: readonly Link[]): Layers {
  const reversed = findCycleClosingLinks(boxes, links);
  const edges = links.map(([from, to], index): Link => (reversed.has(index) ? [to, from] : [from, to]));
  const rank = assignRanks(boxes, edges);
  const layers: number[][] = [];
  const above: number[][] = [];
  const below: number[][] = [];
  const addItem = (layer: number): number => {
    const item = above.length;
    above.push([]);
    below.push([]);
    (layers[layer] ??= []).push(item);
    return item;
  };
  for (let box = 0; box < boxes; box++) addItem(rank[box]!);
  const measureSpan = (index: number) => rank[edges[index]![1]]! - rank[edges[index]![0]]!;
  const isBent = rankShortestFirst(edges.length, measureSpan, Math.max(minBends, maxBendsPerBox * boxes));
  const bends = edges.map(([from, to], index) => {
    if (from === to || !isBent[index]) return null;
    const path = [from];
    for (let layer = rank[from]! + 1; layer < rank[to]!; layer++) path.push(addItem(layer));
    path.push(to);
    for (let step = 1; step < path.length; step++) {
      below[path[step - 1]!]!.push(path[step]!);
      above[path[step]!]!.push(path[step - 1]!);
    }
    return path.slice(1, -1);
  });
  for (let layer = 0; layer < layers.length; layer++) layers[layer] ??= [];
  return { boxes, layers, above, below, bends, reversed };
}

/** The edges that lead back to a box from which depth-first search has not returned yet. */
function findCycleClosingLinks(boxes: number, links: readonly Link[]): Set<number> {
  const closing = new Set<number>();
  const leaving = groupOutgoingLinks(boxes, links);
  const state = new Uint8Array(boxes); // 0 new, 1 on the path, 2 done
  const next = new Uint32Array(boxes);
  for (let start = 0; start < boxes; start++) {
    if (state[start] !== 0) continue;
    const path = [start];
    state[start] = 1;
    while (path.length > 0) {
      const box = path.at(-1)!;
      const link = leaving[box]![next[box]!++];
      if (link === undefined) {
        state[box] = 2;
        path.pop();
        continue;
      }
      const to = links[link]![1];
      if (state[to] === 1) closing.add(link);
      else if (state[to] === 0) {
        state[to] = 1;
        path.push(to);
      }
    }
  }
  return closing;
}

/**
 * The layer of each box: the number of edges on the longest path to it. Boxes that read nothing, or less than reads
 * them, are then moved down to the boxes that read them, which makes edges shorter.
 */
function assignRanks(boxes: number, edges: readonly Link[]): Int32Array {
  const leaving = groupOutgoingLinks(boxes, edges);
  const waiting = new Int32Array(boxes);
  for (const [from, to] of edges) if (from !== to) waiting[to]!++;
  const inDegree = waiting.slice();
  const rank = new Int32Array(boxes);
  const order: number[] = [];
  for (let box = 0; box < boxes; box++) if (waiting[box] === 0) order.push(box);
  // The list grows during the loop.
  for (const box of order) {
    for (const link of leaving[box]!) {
      const to = edges[link]![1];
      if (to === box) continue;
      rank[to] = Math.max(rank[to]!, rank[box]! + 1);
      if (--waiting[to]! === 0) order.push(to);
    }
  }
  for (const box of order.toReversed()) {
    const consumers = leaving[box]!.map((link) => edges[link]![1]).filter((to) => to !== box);
    if (consumers.length === 0 || inDegree[box]! >= consumers.length) continue;
    rank[box] = consumers.reduce((lowest, to) => Math.min(lowest, rank[to]! - 1), Infinity);
  }
  const first = rank.reduce((lowest, layer) => Math.min(lowest, layer), Infinity);
  return rank.map((layer) => layer - first);
}

/** Whether each edge gets its bends, as far as `budget` goes. */
function rankShortestFirst(edges: number, span: (edge: number) => number, budget: number): Uint8Array {
  const isBent = new Uint8Array(edges);
  const sorted = Array.from({ length: edges }, (_, edge) => edge).sort((a, b) => span(a) - span(b));
  let left = budget;
  for (const edge of sorted) {
    left -= Math.max(0, span(edge) - 1);
    if (left < 0) break;
    isBent[edge] = 1;
  }
  return isBent;
}

function groupOutgoingLinks(boxes: number, links: readonly Link[]): number[][] {
  const leaving: number[][] = Array.from({ length: boxes }, () => []);
  for (const [index, [from]] of links.entries()) leaving[from]!.push(index);
  return leaving;
}

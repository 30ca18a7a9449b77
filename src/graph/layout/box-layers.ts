/** The size of a box. */
export interface Size2 {
  readonly width: number;
  readonly height: number;
}

/** Indices of the boxes that an edge leads from and to. */
export type Link = readonly [from: number, to: number];

/**
 * Boxes in layers; every edge leads from one layer to the next. Items 0 to `boxes` - 1 are the boxes, the others bends
 * of edges that span several layers.
 */
export interface Layers {
  readonly boxes: number;
  /** The items of each layer, in initial order. */
  readonly layers: number[][];
  /** The neighbours of each item in the layer above or below. */
  readonly above: readonly number[][];
  readonly below: readonly number[][];
  /** The bends of each edge from the first layer to the last; `null` if it is drawn without bends. */
  readonly bends: readonly (readonly number[] | null)[];
  /** Edges that are reversed because they close a cycle, which includes edges from a box to itself. */
  readonly reversed: ReadonlySet<number>;
}

/**
 * The maximum number of bends per box. The longest edges, which would need more, are drawn straight across the boxes:
 * otherwise most items would be bends of one mask that all layers of a language model read. Heuristic, not measured.
 */
const maxBendsPerBox = 4;
/** The minimum limit of bends, for small graphs. */
const minBendLimit = 2000;

/** Assigns every box to a layer below all of its inputs, in linear time. Cycles are allowed. */
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
  const isBent = selectBentEdges(edges.length, measureSpan, Math.max(minBendLimit, maxBendsPerBox * boxes));
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

/** Finds the edges that lead back to a box on the current path of a depth-first search. */
function findCycleClosingLinks(boxes: number, links: readonly Link[]): Set<number> {
  const closing = new Set<number>();
  const outgoing = groupOutgoingLinks(boxes, links);
  const state = new Uint8Array(boxes); // 0 unvisited, 1 on the path, 2 finished
  const next = new Uint32Array(boxes);
  for (let start = 0; start < boxes; start++) {
    if (state[start] !== 0) continue;
    const path = [start];
    state[start] = 1;
    while (path.length > 0) {
      const box = path.at(-1)!;
      const link = outgoing[box]![next[box]!++];
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
 * Computes the layer of each box: the number of edges on the longest path to it. Boxes with fewer inputs than consumers
 * are then moved down to their consumers, which shortens edges.
 */
function assignRanks(boxes: number, edges: readonly Link[]): Int32Array {
  const outgoing = groupOutgoingLinks(boxes, edges);
  const pendingInputs = new Int32Array(boxes);
  for (const [from, to] of edges) if (from !== to) pendingInputs[to]!++;
  const inDegree = pendingInputs.slice();
  const rank = new Int32Array(boxes);
  const order: number[] = [];
  for (let box = 0; box < boxes; box++) if (pendingInputs[box] === 0) order.push(box);
  // The list grows during the loop.
  for (const box of order) {
    for (const link of outgoing[box]!) {
      const to = edges[link]![1];
      if (to === box) continue;
      rank[to] = Math.max(rank[to]!, rank[box]! + 1);
      if (--pendingInputs[to]! === 0) order.push(to);
    }
  }
  for (const box of order.toReversed()) {
    const consumers = outgoing[box]!.map((link) => edges[link]![1]).filter((to) => to !== box);
    if (consumers.length === 0 || inDegree[box]! >= consumers.length) continue;
    rank[box] = consumers.reduce((minimum, to) => Math.min(minimum, rank[to]! - 1), Infinity);
  }
  const firstLayer = rank.reduce((minimum, layer) => Math.min(minimum, layer), Infinity);
  return rank.map((layer) => layer - firstLayer);
}

/** Whether each edge is drawn with bends: the shortest ones, up to `maxBends` in total. */
function selectBentEdges(edges: number, measureSpan: (edge: number) => number, maxBends: number): Uint8Array {
  const isBent = new Uint8Array(edges);
  const sorted = Array.from({ length: edges }, (_, edge) => edge).sort((a, b) => measureSpan(a) - measureSpan(b));
  let remainingBends = maxBends;
  for (const edge of sorted) {
    remainingBends -= Math.max(0, measureSpan(edge) - 1);
    if (remainingBends < 0) break;
    isBent[edge] = 1;
  }
  return isBent;
}

function groupOutgoingLinks(boxes: number, links: readonly Link[]): number[][] {
  const outgoing: number[][] = Array.from({ length: boxes }, () => []);
  for (const [index, [from]] of links.entries()) outgoing[from]!.push(index);
  return outgoing;
}

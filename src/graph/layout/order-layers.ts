import type { Layers } from './box-layers.ts';

/** Limits of consecutive sweeps without improvement, and of all sweeps. Heuristic, not measured. */
const maxIdleSweeps = 3;
const maxSweeps = 24;
/** Above this number of items, `maxSweeps` sweeps would delay opening a graph too long. */
const manyItems = 8000;
const maxSweepsOfMany = 6;

/**
 * Orders layers to reduce crossings: sorts each layer in turn by the mean position of its items' neighbours in the
 * preceding layer, downwards and upwards (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981).
 */
export function orderLayers({ layers: unordered, above, below }: Layers): number[][] {
  const position = new Float64Array(above.length);
  let layers = orderDepthFirst(unordered, above, below);
  recordPositions(layers, position);
  let best = layers;
  let minCrossings = countCrossings(layers, below, position);
  const limit = above.length > manyItems ? maxSweepsOfMany : maxSweeps;
  for (let sweep = 0, idle = 0; sweep < limit && idle < maxIdleSweeps && minCrossings > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    layers = layers.slice();
    for (let step = 1; step < layers.length; step++) {
      const layer = isDown ? step : layers.length - 1 - step;
      layers[layer] = sortLayer(layers[layer]!, isDown ? above : below, position);
      for (const [index, item] of layers[layer]!.entries()) position[item] = index;
    }
    const count = countCrossings(layers, below, position);
    if (count < minCrossings) [best, minCrossings, idle] = [layers, count, 0];
    else idle++;
  }
  return best;
}

/**
 * Orders each layer by when a depth-first search from the first layer reaches its items, so that trees have no
 * crossings.
 */
function orderDepthFirst(
  unordered: readonly (readonly number[])[],
  above: Layers['above'],
  below: Layers['below'],
): number[][] {
  const layers: number[][] = unordered.map(() => []);
  const layerByItem = new Int32Array(above.length);
  for (const [layer, items] of unordered.entries()) for (const item of items) layerByItem[item] = layer;
  const isVisited = new Uint8Array(above.length);
  for (const items of unordered) {
    for (const start of items) {
      const pending = [start];
      while (pending.length > 0) {
        const item = pending.pop()!;
        if (isVisited[item]) continue;
        isVisited[item] = 1;
        layers[layerByItem[item]!]!.push(item);
        const next = below[item]!;
        for (let index = next.length - 1; index >= 0; index--) pending.push(next[index]!);
      }
    }
  }
  return layers;
}

function recordPositions(layers: readonly (readonly number[])[], position: Float64Array): void {
  for (const items of layers) for (const [index, item] of items.entries()) position[item] = index;
}

/** Items without neighbours keep their positions. */
function sortLayer(items: readonly number[], neighbours: Layers['above'], position: Float64Array): number[] {
  const isMoved = (item: number) => neighbours[item]!.length > 0;
  const weight = new Map<number, number>();
  for (const item of items) {
    const near = neighbours[item]!;
    weight.set(item, near.reduce((sum, neighbour) => sum + position[neighbour]!, 0) / near.length);
  }
  const sorted = items.filter(isMoved).sort((a, b) => weight.get(a)! - weight.get(b)! || position[a]! - position[b]!);
  let next = 0;
  return items.map((item) => (isMoved(item) ? sorted[next++]! : item));
}

/** Counts crossings between all layers with an accumulator tree (Barth, Jünger and Mutzel 2002). */
function countCrossings(
  layers: readonly (readonly number[])[],
  below: Layers['below'],
  position: Float64Array,
): number {
  let count = 0;
  for (const [layer, items] of layers.entries()) {
    const width = layers[layer + 1]?.length ?? 0;
    if (width < 2 || items.length < 2) continue;
    let leaves = 1;
    while (leaves < width) leaves *= 2;
    const sums = new Uint32Array(2 * leaves);
    for (const item of items) {
      const ends = below[item]!.map((to) => position[to]!).sort((a, b) => a - b);
      for (const end of ends) {
        for (let index = end + leaves; index > 1; index >>= 1) if (index % 2 === 0) count += sums[index + 1]!;
      }
      for (const end of ends) for (let i = end + leaves; i >= 1; i >>= 1) sums[i]!++;
    }
  }
  return count;
}

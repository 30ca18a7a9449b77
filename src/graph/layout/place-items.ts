import type { Layers } from './box-layers.ts';

/** The space between items of a layer, in pixels; a bend needs less. */
const boxGap = 24;
const bendGap = 14;

/**
 * Computes the centre of each item along its layer such that long edges are straight (Brandes and Köpf 2001): the mean
 * of the two middle positions of four layouts; each aligns items with their median neighbours above or below, from the
 * left or from the right.
 * @param order the layers in order
 * @param getWidth the width of an item, 0 for a bend
 */
export function computeCentres(
  { boxes, above, below }: Layers,
  order: readonly (readonly number[])[],
  getWidth: (item: number) => number,
): Float64Array {
  const count = above.length;
  const position = new Int32Array(count);
  for (const items of order) for (const [index, item] of items.entries()) position[item] = index;
  const isBend = (item: number) => item >= boxes;
  const conflicts = markConflicts(order, above, position, isBend);
  const getSeparation = (left: number, right: number) =>
    (getWidth(left) + getWidth(right)) / 2 + (isBend(left) || isBend(right) ? bendGap : boxGap);
  const layouts: Float64Array[] = [];
  for (const isDown of [true, false]) {
    for (const isRight of [false, true]) {
      const rows = (isDown ? order : order.toReversed()).map((row) => (isRight ? row.toReversed() : row));
      const rowPosition = new Int32Array(count);
      for (const items of rows) for (const [index, item] of items.entries()) rowPosition[item] = index;
      const root = alignVertically(rows, isDown ? above : below, rowPosition, conflicts);
      const x = compactItems(rows, root, getSeparation);
      layouts.push(isRight ? x.map((value) => -value) : x);
    }
  }
  return balance(layouts, getWidth);
}

/** Keys of edges that cross an edge between two bends; only the latter is kept straight. */
function markConflicts(
  order: readonly (readonly number[])[],
  above: Layers['above'],
  position: Int32Array,
  isBend: (item: number) => boolean,
): ReadonlySet<number> {
  const conflicts = new Set<number>();
  const count = position.length;
  for (let layer = 1; layer < order.length; layer++) {
    const items = order[layer]!;
    let [firstInner, scanned] = [0, 0];
    for (const [index, item] of items.entries()) {
      const inner = isBend(item) ? above[item]!.find(isBend) : undefined;
      if (inner === undefined && index !== items.length - 1) continue;
      const lastInner = inner === undefined ? order[layer - 1]!.length : position[inner]!;
      for (; scanned <= index; scanned++) {
        const lower = items[scanned]!;
        for (const upper of above[lower]!) {
          const upperPosition = position[upper]!;
          const isInner = isBend(upper) && isBend(lower);
          if (!isInner && (upperPosition < firstInner || upperPosition > lastInner))
            conflicts.add(upper * count + lower);
        }
      }
      firstInner = lastInner;
    }
  }
  return conflicts;
}

/**
 * Aligns items with a median neighbour in the preceding row, in blocks with the same position. Returns the first item
 * of the block of each item.
 */
function alignVertically(
  rows: readonly (readonly number[])[],
  neighbours: Layers['above'],
  position: Int32Array,
  conflicts: ReadonlySet<number>,
): Int32Array {
  const count = position.length;
  const root = Int32Array.from({ length: count }, (_, item) => item);
  const isAligned = new Uint8Array(count);
  for (const row of rows) {
    let lastAligned = -1;
    for (const item of row) {
      const sortedNeighbours = neighbours[item]!.toSorted((a, b) => position[a]! - position[b]!);
      const middle = (sortedNeighbours.length - 1) / 2;
      for (let index = Math.floor(middle); index <= Math.ceil(middle) && sortedNeighbours.length > 0; index++) {
        const other = sortedNeighbours[index]!;
        const hasConflict = conflicts.has(other * count + item) || conflicts.has(item * count + other);
        if (isAligned[item] || lastAligned >= position[other]! || hasConflict) continue;
        isAligned[item] = 1;
        root[item] = root[other]!;
        lastAligned = position[other]!;
      }
    }
  }
  return root;
}

/** Places blocks as far left as possible, then moves them right where that reduces the gaps between them. */
function compactItems(
  rows: readonly (readonly number[])[],
  root: Int32Array,
  getSeparation: (left: number, right: number) => number,
): Float64Array {
  const count = root.length;
  const lefts: [block: number, gap: number][][] = Array.from({ length: count }, () => []);
  const rights: [block: number, gap: number][][] = Array.from({ length: count }, () => []);
  const pendingInputs = new Int32Array(count);
  for (const row of rows) {
    for (let index = 1; index < row.length; index++) {
      const [left, right] = [row[index - 1]!, row[index]!];
      const gap = getSeparation(left, right);
      lefts[root[right]!]!.push([root[left]!, gap]);
      rights[root[left]!]!.push([root[right]!, gap]);
      pendingInputs[root[right]!]!++;
    }
  }
  const blocks: number[] = [];
  for (let item = 0; item < count; item++) if (root[item] === item && pendingInputs[item] === 0) blocks.push(item);
  const x = new Float64Array(count);
  // The list grows during the loop.
  for (const block of blocks) {
    for (const [left, gap] of lefts[block]!) x[block] = Math.max(x[block]!, x[left]! + gap);
    for (const [right] of rights[block]!) if (--pendingInputs[right]! === 0) blocks.push(right);
  }
  for (const block of blocks.toReversed()) {
    const furthest = rights[block]!.reduce((minimum, [right, gap]) => Math.min(minimum, x[right]! - gap), Infinity);
    if (furthest !== Infinity && lefts[block]!.length > 0) x[block] = Math.max(x[block]!, furthest);
    else if (furthest !== Infinity) x[block] = furthest;
  }
  for (let item = 0; item < count; item++) x[item] = x[root[item]!]!;
  return x;
}

/** Aligns all layouts with the narrowest one, and takes the mean of the two middle positions. */
function balance(layouts: readonly Float64Array[], getWidth: (item: number) => number): Float64Array {
  const extents = layouts.map((x) => {
    let [from, to] = [Infinity, -Infinity];
    for (const [item, centre] of x.entries()) {
      from = Math.min(from, centre - getWidth(item) / 2);
      to = Math.max(to, centre + getWidth(item) / 2);
    }
    return { from, to };
  });
  const narrowest = extents.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
  const shifts = extents.map(({ from, to }, index) => (index % 2 === 0 ? narrowest.from - from : narrowest.to - to));
  const first = layouts[0]!;
  return first.map((_, item) => {
    const [, second = 0, third = 0] = layouts.map((x, index) => x[item]! + shifts[index]!).sort((a, b) => a - b);
    return (second + third) / 2;
  });
}

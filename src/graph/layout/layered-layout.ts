import { assignLayers, type Link, type Size2 } from './box-layers.ts';
import { orderLayers } from './order-layers.ts';
import { computeCentres } from './place-items.ts';

/** The space between two layers, in which edges bend. */
const layerGap = 44;

export interface Placement {
  readonly width: number;
  readonly height: number;
  /** The upper left corner of each box. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * The points of each edge, alternating x and y, from its first box to its second: two for each layer that it passes.
   * It is straight within a pair and bends between pairs.
   */
  readonly paths: readonly Float64Array[];
}

/**
 * Arranges boxes and the edges between them in layers from top to bottom: the method of Sugiyama with the coordinates
 * of Brandes and Köpf, in nearly linear time. Cycles, parallel edges and boxes without edges are allowed.
 */
export function arrangeBoxes(boxes: readonly Size2[], links: readonly Link[]): Placement {
  if (boxes.length === 0) return { width: 0, height: 0, x: new Float64Array(), y: new Float64Array(), paths: [] };
  const layers = assignLayers(boxes.length, links);
  const order = orderLayers(layers);
  const getItemWidth = (item: number) => boxes[item]?.width ?? 0;
  const centres = computeCentres(layers, order, getItemWidth);
  let [left, right] = [Infinity, -Infinity];
  for (const [item, x] of centres.entries()) {
    left = Math.min(left, x - getItemWidth(item) / 2);
    right = Math.max(right, x + getItemWidth(item) / 2);
  }
  const layerByItem = new Int32Array(centres.length);
  const tops: number[] = [];
  const heights: number[] = [];
  let bottom = 0;
  for (const [layer, items] of order.entries()) {
    for (const item of items) layerByItem[item] = layer;
    const height = items.reduce((maximum, item) => Math.max(maximum, boxes[item]?.height ?? 0), 0);
    tops.push(bottom);
    heights.push(height);
    bottom += height + layerGap;
  }
  const x = new Float64Array(boxes.length);
  const y = new Float64Array(boxes.length);
  for (const [box, { width, height }] of boxes.entries()) {
    x[box] = centres[box]! - left - width / 2;
    y[box] = tops[layerByItem[box]!]! + (heights[layerByItem[box]!]! - height) / 2;
  }
  const getCentre = (item: number) => centres[item]! - left;
  const paths = links.map((link, index) => {
    const isReversed = layers.reversed.has(index);
    const [upper, lower] = isReversed ? [link[1], link[0]] : link;
    if (upper === lower) return drawLoop(x[upper]! + boxes[upper]!.width, y[upper]! + boxes[upper]!.height / 2);
    const points: [number, number][] = [
      [getCentre(upper), y[upper]! + boxes[upper]!.height],
      [getCentre(upper), tops[layerByItem[upper]!]! + heights[layerByItem[upper]!]!],
    ];
    for (const bend of layers.bends[index] ?? []) {
      const layer = layerByItem[bend]!;
      points.push([getCentre(bend), tops[layer]!], [getCentre(bend), tops[layer]! + heights[layer]!]);
    }
    points.push([getCentre(lower), tops[layerByItem[lower]!]!], [getCentre(lower), y[lower]!]);
    return Float64Array.from((isReversed ? points.toReversed() : points).flat());
  });
  return { width: right - left, height: bottom - layerGap, x, y, paths };
}

/** Draws an edge from a box to itself, at its right side. */
function drawLoop(x: number, y: number): Float64Array {
  return Float64Array.of(x, y - 6, x + 12, y - 6, x + 12, y + 6, x, y + 6);
}

import type { Difference } from '#graph/compare-graphs.ts';
import type { OperatorGroup } from '#graph/operator-group.ts';
import {
  numericOverlays,
  type NumericOverlay,
  type Overlay,
  type OverlayId,
  type SchemeEffect,
} from '#graph/overlay.ts';
import type { Shape } from '#graph/value.ts';
import { format } from '../format.ts';

const { bytes, duration, number, percent, whole } = format;

const nodes = (count: number) => (count === 1 ? '1 node' : `${whole(count)} nodes`);

const groups: Readonly<Record<OperatorGroup, string>> = {
  product: 'Convolutions and matrix multiplications',
  activation: 'Activations',
  normalisation: 'Normalisation',
  arithmetic: 'Arithmetic',
  reduction: 'Pooling and reductions',
  layout: 'Shape and layout',
  quantisation: 'Quantisation',
  other: 'Other',
};

const names: Readonly<Record<OverlayId, string>> = {
  time: 'Time',
  'time-share': 'Fraction of the time',
  attainable: 'Fraction of the attainable speed',
  flops: 'Operations',
  bytes: 'Bytes read and written',
  parameters: 'Parameters',
  error: 'Signal-to-noise ratio',
  provider: 'Execution provider',
  quantisation: 'Type of the weights',
  difference: 'Difference',
  scheme: 'Effect of the scheme',
};

const differences: Readonly<Record<Difference, string>> = {
  same: 'the same',
  changed: 'changed',
  added: 'added',
  removed: 'removed',
};

const schemeEffects: Readonly<Record<SchemeEffect, string>> = {
  changed: 'changed',
  excluded: 'left unchanged',
};

/** The overlays whose values are codes. */
const categories: Readonly<Partial<Record<OverlayId, Readonly<Record<string, string>>>>> = {
  difference: differences,
  scheme: schemeEffects,
};

/** A number of operations in a suitable unit. */
const flops = (count: number) => format.flopColumn([count])(count);

function quantity(id: NumericOverlay['id'], value: number): string {
  switch (numericOverlays[id].unit) {
    case 'ms':
      return duration(value);
    case 'fraction':
      return percent(value);
    case 'operations':
      return flops(value);
    case 'bytes':
      return bytes(value);
    case 'count':
      return number(value);
    case 'dB':
      return `${number(value)} dB`;
  }
}

const category = (id: Overlay['id'], value: string) => categories[id]?.[value] ?? value;

const shapeText = (shape: Shape | null) => (shape ?? []).map((size) => size ?? '?').join(' × ');

export const graph = {
  title: 'Graph',
  example: 'Show the bundled digits model',
  lead: 'The nodes of an ONNX, TFLite or TensorFlow.js model, or the layers of a GGUF file: attributes, shapes, weights and costs.',
  badLink: 'Invalid graph link',
  drop: 'Drop a model to show its graph',
  reading: 'Reading the graph',
  size: (count: number, modules: number) =>
    modules === 0 ? nodes(count) : `${nodes(count)} in ${modules === 1 ? '1 module' : `${whole(modules)} modules`}`,
  workspace: 'Graph of the model',
  tools: 'View of the graph',
  search: 'Find a node by name or operator',
  previous: 'Previous match',
  next: 'Next match',
  matches: (position: number, count: number) => {
    if (count === 0) return 'No match';
    return position === 0 ? `${whole(count)} found` : `${whole(position)} of ${whole(count)}`;
  },
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  legend: 'Legend',
  groups,
  modules: { show: 'Group by module', openAll: 'Open all modules', closeAll: 'Close all modules' },
  overlays: {
    label: 'Colour nodes by',
    operator: 'Kind of operator',
    names,
    value: (overlay: Overlay, value: number | string) => {
      if (overlay.kind === 'number' && typeof value === 'number') return quantity(overlay.id, value);
      return category(overlay.id, String(value));
    },
    step: ({ id }: NumericOverlay, low: number, high: number) => `${quantity(id, low)} to ${quantity(id, high)}`,
    category,
  },
  canvas: {
    label: (model: string, count: number) => `Graph of ${model}, ${nodes(count)}`,
    keyboard:
      'Arrow keys move the drawing, or go to the node before or after the selected one. Plus and minus zoom, zero shows everything, Escape clears the selection. The table below has the same values.',
    drawing: 'Drawing',
    nodes: (count: string) => nodes(Number(count)),
  },
  node: {
    selected: (operator: string, name: string) => `Selected: ${operator} ${name}`,
    reading: 'Reading the node',
    close: 'Close',
    unnamed: 'unnamed',
    attributes: 'Attributes',
    inputs: 'Inputs',
    outputs: 'Outputs',
    weights: 'Weights and constants',
    type: (dtype: string, shape: Shape | null) => {
      if (shape === null) return dtype;
      return shape.length === 0 ? `${dtype}, scalar` : `${dtype} ${shapeText(shape)}`;
    },
    size: (parameters: number, size: number) =>
      `${parameters === 1 ? '1 element' : `${whole(parameters)} elements`}, ${bytes(size)}`,
    jump: (operator: string, name: string) => (name === '' ? operator : `${operator} ${name}`),
    more: (count: number) => (count === 1 ? 'and 1 other node' : `and ${whole(count)} other nodes`),
    read: 'Read the values',
    readNamed: (name: string) => `Read the values of ${name || 'this unnamed weight'}`,
    readingWeight: 'Reading the values',
    notComputable: (dtype: string) => `Values of the type ${dtype} cannot be shown.`,
    empty: 'The weight has no finite values.',
    histogram: (bins: number, min: number, max: number) =>
      `Histogram of the values in ${bins} intervals from ${number(min)} to ${number(max)}`,
    range: 'Minimum to maximum',
    rangeValue: (min: number, max: number) => `${number(min)} to ${number(max)}`,
    mean: 'Mean ± standard deviation',
    meanValue: (mean: number, deviation: number) => `${number(mean)} ± ${number(deviation)}`,
    zeros: 'Zeros',
    notFinite: 'Infinite or NaN',
    fraction: (count: number, total: number) => `${whole(count)} (${percent(total === 0 ? 0 : count / total)})`,
  },
  table: {
    summary: (count: number) => `Table of ${nodes(count)}`,
    caption: (shown: number, count: number) => `${whole(shown)} of ${nodes(count)}`,
    node: 'Node',
    operator: 'Operator',
    unknown: 'not known',
    unnamed: (position: number) => `Node ${whole(position)}`,
    more: 'Show more',
  },
  compare: {
    choose: 'Compare with another model',
    other: 'Change the other model',
    close: 'End the comparison',
    baseline: (name: string) => `Before: ${name}`,
    main: (name: string) => `After: ${name}`,
    counts: (same: number, changed: number, added: number, removed: number) =>
      `${whole(same)} the same, ${whole(changed)} changed, ${whole(added)} added, ${whole(removed)} removed`,
  },
};

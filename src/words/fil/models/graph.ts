import type { Difference } from '#graph/compare-graphs.ts';
import { numericOverlays, type NumericOverlay, type OverlayId, type SchemeEffect } from '#graph/overlay.ts';
import type { Shape } from '#graph/value.ts';
import type { Text } from '../../language.ts';
import { count as countOf, format } from '../format.ts';

const { bytes, duration, number, percent, whole } = format;

const nodes = (count: number) => countOf(count, 'node');

const differences: Readonly<Record<Difference, string>> = {
  same: 'pareho',
  changed: 'nagbago',
  added: 'idinagdag',
  removed: 'inalis',
};

const schemeEffects: Readonly<Record<SchemeEffect, string>> = {
  changed: 'binago',
  excluded: 'hindi binago',
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

const category: Text['graph']['overlays']['category'] = (id, value) => categories[id]?.[value] ?? value;

const shapeText = (shape: Shape | null) => (shape ?? []).map((size) => size ?? '?').join(' × ');

export const graph: Text['graph'] = {
  title: 'Graph',
  example: 'Ipakita ang kasamang model ng mga digit',
  lead: 'Ang mga node ng isang ONNX, TFLite, o TensorFlow.js model, o ang mga layer ng isang GGUF file: mga attribute, shape, weight, at gastos.',
  badLink: 'Hindi mabasa ang link na ito sa isang graph',
  drop: 'Mag-drop ng model para ipakita ang graph nito',
  reading: 'Binabasa ang graph',
  size: (count, modules) => (modules === 0 ? nodes(count) : `${nodes(count)} sa ${countOf(modules, 'module')}`),
  workspace: 'Graph ng model',
  tools: 'View ng graph',
  search: 'Maghanap ng node ayon sa pangalan o operator',
  previous: 'Nakaraang tugma',
  next: 'Susunod na tugma',
  matches: (position, count) => {
    if (count === 0) return 'Walang tugma';
    return position === 0 ? `${whole(count)} ang nahanap` : `${whole(position)} sa ${whole(count)}`;
  },
  zoomIn: 'Mag-zoom in',
  zoomOut: 'Mag-zoom out',
  fit: 'Ipakita lahat',
  legend: 'Legend',
  groups: {
    product: 'Mga convolution at matrix multiplication',
    activation: 'Mga activation',
    normalisation: 'Normalization',
    arithmetic: 'Aritmetika',
    reduction: 'Pooling at mga reduction',
    layout: 'Shape at layout',
    quantisation: 'Quantization',
    other: 'Iba pa',
  },
  modules: { show: 'Igrupo ayon sa module', openAll: 'Buksan lahat', closeAll: 'Isara lahat' },
  overlays: {
    label: 'Kulayan ang mga node ayon sa',
    operator: 'Uri ng operator',
    names: {
      time: 'Oras',
      'time-share': 'Bahagi ng oras',
      attainable: 'Bahagi ng maaabot na bilis',
      flops: 'Mga operation',
      bytes: 'Mga byte na binasa at isinulat',
      parameters: 'Mga parameter',
      error: 'Signal-to-noise ratio',
      provider: 'Execution provider',
      quantisation: 'Type ng mga weight',
      difference: 'Pagkakaiba',
      scheme: 'Epekto ng scheme',
    },
    value: (overlay, value) => {
      if (overlay.kind === 'number' && typeof value === 'number') return quantity(overlay.id, value);
      return category(overlay.id, String(value));
    },
    step: ({ id }, low, high) => `${quantity(id, low)} hanggang ${quantity(id, high)}`,
    category,
  },
  canvas: {
    label: (model, count) => `Graph ng ${model}, ${nodes(count)}`,
    keyboard:
      'Ginagalaw ng mga arrow key ang guhit, o pumupunta sa node bago o pagkatapos ng napili. Plus at minus para mag-zoom, zero para ipakita ang lahat, Escape para alisin ang pagpili. Pareho ang mga value sa table sa ibaba.',
    drawing: 'Guhit',
    nodes: (count) => countOf(count, 'node'),
  },
  node: {
    selected: (operator, name) => `Napili: ${operator} ${name}`,
    reading: 'Binabasa ang node',
    close: 'Isara',
    unnamed: 'walang pangalan',
    attributes: 'Mga attribute',
    inputs: 'Mga input',
    outputs: 'Mga output',
    weights: 'Mga weight at constant',
    type: (dtype, shape) => {
      if (shape === null) return dtype;
      return shape.length === 0 ? `${dtype}, scalar` : `${dtype} ${shapeText(shape)}`;
    },
    size: (parameters, size) => `${countOf(parameters, 'element')}, ${bytes(size)}`,
    jump: (operator, name) => (name === '' ? operator : `${operator} ${name}`),
    more: (count) => `at ${countOf(count, 'iba pang node')}`,
    read: 'Basahin ang mga value',
    readNamed: (name) => `Basahin ang mga value ng ${name || 'weight na ito na walang pangalan'}`,
    readingWeight: 'Binabasa ang mga value',
    notComputable: (dtype) => `Hindi maipakita ang mga value na ${dtype} ang type.`,
    empty: 'Wala itong finite na value.',
    histogram: (bins, min, max) =>
      `Histogram ng mga value sa ${countOf(bins, 'interval')} mula ${number(min)} hanggang ${number(max)}`,
    range: 'Pinakamababa hanggang pinakamataas',
    rangeValue: (min, max) => `${number(min)} hanggang ${number(max)}`,
    mean: 'Mean ± standard deviation',
    meanValue: (mean, deviation) => `${number(mean)} ± ${number(deviation)}`,
    zeros: 'Mga zero',
    notFinite: 'Infinite o hindi numero',
    fraction: (count, of) => `${whole(count)} (${percent(of === 0 ? 0 : count / of)})`,
  },
  table: {
    summary: (count) => `Table ng ${nodes(count)}`,
    caption: (shown, count) => `${whole(shown)} sa ${nodes(count)}`,
    node: 'Node',
    operator: 'Operator',
    unknown: 'hindi alam',
    unnamed: (position) => `Node ${whole(position)}`,
    more: 'Magpakita pa',
  },
  compare: {
    choose: 'Ihambing sa ibang model',
    other: 'Palitan ang isa pang model',
    close: 'Tapusin ang paghahambing',
    baseline: (name) => `Dati: ${name}`,
    main: (name) => `Ngayon: ${name}`,
    counts: (same, changed, added, removed) =>
      `${whole(same)} ang pareho, ${whole(changed)} ang nagbago, ${whole(added)} ang idinagdag, ${whole(removed)} ang inalis`,
  },
};

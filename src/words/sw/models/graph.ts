import type { Difference } from '#graph/compare-graphs.ts';
import {
  numericOverlays,
  type NumericOverlay,
  type Overlay,
  type OverlayId,
  type SchemeEffect,
} from '#graph/overlay.ts';
import type { Shape } from '#graph/value.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { bytes, duration, number, percent, whole } = format;

const nodes = (count: number) => `nodi ${whole(count)}`;

const differences: Readonly<Record<Difference, string>> = {
  same: 'sawa',
  changed: 'imebadilika',
  added: 'imeongezwa',
  removed: 'imeondolewa',
};

const schemeEffects: Readonly<Record<SchemeEffect, string>> = {
  changed: 'imebadilishwa',
  excluded: 'imeachwa bila kubadilishwa',
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

export const graph: Text['graph'] = {
  title: 'Grafu',
  example: 'Onyesha modeli ya tarakimu iliyojumuishwa',
  lead: 'Nodi za modeli ya ONNX, TFLite au TensorFlow.js, au matabaka ya faili ya GGUF: sifa, maumbo, uzito na gharama.',
  badLink: 'Kiungo hiki cha grafu hakisomeki',
  drop: 'Dondosha modeli ili kuonyesha grafu yake',
  reading: 'Inasoma grafu',
  size: (count, modules) => (modules === 0 ? nodes(count) : `${nodes(count)} katika moduli ${whole(modules)}`),
  workspace: 'Grafu ya modeli',
  tools: 'Mwonekano wa grafu',
  search: 'Tafuta nodi kwa jina au opereta',
  previous: 'Iliyotangulia',
  next: 'Inayofuata',
  matches: (position, count) => {
    if (count === 0) return 'Hakuna iliyopatikana';
    return position === 0 ? `${whole(count)} zimepatikana` : `${whole(position)} kati ya ${whole(count)}`;
  },
  zoomIn: 'Vuta karibu',
  zoomOut: 'Sogeza mbali',
  fit: 'Onyesha yote',
  legend: 'Ufafanuzi wa rangi',
  groups: {
    product: 'Konvolusheni na uzidishaji wa matriki',
    activation: 'Uamilishaji',
    normalisation: 'Usawazishaji',
    arithmetic: 'Hesabu',
    reduction: 'Pooling na upunguzaji',
    layout: 'Umbo na mpangilio',
    quantisation: 'Ukwantishaji',
    other: 'Nyingine',
  },
  modules: { show: 'Panga kwa moduli', openAll: 'Fungua zote', closeAll: 'Funga zote' },
  overlays: {
    label: 'Tia nodi rangi kwa',
    operator: 'Aina ya opereta',
    names: {
      time: 'Muda',
      'time-share': 'Sehemu ya muda',
      attainable: 'Sehemu ya kasi inayofikika',
      flops: 'Operesheni',
      bytes: 'Baiti zilizosomwa na kuandikwa',
      parameters: 'Parameta',
      error: 'Uwiano wa ishara kwa kelele',
      provider: 'Kitekelezi',
      quantisation: 'Aina ya uzito',
      difference: 'Tofauti',
      scheme: 'Athari ya mbinu',
    },
    value: (overlay, value) => {
      if (overlay.kind === 'number' && typeof value === 'number') return quantity(overlay.id, value);
      return category(overlay.id, String(value));
    },
    step: ({ id }, low, high) => `${quantity(id, low)} hadi ${quantity(id, high)}`,
    category,
  },
  canvas: {
    label: (model, count) => `Grafu ya ${model}, ${nodes(count)}`,
    keyboard:
      'Vishale husogeza mchoro, au huenda kwenye nodi iliyo kabla au baada ya ile iliyochaguliwa. Jumlisha na kutoa hukuza na kupunguza, sufuri huonyesha yote, Escape huondoa uteuzi. Jedwali lililo hapa chini lina thamani zile zile.',
    drawing: 'Inachora',
    nodes: (count) => nodes(Number(count)),
  },
  node: {
    selected: (operator, name) => `Iliyochaguliwa: ${operator} ${name}`,
    reading: 'Inasoma nodi',
    close: 'Funga',
    unnamed: 'bila jina',
    attributes: 'Sifa',
    inputs: 'Maingizo',
    outputs: 'Matokeo',
    weights: 'Uzito na thamani zisizobadilika',
    type: (dtype, shape) => {
      if (shape === null) return dtype;
      return shape.length === 0 ? `${dtype}, skala` : `${dtype} ${shapeText(shape)}`;
    },
    size: (parameters, size) => `elementi ${whole(parameters)}, ${bytes(size)}`,
    jump: (operator, name) => (name === '' ? operator : `${operator} ${name}`),
    more: (count) => `na nodi nyingine ${whole(count)}`,
    read: 'Soma thamani',
    readNamed: (name) => (name === '' ? 'Soma thamani za uzito huu usio na jina' : `Soma thamani za ${name}`),
    readingWeight: 'Inasoma thamani',
    notComputable: (dtype) => `Thamani za aina ${dtype} haziwezi kuonyeshwa.`,
    empty: 'Haina thamani zenye kikomo.',
    histogram: (bins, min, max) =>
      `Histogramu ya thamani katika mafungu ${bins} kuanzia ${number(min)} hadi ${number(max)}`,
    range: 'Kima cha chini hadi cha juu',
    rangeValue: (min, max) => `${number(min)} hadi ${number(max)}`,
    mean: 'Wastani ± mkengeuko wa kawaida',
    meanValue: (mean, deviation) => `${number(mean)} ± ${number(deviation)}`,
    zeros: 'Sufuri',
    notFinite: 'Infinity au si namba',
    fraction: (count, of) => `${whole(count)} (${percent(of === 0 ? 0 : count / of)})`,
  },
  table: {
    summary: (count) => `Jedwali la ${nodes(count)}`,
    caption: (shown, count) => `${nodes(shown)} kati ya ${whole(count)}`,
    node: 'Nodi',
    operator: 'Opereta',
    unknown: 'haijulikani',
    unnamed: (position) => `Nodi ya ${whole(position)}`,
    more: 'Onyesha zaidi',
  },
  compare: {
    choose: 'Linganisha na modeli nyingine',
    other: 'Badilisha modeli ya pili',
    close: 'Maliza ulinganisho',
    baseline: (name) => `Kabla: ${name}`,
    main: (name) => `Baada: ${name}`,
    counts: (same, changed, added, removed) =>
      `sawa ${whole(same)}, zilizobadilika ${whole(changed)}, zilizoongezwa ${whole(added)}, zilizoondolewa ${whole(removed)}`,
  },
};

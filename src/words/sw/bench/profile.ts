import type { RoofOfDevice } from '../../en/bench/profile.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { percent } = format;
const formatRoof = ({ device, gflops, bytesPerS }: RoofOfDevice) =>
  `${device} ${gflops === null ? 'ukokotoaji haukupimwa' : `${format.number(gflops)} GFLOP/s`}, ${bytesPerS === null ? 'kumbukumbu haikupimwa' : `${format.number(bytesPerS / 1e9)} GB/s`}`;
const notKnown = 'haijulikani';

/** How the time of a run is divided. */
export const profile: Text['profile'] = {
  title: 'Uchanganuzi wa muda',
  lead: 'Muda wa uendeshaji unatumika wapi: kila nodi hulinganishwa na uwezo wa kifaa hiki, na kuonyesha cha kubadilisha.',
  badLink: 'Kiungo hiki hakiwezi kuchanganuliwa',
  run: 'Changanua muda',
  profileAgain: 'Changanua tena',
  running: 'Inachanganua muda',
  open: 'Fungua wasifu wa ONNX Runtime',
  openHelp:
    'Faili ya JSON ambayo ONNX Runtime iliandika kwa enable_profiling, katika ukurasa au programu. Husomwa kwenye kifaa hiki.',
  overhead: (profiled, plain, fraction) =>
    `Uendeshaji mmoja huchukua ${plain}, na ${profiled} unapochanganuliwa (${formatSigned(fraction)}). Muda wa uchanganuzi si kipimo cha kasi.`,
  ofFile: (profiled, runs) =>
    `Uendeshaji mmoja ulichukua ${profiled} ulipochanganuliwa, wastani wa nusu yenye kasi zaidi ya uendeshaji ${format.whole(runs)}. Muda wa uchanganuzi si kipimo cha kasi.`,
  sum: (nodes, run, fraction) =>
    `Katika nusu yenye kasi zaidi ya uendeshaji uliochanganuliwa, nodi huchukua ${nodes} kati ya ${run} (${percent(fraction)}); muda uliobaki hutumika kati yake na kwenye maingizo na matokeo.`,
  opening: (create, first) => `Kufungua modeli kulichukua ${create}, uendeshaji wa kwanza ${first}.`,
  bottlenecks: 'Vikwazo',
  none: 'Hakuna nodi inayochukua zaidi ya 10% ya uendeshaji, na hakuna kingine kilichozidi kikomo chake.',
  cause(cause) {
    switch (cause.code) {
      case 'node':
        return `${cause.name} (${cause.operator})`;
      case 'outside-nodes':
        return 'Muda nje ya nodi';
      case 'copies':
        return `Nakala kati ya CPU na GPU (${format.whole(cause.nodes)})`;
      case 'bandwidth':
        return 'Kasi ya kumbukumbu';
      case 'variation':
        return 'Tofauti kati ya uendeshaji';
      case 'memory':
        return 'Kumbukumbu';
    }
  },
  above(cause, { fraction, limit }) {
    const of = {
      node: 'ya uendeshaji',
      'outside-nodes': 'ya uendeshaji',
      copies: 'ya uendeshaji',
      bandwidth: 'ya kasi ya kumbukumbu iliyopimwa',
      variation: 'ya wastani',
      memory: 'ya kumbukumbu iliyopo hapa',
    };
    return `${percent(fraction)} ${of[cause.code]} (huorodheshwa ikizidi ${percent(limit)})`;
  },
  cures: {
    webgpu: 'Jaribu WebGPU',
    threads: 'Tumia nyuzi zaidi',
    int8: 'Kwantisha modeli hadi int8',
    'smaller-input': 'Chagua ukubwa mdogo zaidi wa dimensheni zake huru hapa chini',
    'smaller-model': 'Chagua modeli yenye nodi chache au kubwa zaidi, au endesha maingizo kadhaa kwa pamoja',
    quiet: 'Funga programu nyingine kisha uchanganue tena',
    'fewer-copies':
      'Ona ni nodi zipi zisizo na kernel kwenye GPU, chini ya “Nodi kwa kila injini” kwenye ukurasa wa Modeli',
  },
  nodes: 'Nodi',
  nodesCaption: (shown, all) =>
    shown < all
      ? `Nodi ${format.whole(shown)} za polepole zaidi kati ya ${format.whole(all)}`
      : `Nodi zote ${format.whole(all)}, za polepole kwanza`,
  operators: 'Kwa opereta',
  columns: {
    node: 'Nodi',
    operator: 'Opereta',
    time: 'Muda',
    fraction: 'Sehemu ya uendeshaji',
    nodes: 'Nodi',
    speed: 'Kasi iliyofikiwa',
    bound: 'Hubanwa na',
    attained: 'Sehemu ya kikomo',
    provider: 'Huendeshwa kwenye',
  },
  bound: { compute: 'ukokotoaji', memory: 'kumbukumbu' },
  speed: (gflops, bytesPerS) =>
    [
      ...(gflops === null ? [] : [`${format.number(gflops)} GFLOP/s`]),
      ...(bytesPerS === null ? [] : [`${format.number(bytesPerS / 1e9)} GB/s`]),
    ].join(', ') || notKnown,
  percent,
  attained: (fraction) => (fraction > 1 ? 'zaidi ya 100%' : percent(fraction)),
  notKnown,
  roofs: (limits) =>
    `Vipimo vya kifaa hiki: ${limits.map(formatRoof).join('; ')}. “Sehemu ya kikomo” hulinganisha nodi na kikomo kinachoibana (roofline). Huzidi 100% ikiwa thamani zake zilitoka kwenye akiba (cache), yenye kasi kuliko kumbukumbu kuu, au ikiwa kernel yake ina kasi kuliko uzidishaji uliopimwa.`,
  exports: 'Hifadhi kama',
  trace: 'Trace (Perfetto)',
  csv: 'CSV',
  json: 'JSON',
  nodeData: 'Data ya nodi (Model Explorer)',
};

function formatSigned(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${percent(Math.abs(fraction))}`;
}

import type { RoofOfDevice } from '../../en/bench/profile.ts';
import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const { percent } = format;
const formatRoof = ({ device, gflops, bytesPerS }: RoofOfDevice) =>
  `${device} ${gflops === null ? 'hindi nasukat ang compute' : `${format.number(gflops)} GFLOP/s`}, ${bytesPerS === null ? 'hindi nasukat ang memory' : `${format.number(bytesPerS / 1e9)} GB/s`}`;
const notKnown = 'hindi alam';

/** How the time of a run is divided. */
export const profile: Text['profile'] = {
  title: 'Profile',
  lead: 'Saan napupunta ang oras ng isang run: inihahambing ang bawat node sa mga limit ng device na ito, at kung ano ang dapat baguhin.',
  badLink: 'Hindi mai-profile ang link na ito',
  run: 'I-profile',
  profileAgain: 'I-profile muli',
  running: 'Nagpo-profile',
  open: 'Magbukas ng profile ng ONNX Runtime',
  openHelp:
    'Isang JSON file na isinulat ng ONNX Runtime gamit ang enable_profiling, sa isang page o program. Binabasa ito sa device na ito.',
  overhead: (profiled, plain, fraction) =>
    `Tumatagal ng ${plain} ang isang run, at ng ${profiled} habang pino-profile (${formatSigned(fraction)}). Hindi benchmark ang mga oras sa profile.`,
  ofFile: (profiled, runs) =>
    `Tumagal ng ${profiled} ang isang run habang pino-profile, ang mean ng mas mabilis na kalahati ng ${count(runs, 'run')}. Hindi benchmark ang mga oras sa profile.`,
  sum: (nodes, run, fraction) =>
    `Sa mas mabilis na kalahati ng mga na-profile na run, ${nodes} sa ${run} (${percent(fraction)}) ang kinuha ng mga node; napunta ang natitira sa pagitan ng mga ito at sa mga input at output.`,
  opening: (create, first) => `Tumagal ng ${create} ang pagbukas sa model, at ng ${first} ang unang run.`,
  bottlenecks: 'Mga bottleneck',
  none: 'Walang node na kumukuha ng mahigit 10% ng run, at wala nang ibang lampas sa limit nito.',
  cause(cause) {
    switch (cause.code) {
      case 'node':
        return `${cause.name} (${cause.operator})`;
      case 'outside-nodes':
        return 'Oras sa labas ng mga node';
      case 'copies':
        return `Mga kopya sa pagitan ng CPU at GPU (${format.whole(cause.nodes)})`;
      case 'bandwidth':
        return 'Memory bandwidth';
      case 'variation':
        return 'Pagkakaiba-iba ng mga run';
      case 'memory':
        return 'Memory';
    }
  },
  above(cause, { fraction, limit }) {
    const of = {
      node: 'ng run',
      'outside-nodes': 'ng run',
      copies: 'ng run',
      bandwidth: 'ng nasukat na bandwidth',
      variation: 'ng mean',
      memory: 'ng memory na available dito',
    };
    return `${percent(fraction)} ${of[cause.code]} (inililista kapag lampas sa ${percent(limit)})`;
  },
  cures: {
    webgpu: 'Subukan ang WebGPU',
    threads: 'Gumamit ng mas maraming thread',
    int8: 'I-quantize ang model sa int8',
    'smaller-input': 'Pumili ng mas maliliit na laki para sa mga malayang dimension nito sa ibaba',
    'smaller-model':
      'Pumili ng model na may mas kaunti o mas malalaking node, o magpatakbo ng ilang input nang sabay-sabay',
    quiet: 'Isara ang ibang program at i-profile muli',
    'fewer-copies': 'Tingnan kung aling mga node ang walang kernel sa GPU, sa ilalim ng Coverage sa page na Mga model',
  },
  nodes: 'Mga node',
  nodesCaption: (shown, all) =>
    shown < all
      ? `Ang ${format.whole(shown)} pinakamabagal sa ${count(all, 'node')}`
      : `Lahat ng ${count(all, 'node')}, pinakamabagal muna`,
  operators: 'Ayon sa operator',
  columns: {
    node: 'Node',
    operator: 'Operator',
    time: 'Oras',
    fraction: 'Bahagi ng run',
    nodes: 'Mga node',
    speed: 'Naabot',
    bound: 'Nililimitahan ng',
    attained: 'Bahagi ng limit',
    provider: 'Tumatakbo sa',
  },
  bound: { compute: 'compute', memory: 'memory' },
  speed: (gflops, bytesPerS) =>
    [
      ...(gflops === null ? [] : [`${format.number(gflops)} GFLOP/s`]),
      ...(bytesPerS === null ? [] : [`${format.number(bytesPerS / 1e9)} GB/s`]),
    ].join(', ') || notKnown,
  percent,
  attained: (fraction) => (fraction > 1 ? 'lampas 100%' : percent(fraction)),
  notKnown,
  roofs: (limits) =>
    `Nasukat sa device na ito: ${limits.map(formatRoof).join('; ')}. Inihahambing ng “Bahagi ng limit” ang isang node sa limit na pumipigil dito (roofline). Lampas ito sa 100% kung galing sa cache ang mga value nito, na mas mabilis kaysa sa main memory, o kung mas mabilis ang kernel nito kaysa sa sinukat na multiplication.`,
  exports: 'I-save bilang',
  trace: 'Trace (Perfetto)',
  csv: 'CSV',
  json: 'JSON',
  nodeData: 'Data ng mga node (Model Explorer)',
};

function formatSigned(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${percent(Math.abs(fraction))}`;
}

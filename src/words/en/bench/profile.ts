import type { Bottleneck, BottleneckCause, CureId } from '#profile/bottlenecks.ts';
import type { NodeProfile, Roof } from '#profile/profile-report.ts';
import { format } from '../format.ts';

export type RoofOfDevice = Roof & { readonly device: string };

const { percent } = format;
const formatRoof = ({ device, gflops, bytesPerS }: RoofOfDevice) =>
  `${device} ${gflops === null ? 'compute not measured' : `${format.number(gflops)} GFLOP/s`}, ${bytesPerS === null ? 'memory not measured' : `${format.number(bytesPerS / 1e9)} GB/s`}`;
const notKnown = 'not known';

/** How the time of a run is divided. */
export const profile = {
  title: 'Profile',
  lead: 'Shows where the time of a run goes: compares each node with the limits of this device, and suggests what to change.',
  badLink: 'Invalid profile link',
  run: 'Profile',
  profileAgain: 'Profile again',
  running: 'Profiling',
  open: 'Open an ONNX Runtime profile',
  openHelp:
    'A JSON file that ONNX Runtime wrote with enable_profiling, in a page or a program. It is read on this device.',
  overhead: (profiled: string, plain: string, fraction: number) =>
    `A run takes ${plain}, and ${profiled} while it is profiled (${formatSigned(fraction)}). Do not use profiled times as a benchmark.`,
  ofFile: (profiled: string, runs: number) =>
    `A run took ${profiled} while it was profiled (mean of the faster half of ${format.whole(runs)} runs). Do not use profiled times as a benchmark.`,
  sum: (nodes: string, run: string, fraction: number) =>
    `In the faster half of the profiled runs, the nodes take ${nodes} of ${run} (${percent(fraction)}); the rest is spent between them and on inputs and outputs.`,
  opening: (create: string, first: string) => `Opening the model took ${create}, the first run ${first}.`,
  bottlenecks: 'Bottlenecks',
  none: 'No node takes more than 10% of a run, and no other cause exceeds its threshold.',
  cause(cause: BottleneckCause): string {
    switch (cause.code) {
      case 'node':
        return `${cause.name} (${cause.operator})`;
      case 'outside-nodes':
        return 'Time outside the nodes';
      case 'copies':
        return `Copies between CPU and GPU (${format.whole(cause.nodes)})`;
      case 'bandwidth':
        return 'Memory bandwidth';
      case 'variation':
        return 'Variation between runs';
      case 'memory':
        return 'Memory';
    }
  },
  above(cause: BottleneckCause, { fraction, limit }: Pick<Bottleneck, 'fraction' | 'limit'>): string {
    const wholes = {
      node: 'of a run',
      'outside-nodes': 'of a run',
      copies: 'of a run',
      bandwidth: 'of the measured bandwidth',
      variation: 'of the mean',
      memory: 'of the available memory',
    } satisfies Record<BottleneckCause['code'], string>;
    return `${percent(fraction)} ${wholes[cause.code]} (threshold: ${percent(limit)})`;
  },
  cures: {
    webgpu: 'Try WebGPU',
    threads: 'Use more threads',
    int8: 'Quantise the model to int8',
    'smaller-input': 'Choose smaller sizes for its free dimensions below',
    'smaller-model': 'Choose a model with fewer or larger nodes, or a larger batch size',
    quiet: 'Close other programs and profile again',
    'fewer-copies': 'See which nodes have no kernel on the GPU, under Coverage on the Models page',
  } satisfies Record<CureId, string>,
  nodes: 'Nodes',
  nodesCaption: (shown: number, all: number) =>
    shown < all
      ? `The ${format.whole(shown)} slowest of ${format.whole(all)} nodes`
      : `All ${format.whole(all)} nodes, slowest first`,
  operators: 'By operator',
  columns: {
    node: 'Node',
    operator: 'Operator',
    time: 'Time',
    fraction: 'Fraction of run',
    nodes: 'Nodes',
    speed: 'Attained',
    bound: 'Bound by',
    attained: 'Fraction of limit',
    provider: 'Runs on',
  },
  bound: { compute: 'compute', memory: 'memory' } satisfies Record<NonNullable<NodeProfile['bound']>, string>,
  speed: (gflops: number | null, bytesPerS: number | null) =>
    [
      ...(gflops === null ? [] : [`${format.number(gflops)} GFLOP/s`]),
      ...(bytesPerS === null ? [] : [`${format.number(bytesPerS / 1e9)} GB/s`]),
    ].join(', ') || notKnown,
  percent,
  attained: (fraction: number) => (fraction > 1 ? 'over 100%' : percent(fraction)),
  notKnown,
  roofs: (limits: readonly RoofOfDevice[]) =>
    `Measured on this device: ${limits.map(formatRoof).join('; ')}. “Fraction of limit” compares a node with the limit that binds it (roofline). It exceeds 100% if the node’s values came from a cache, or if its kernel is faster than the measured multiplication.`,
  exports: 'Save as',
  trace: 'Trace (Perfetto)',
  csv: 'CSV',
  json: 'JSON',
  nodeData: 'Node data (Model Explorer)',
};

function formatSigned(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${percent(Math.abs(fraction))}`;
}

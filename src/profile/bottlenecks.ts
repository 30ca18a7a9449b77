import type { ProfileReport } from './profile-report.ts';

/** The limits of the workflow guide (its lines 538-583 and 793-843, and 2835-2921 of the inference guide). */
const bottleneckLimits = {
  /** Fraction of a run, for one node, all copies, or the time outside nodes. */
  fraction: 0.1,
  /** Standard deviation over mean of the runs. */
  variation: 0.2,
  /** Fraction of the measured bandwidth, and of the memory available on this device. */
  bandwidth: 0.9,
  memory: 0.9,
} as const;

/** Nodes listed, slowest first. */
const maxNodes = 5;

/** Possible cures; each is offered only where it applies. */
export type CureId = 'webgpu' | 'threads' | 'int8' | 'smaller-input' | 'smaller-model' | 'quiet' | 'fewer-copies';

export type BottleneckCause =
  | { readonly code: 'node'; readonly name: string; readonly operator: string }
  | { readonly code: 'outside-nodes' }
  | { readonly code: 'copies'; readonly nodes: number }
  | { readonly code: 'bandwidth' }
  | { readonly code: 'variation' }
  | { readonly code: 'memory' };

export interface Bottleneck {
  readonly cause: BottleneckCause;
  /** The measured fraction that is above its limit. */
  readonly fraction: number;
  readonly limit: number;
  readonly cures: readonly CureId[];
}

/** What can be changed on this device to reduce a bottleneck. */
export interface CureOptions {
  /** Whether the page can use a GPU that is not emulated. */
  readonly hasGpu: boolean;
  readonly maxThreads: number;
  /** Whether Assay can rewrite the model's format. */
  readonly isOptimisable: boolean;
  readonly hasFreeSizes: boolean;
  /** Bytes that an engine can use; `null` if not measured. */
  readonly heapBytes: number | null;
}

/** Operators on which integer weights or activations save time. */
const products =
  /^(Fused)?(Conv|MatMul|Gemm|Attention|MultiHeadAttention|FusedMatMul|Convolution|GroupConvolution|FullyConnected)$/;

/** Everything above its limit, largest first. */
export function findBottlenecks(report: ProfileReport, options: CureOptions): Bottleneck[] {
  const bottlenecks: Bottleneck[] = [];
  const add = (cause: BottleneckCause, fraction: number | null, limit: number, cures: readonly CureId[]) => {
    if (fraction !== null && fraction > limit)
      bottlenecks.push({ cause, fraction, limit, cures: listPossibleCures(cures, report, options) });
  };
  const { fraction, variation, bandwidth, memory } = bottleneckLimits;
  for (const node of report.nodes.slice(0, maxNodes)) {
    if (isCopy(node.operator)) continue;
    const { name, operator } = node;
    const isProduct = products.test(operator);
    const cures: CureId[] = ['webgpu', 'threads', ...(isProduct ? (['int8'] as const) : []), 'smaller-input'];
    add({ code: 'node', name, operator }, node.fraction, fraction, cures);
  }
  const copies = report.nodes.filter(({ operator }) => isCopy(operator));
  const copied = copies.reduce((sum, node) => sum + node.fraction, 0);
  add({ code: 'copies', nodes: copies.length }, copied, fraction, ['fewer-copies']);
  add({ code: 'outside-nodes' }, 1 - report.nodesFraction, fraction, ['smaller-model']);
  add({ code: 'bandwidth' }, computeBandwidthFraction(report), bandwidth, ['int8', 'smaller-input']);
  add({ code: 'variation' }, report.variation, variation, ['quiet']);
  const { heapBytes } = report;
  const used = heapBytes === null || options.heapBytes === null ? null : heapBytes / options.heapBytes;
  add({ code: 'memory' }, used, memory, ['int8', 'smaller-input', 'smaller-model']);
  return bottlenecks.sort((a, b) => b.fraction - a.fraction);
}

function isCopy(operator: string): boolean {
  return operator.startsWith('Memcpy');
}

/** Bytes moved divided by the time of all nodes, relative to the measured bandwidth; `null` if one is unknown. */
function computeBandwidthFraction({ nodes, nodesMs, roofs }: ProfileReport): number | null {
  const isOnGpu = nodes.some((node) => node.isOnGpu);
  const { bytesPerS } = isOnGpu ? roofs.gpu : roofs.cpu;
  if (bytesPerS === null || nodesMs === 0 || nodes.some(({ bytes }) => bytes === null)) return null;
  const bytes = nodes.reduce((sum, node) => sum + (node.bytes ?? 0), 0);
  return (bytes / nodesMs) * (1000 / bytesPerS);
}

function listPossibleCures(cures: readonly CureId[], report: ProfileReport, options: CureOptions): CureId[] {
  const { device, threads } = report;
  const applies: Readonly<Partial<Record<CureId, boolean>>> = {
    webgpu: device === 'wasm' && options.hasGpu,
    threads: (device === 'wasm' || device === 'cpu') && threads !== null && threads < options.maxThreads,
    int8: options.isOptimisable,
    'smaller-input': options.hasFreeSizes,
  };
  return cures.filter((cure) => applies[cure] ?? true);
}

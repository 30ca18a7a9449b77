import type { ProfileReport } from './profile-report.ts';

/** The limits in the workflow guide (lines 538-583 and 793-843) and the inference guide (lines 2835-2921). */
const bottleneckLimits = {
  /** The fraction of a run for one node, all copies, or the time outside nodes. */
  fraction: 0.1,
  /** The standard deviation of the runs divided by their mean. */
  variation: 0.2,
  /** The fractions of the measured bandwidth, and of the device's available memory. */
  bandwidth: 0.9,
  memory: 0.9,
} as const;

/** The maximum number of listed nodes, slowest first. */
const maxNodes = 5;

/** Possible remedies, each offered only if it applies. */
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
  /** The measured fraction, which exceeds its limit. */
  readonly fraction: number;
  readonly limit: number;
  readonly cures: readonly CureId[];
}

/** The properties of this device and model that determine possible remedies. */
export interface CureOptions {
  /** Whether the page can use a GPU that is not emulated. */
  readonly hasGpu: boolean;
  readonly maxThreads: number;
  /** Whether Assay can rewrite models of this format. */
  readonly isOptimisable: boolean;
  readonly hasFreeSizes: boolean;
  /** The number of bytes that an engine can use; `null` if not measured. */
  readonly heapBytes: number | null;
}

/** Operators that are faster with integer weights or activations. */
const productOperators =
  /^(Fused)?(Conv|MatMul|Gemm|Attention|MultiHeadAttention|FusedMatMul|Convolution|GroupConvolution|FullyConnected)$/;

/** Finds all values above their limits, largest first. */
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
    const isProduct = productOperators.test(operator);
    const cures: CureId[] = ['webgpu', 'threads', ...(isProduct ? (['int8'] as const) : []), 'smaller-input'];
    add({ code: 'node', name, operator }, node.fraction, fraction, cures);
  }
  const copies = report.nodes.filter(({ operator }) => isCopy(operator));
  const copyFraction = copies.reduce((sum, node) => sum + node.fraction, 0);
  add({ code: 'copies', nodes: copies.length }, copyFraction, fraction, ['fewer-copies']);
  add({ code: 'outside-nodes' }, 1 - report.nodesFraction, fraction, ['smaller-model']);
  add({ code: 'bandwidth' }, computeBandwidthFraction(report), bandwidth, ['int8', 'smaller-input']);
  add({ code: 'variation' }, report.variation, variation, ['quiet']);
  const { heapBytes } = report;
  const memoryFraction = heapBytes === null || options.heapBytes === null ? null : heapBytes / options.heapBytes;
  add({ code: 'memory' }, memoryFraction, memory, ['int8', 'smaller-input', 'smaller-model']);
  return bottlenecks.sort((a, b) => b.fraction - a.fraction);
}

function isCopy(operator: string): boolean {
  return operator.startsWith('Memcpy');
}

/**
 * Computes the transferred bytes divided by the time of all nodes, relative to the measured bandwidth; `null` if one is
 * unknown.
 */
function computeBandwidthFraction({ nodes, nodesMs, roofs }: ProfileReport): number | null {
  const isOnGpu = nodes.some((node) => node.isOnGpu);
  const { bytesPerS } = isOnGpu ? roofs.gpu : roofs.cpu;
  if (bytesPerS === null || nodesMs === 0 || nodes.some(({ bytes }) => bytes === null)) return null;
  const bytes = nodes.reduce((sum, node) => sum + (node.bytes ?? 0), 0);
  return (bytes / nodesMs) * (1000 / bytesPerS);
}

function listPossibleCures(cures: readonly CureId[], report: ProfileReport, options: CureOptions): CureId[] {
  const { device, threads } = report;
  const conditions: Readonly<Partial<Record<CureId, boolean>>> = {
    webgpu: device === 'wasm' && options.hasGpu,
    threads: (device === 'wasm' || device === 'cpu') && threads !== null && threads < options.maxThreads,
    int8: options.isOptimisable,
    'smaller-input': options.hasFreeSizes,
  };
  return cures.filter((cure) => conditions[cure] ?? true);
}

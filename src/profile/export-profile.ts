import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { formatCsv } from '#core/encoding/csv.ts';
import type { ProfileReport } from './profile-report.ts';

/** The lanes of the trace: runs, nodes on the CPU, and work on the GPU. */
const lanes: Readonly<Record<TraceEvent['kind'], number>> = { run: 1, node: 2, gpu: 3 };

/**
 * Formats the recorded events in the trace event format of Perfetto and chrome://tracing ("Trace Event Format", JSON
 * object format; times in microseconds).
 */
export function toChromeTrace(events: readonly TraceEvent[], report: ProfileReport): string {
  const names = Object.entries(lanes).map(([name, tid]) => ({
    ph: 'M',
    name: 'thread_name',
    pid: 1,
    tid,
    args: { name },
  }));
  const spans = events.map(({ kind, name, operator, provider, startUs, durationUs, bytes }) => ({
    ph: 'X',
    name: name || kind,
    cat: kind,
    pid: 1,
    tid: lanes[kind],
    ts: startUs,
    dur: durationUs,
    args: { ...(operator && { operator }), ...(provider && { provider }), ...bytes },
  }));
  const { engine, device, threads } = report;
  return JSON.stringify({
    traceEvents: [...names, ...spans],
    displayTimeUnit: 'ms',
    otherData: { engine, device, threads },
  });
}

const columns = [
  'node',
  'operator',
  'provider',
  'ms',
  'fraction',
  'flops',
  'bytes',
  'gflops',
  'gb_per_s',
  'bound',
  'attained',
];

/** Formats one row per node, slowest first; unknown values are empty. */
export function toProfileCsv({ nodes }: ProfileReport): string {
  const rows = nodes.map((node) => [
    node.name,
    node.operator,
    node.provider ?? '',
    node.ms,
    node.fraction,
    node.flops ?? '',
    node.bytes ?? '',
    node.gflops ?? '',
    node.bytesPerS === null ? '' : node.bytesPerS / 1e9,
    node.bound ?? '',
    node.attained ?? '',
  ]);
  return formatCsv([columns, ...rows]);
}

/**
 * Formats milliseconds by node name as node data of Google's Model Explorer ("Custom node data", schema of one graph).
 */
export function toNodeData({ nodes }: ProfileReport): string {
  return JSON.stringify({
    results: Object.fromEntries(nodes.map(({ name, ms }) => [name, { value: ms }])),
    gradient: [
      { stop: 0, bgColor: '#ffffff' },
      { stop: 1, bgColor: '#f0883e' },
    ],
  });
}

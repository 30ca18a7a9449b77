import type { TraceEvent } from '#core/engine/engine-trace.ts';
import { mean } from '#statistics/mean.ts';
import { median } from '#statistics/quantiles.ts';
import type { NodeProfile, ProfileReport, Roofs, Share } from './profile-report.ts';
import type { NodeWork, RecordedProfile } from './recorded-profile.ts';

/** Combines the recorded times with the static work of the nodes and the measured limits of the device. */
export function analyseProfile(recorded: RecordedProfile, roofs: Roofs): ProfileReport {
  const { events, plainRunsMs, profiledRunsMs, nodes: work } = recorded;
  const runEvents = events.filter(({ kind }) => kind === 'run').toSorted((a, b) => a.durationUs - b.durationUs);
  // Other programs disturb some of the runs. Means over the faster half are used, so the node times add up to the time
  // of a run.
  const countedEvents = runEvents.slice(0, Math.ceil(runEvents.length / 2));
  const times = groupTimesByNode(events, countedEvents, Math.max(1, runEvents.length));
  const nodesMs = [...times.values()].reduce((sum, { ms }) => sum + ms, 0);
  // An engine that reports only mean times of its nodes has no runs.
  const runsMs = countedEvents.length > 0 ? countedEvents.map(({ durationUs }) => durationUs / 1000) : profiledRunsMs;
  const runMs = runsMs.length > 0 ? mean(runsMs) : nodesMs;
  const workByName = new Map(work.map((node) => [node.name, node]));
  const nodes = [...times.values()]
    .map((time) => profileNode(time, workByName.get(time.name), runMs, roofs))
    .sort((a, b) => b.ms - a.ms);
  const plainRunMs = plainRunsMs.length > 0 ? median(plainRunsMs) : null;
  return {
    engine: recorded.engine,
    device: recorded.device,
    threads: recorded.threads,
    runs: runEvents.length || profiledRunsMs.length || 1,
    runMs,
    plainRunMs,
    profiledRunMs: profiledRunsMs.length > 0 ? median(profiledRunsMs) : null,
    overhead: plainRunMs === null ? null : median(profiledRunsMs) / plainRunMs - 1,
    variation: plainRunsMs.length > 1 ? computeDeviation(plainRunsMs) / mean(plainRunsMs) : null,
    nodesMs,
    nodesFraction: nodesMs / runMs,
    opening: recorded.opening,
    heapBytes: recorded.heapBytes,
    roofs,
    nodes,
    operators: computeShares(nodes, ({ operator }) => operator),
    providers: computeShares(nodes, ({ provider }) => provider ?? ''),
  };
}

interface NodeTime {
  readonly name: string;
  readonly operator: string;
  readonly provider: string | null;
  readonly isOnGpu: boolean;
  readonly ms: number;
  readonly bytes: TraceEvent['bytes'] | undefined;
}

/**
 * Computes the mean time of each node in the counted runs. The time of a GPU node is that of its shaders in all runs,
 * because they have a different clock, not that of their submission.
 */
function groupTimesByNode(
  events: readonly TraceEvent[],
  counted: readonly TraceEvent[],
  runs: number,
): Map<string, NodeTime> {
  const gpu = Map.groupBy(
    events.filter(({ kind }) => kind === 'gpu'),
    ({ name }) => name,
  );
  const times = new Map<string, NodeTime>();
  for (const [name, group] of Map.groupBy(subtractChildren(events), ({ event }) => event.name)) {
    const { operator, provider, bytes } = group[0]!.event;
    const shaders = gpu.get(name);
    const ms = shaders
      ? shaders.reduce((sum, { durationUs }) => sum + durationUs, 0) / runs / 1000
      : computeRunTime(group, counted) / 1000;
    times.set(name, { name, operator, provider, isOnGpu: shaders !== undefined, ms, bytes });
  }
  return times;
}

interface SelfTime {
  readonly event: TraceEvent;
  readonly selfUs: number;
}

/** Computes the time of each node, excluding nodes in its branches or loops. */
function subtractChildren(events: readonly TraceEvent[]): SelfTime[] {
  const selfTimes: { event: TraceEvent; selfUs: number }[] = [];
  for (const thread of Map.groupBy(
    events.filter(({ kind }) => kind === 'node'),
    (event) => event.thread,
  ).values()) {
    const open: { event: TraceEvent; selfUs: number }[] = [];
    const ordered = thread.toSorted((a, b) => a.startUs - b.startUs || b.durationUs - a.durationUs);
    for (const event of ordered) {
      while (open.length > 0 && getEndUs(open.at(-1)!.event) <= event.startUs) open.pop();
      const parent = open.at(-1);
      if (parent && getEndUs(event) <= getEndUs(parent.event)) parent.selfUs -= event.durationUs;
      const entry = { event, selfUs: event.durationUs };
      selfTimes.push(entry);
      open.push(entry);
    }
  }
  return selfTimes;
}

const getEndUs = ({ startUs, durationUs }: TraceEvent): number => startUs + durationUs;

/** Computes the node's mean microseconds in these runs; without runs, in all its events. */
function computeRunTime(times: readonly SelfTime[], runs: readonly TraceEvent[]): number {
  const isCounted = ({ startUs }: TraceEvent) =>
    runs.length === 0 || runs.some((run) => run.startUs <= startUs && startUs <= getEndUs(run));
  const totalUs = times.reduce((sum, { event, selfUs }) => (isCounted(event) ? sum + selfUs : sum), 0);
  return totalUs / Math.max(1, runs.length);
}

function profileNode(time: NodeTime, work: NodeWork | undefined, runMs: number, roofs: Roofs): NodeProfile {
  const { name, operator, provider, isOnGpu, ms } = time;
  // The bytes reported by the engine, otherwise those of the file; neither accounts for caches.
  const fileBytes = work?.activationBytes == null ? null : work.weightBytes + work.activationBytes;
  const bytes = time.bytes ? time.bytes.weights + time.bytes.read + time.bytes.written : fileBytes;
  const flops = work?.flops ?? null;
  const { gflops: maxGflops, bytesPerS: maxBytesPerS } = isOnGpu ? roofs.gpu : roofs.cpu;
  const computeMs = flops === null || maxGflops === null ? null : flops / maxGflops / 1e6;
  const memoryMs = bytes === null || maxBytesPerS === null ? null : (bytes / maxBytesPerS) * 1000;
  // A node whose operations are unknown may be compute-bound, so its limit is unknown.
  const isKnown = computeMs !== null && memoryMs !== null;
  const limitMs = isKnown ? Math.max(computeMs, memoryMs) : null;
  return {
    name,
    operator,
    provider,
    isOnGpu,
    ms,
    fraction: ms / runMs,
    flops,
    bytes,
    gflops: flops === null || ms === 0 ? null : flops / ms / 1e6,
    bytesPerS: bytes === null || ms === 0 ? null : (bytes / ms) * 1000,
    bound: isKnown ? (computeMs >= memoryMs ? 'compute' : 'memory') : null,
    attained: limitMs === null || ms === 0 ? null : limitMs / ms,
  };
}

function computeShares(nodes: readonly NodeProfile[], getGroup: (node: NodeProfile) => string): Share[] {
  const groups = [...Map.groupBy(nodes, getGroup)].map(([name, group]) => ({
    name,
    nodes: group.length,
    ms: group.reduce((sum, { ms }) => sum + ms, 0),
    fraction: group.reduce((sum, { fraction }) => sum + fraction, 0),
  }));
  return groups.sort((a, b) => b.ms - a.ms);
}

/** Computes the sample standard deviation. */
function computeDeviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

import type { LayerTimes, TraceEvent } from '#core/engine/engine-trace.ts';

/**
 * Computes the mean of the last `count` runs of an engine that reports only mean times, with sequential layers. The sum
 * of earlier runs is subtracted, so the error of each layer is up to a microsecond times the ratio of all runs to the
 * last ones.
 */
export function toMeanRun({ layers, meansUs }: LayerTimes, count: number): TraceEvent[] {
  const runs = meansUs.length;
  const earlierRuns = runs - count;
  const [allMeans, earlierMeans] = [meansUs[runs - 1] ?? [], meansUs[earlierRuns - 1] ?? []];
  const events: TraceEvent[] = [];
  let startUs = 0;
  for (const [index, { name, operator, kernel }] of layers.entries()) {
    const totalUs = (allMeans[index] ?? 0) * runs - (earlierMeans[index] ?? 0) * earlierRuns;
    const durationUs = Math.max(0, totalUs / count);
    if (durationUs === 0) continue; // fused into another layer, or too short for the engine's clock
    events.push({ kind: 'node', name, operator, provider: kernel, startUs, durationUs, thread: 0 });
    startUs += durationUs;
  }
  return events;
}

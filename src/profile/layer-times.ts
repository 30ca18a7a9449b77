import type { LayerTimes, TraceEvent } from '#core/engine/engine-trace.ts';

/**
 * One run of an engine that reports only mean times: the mean of the last `count` runs, one layer after the other. The
 * sum of the runs before them is subtracted, so each layer is accurate to a microsecond times the fraction of the runs
 * that count.
 */
export function toMeanRun({ layers, meansUs }: LayerTimes, count: number): TraceEvent[] {
  const runs = meansUs.length;
  const before = runs - count;
  const [all, skipped] = [meansUs[runs - 1] ?? [], meansUs[before - 1] ?? []];
  const events: TraceEvent[] = [];
  let startUs = 0;
  for (const [index, { name, operator, kernel }] of layers.entries()) {
    const totalUs = (all[index] ?? 0) * runs - (skipped[index] ?? 0) * before;
    const durationUs = Math.max(0, totalUs / count);
    if (durationUs === 0) continue; // fused into another layer, or too short for the engine's clock
    events.push({ kind: 'node', name, operator, provider: kernel, startUs, durationUs, thread: 0 });
    startUs += durationUs;
  }
  return events;
}

import type { TraceEvent } from '#core/engine/engine-trace.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { AppError } from '#core/errors/error.ts';
import { toMeanRun } from './layer-times.ts';
import { parseOrtTrace } from './ort-trace.ts';
import type { NodeWork, RecordedProfile } from './recorded-profile.ts';

/** The warm-up runs of each session, in which kernels and the engine's code are compiled. */
const warmUp = { minRuns: 2, ms: 1_500 } as const;
/** The number of recorded runs: as many as fit the time, within these bounds. Heuristic, not measured. */
const recording = { minRuns: 3, maxRuns: 30, ms: 3_000 } as const;

interface RecordOptions {
  readonly nodes: readonly NodeWork[];
  readonly now: () => number;
  /** Called before each run. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Runs a model with and without profiling, interleaved, to measure the overhead of profiling under the same conditions.
 * @param profiled the same model, opened with `profile`
 * @throws AppError engine-unavailable if the engine does not profile | any error of `TensorSession.run`
 */
export async function recordProfile(
  plain: TensorSession,
  profiled: TensorSession,
  inputs: Tensors,
  { nodes, now, onProgress }: RecordOptions,
): Promise<RecordedProfile> {
  if (!profiled.endProfile)
    throw new AppError('engine-unavailable', { engine: profiled.facts.engine, reason: 'no-profile' });
  const measureRun = async (session: TensorSession): Promise<number> => {
    const startMs = now();
    await session.run(inputs);
    return now() - startMs;
  };
  onProgress(0);
  const firstRunMs = await measureRun(plain);
  const startMs = now();
  let warmUpRuns = 0;
  while (warmUpRuns < warmUp.minRuns || now() - startMs < warmUp.ms) {
    await measureRun(plain);
    await measureRun(profiled);
    warmUpRuns++;
  }
  const plainRunsMs: number[] = [];
  const profiledRunsMs: number[] = [];
  const recordingStartMs = now();
  while (
    plainRunsMs.length < recording.minRuns ||
    (plainRunsMs.length < recording.maxRuns && now() - recordingStartMs < recording.ms)
  ) {
    plainRunsMs.push(await measureRun(plain));
    profiledRunsMs.push(await measureRun(profiled));
    onProgress(
      Math.min(1, Math.max(plainRunsMs.length / recording.maxRuns, (now() - recordingStartMs) / recording.ms)),
    );
  }
  const trace = await profiled.endProfile();
  const runs = plainRunsMs.length;
  const events = trace.format === 'layers' ? toMeanRun(trace, runs) : selectLastRuns(parseOrtTrace(trace.text), runs);
  const { engine, device, threads, createMs } = plain.facts;
  return {
    engine,
    device,
    threads,
    events,
    plainRunsMs,
    profiledRunsMs,
    opening: { createMs, firstRunMs },
    nodes,
    heapBytes: (await plain.memory()).wasmHeapBytes ?? null,
  };
}

/**
 * Selects the events of the last runs. GPU events have a different clock, so the last events of each shader are
 * selected by count.
 */
export function selectLastRuns(events: readonly TraceEvent[], count: number): TraceEvent[] {
  const runs = events.filter(({ kind }) => kind === 'run').toSorted((a, b) => a.startUs - b.startUs);
  const startUs = runs.at(-count)?.startUs ?? -Infinity;
  const fraction = runs.length === 0 ? 1 : Math.min(1, count / runs.length);
  const onGpu = [
    ...Map.groupBy(
      events.filter(({ kind }) => kind === 'gpu'),
      ({ name }) => name,
    ).values(),
  ];
  return [
    ...events.filter((event) => event.kind !== 'gpu' && event.startUs >= startUs),
    ...onGpu.flatMap((group) => group.slice(group.length - Math.round(group.length * fraction))),
  ];
}

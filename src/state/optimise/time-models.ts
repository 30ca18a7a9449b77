import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { timeInterleaved, type InterleavedTime, type TimeGroup } from '#bench/measure/time-interleaved.ts';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import type { OptimisableSubject } from '#bridge/optimise-contract.ts';
import type { Target, TensorEngineId } from '#core/engine/engines.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { requireCompanionAccess } from '../companion/open-in-companion.ts';

/** Where a model is measured; the engine chooses the number of threads if it is absent. */
export interface MeasuredTarget extends Target {
  readonly engine: TensorEngineId;
  readonly threads?: number;
}

/** The time of one inference of a model, and what the engine reports of it. */
export interface ModelTime extends InterleavedTime {
  /** Memory of the engine; `null` if it does not report it. */
  readonly memoryBytes: number | null;
  readonly threads: number;
}

export interface TimingOptions {
  readonly target: MeasuredTarget;
  /** Sizes of free dimensions. */
  readonly dimensions: Dimensions;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/**
 * Times models, the result of a recipe last, on the same inputs in interleaved blocks, in one order and then in
 * reverse, so that drift of the machine affects all equally. Each model is open in its own worker. Models in the
 * companion are called from there, so their times include sending inputs and outputs.
 * @throws any error of `openSession`, and input-invalid if an input cannot be generated
 */
export async function timeModels(
  subjects: readonly OptimisableSubject[],
  { target, dimensions, signal, onProgress }: TimingOptions,
): Promise<readonly ModelTime[]> {
  return withBenchLock({ signal, onWait: () => {} }, async () => {
    const handles: SessionHandle[] = [];
    try {
      for (const subject of subjects) handles.push(await open(subject, target, signal));
      // A recipe may have set free dimensions, so only inputs of the result fit all models.
      const inputs = createSeededInputs(handles.at(-1)!.opened.facts.inputs, dimensions);
      const memory: (number | null)[] = [];
      const groups = handles.map((handle, index): TimeGroup => async (count) => {
        const { timesMs, memory: used } = await handle.time(inputs, count);
        memory[index] = used.wasmHeapBytes ?? used.arenaBytes ?? null;
        return timesMs;
      });
      const times = await timeInterleaved(groups, { signal, onProgress });
      return handles.map(({ opened }, index) => {
        const { medianMs, interval, n, speedUp } = times[index]!;
        return { medianMs, interval, n, speedUp, memoryBytes: memory[index] ?? null, threads: opened.facts.threads };
      });
    } finally {
      for (const handle of handles) handle.close();
    }
  });
}

async function open(subject: OptimisableSubject, target: MeasuredTarget, signal: AbortSignal) {
  const { host, engine, device, threads } = target;
  const options = { devices: [device], ...(threads !== undefined && { threads }) };
  const companion = host === 'companion' && { companion: requireCompanionAccess };
  return openSession({ subject, engine, options, ...companion }, { signal });
}

import { computeAgreement, toReferences } from '#bench/agreement/tensor-agreement.ts';
import { timeInterleaved, type TimeGroup } from '#bench/measure/time-interleaved.ts';
import type { SessionHandle } from '#bridge/session-handle.ts';
import { asAppError } from '#core/errors/error.ts';
import type { MemoryInUse } from '#core/engine/runtime.ts';
import { compareErrors, compareMemory } from '#remedies/compare-outcomes.ts';
import type { Symptom } from '#remedies/remedy.ts';
import type { Trial } from '#remedies/trial.ts';
import { openBenchSession, type BenchSession, type OpenableModel } from './open-bench-session.ts';

/**
 * Number of runs of each model whose errors are counted. If none of 30 fails, the success rate is at least 95% with a
 * confidence of 79% (1 - 0.95^30).
 */
const errorRunCount = 30;

export interface TrialOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** A trial, and the number of threads with which the change was opened. */
export interface MeasuredTrial {
  readonly trial: Trial;
  readonly threads: number;
}

/**
 * Compares two models on generated inputs, both open at once and in interleaved blocks. The graph alone is run: a task
 * with several graphs needs items.
 * @throws any error while opening the changed model and running; errors of runs are counted instead for the symptom
 *   `errors`
 */
export async function measureOnInputs(
  before: OpenableModel,
  after: OpenableModel,
  symptom: Symptom,
  { signal, onProgress }: TrialOptions,
): Promise<MeasuredTrial> {
  const opened: SessionHandle[] = [];
  const open = async (model: OpenableModel): Promise<BenchSession> => {
    const session = await openBenchSession(model, signal);
    opened.push(session.handle);
    return session;
  };
  try {
    const changed = await open(after);
    const { threads } = changed.handle.opened.facts;
    if (symptom === 'errors') {
      const current = await open(before).catch((thrown: unknown) => (signal.throwIfAborted(), asAppError(thrown)));
      const trial = await measureErrors('handle' in current ? current : null, changed, signal, onProgress);
      return { threads, trial };
    }
    const sessions = [await open(before), changed] as const;
    const outputs = isSameModel(before, after) ? await compareOutputs(sessions, signal) : 'not-compared';
    const memory: MemoryInUse[] = [];
    const groups = sessions.map(({ handle, inputs }, index): TimeGroup => async (count) => {
      const timed = await handle.time(inputs, count, { signal });
      memory[index] = timed.memory;
      return timed.timesMs;
    });
    const [first, second] = await timeInterleaved(groups, { signal, onProgress });
    const [beforeBytes = null, afterBytes = null] = memory.map(getBytes);
    const compared =
      symptom === 'memory'
        ? compareMemory(beforeBytes, afterBytes)
        : {
            before: { value: first!.medianMs, interval: first!.interval },
            after: { value: second!.medianMs, interval: second!.interval },
            gain: second!.speedUp,
          };
    return { threads, trial: { ...compared, outputs, gates: null } };
  } finally {
    for (const handle of opened) handle.close();
  }
}

/** Counts the failures of the same number of runs. @param current `null` if it cannot be opened: every run fails */
async function measureErrors(
  current: BenchSession | null,
  changed: BenchSession,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<Trial> {
  const hasFailed: [before: boolean, after: boolean][] = [];
  for (let run = 0; run < errorRunCount; run++) {
    hasFailed.push([current === null || (await failsRun(current, signal)), await failsRun(changed, signal)]);
    onProgress((run + 1) / errorRunCount);
  }
  return { ...compareErrors(hasFailed), outputs: 'not-compared', gates: null };
}

async function failsRun({ handle, inputs }: BenchSession, signal: AbortSignal): Promise<boolean> {
  try {
    await handle.time(inputs, 1, { signal });
    return false;
  } catch {
    signal.throwIfAborted();
    return true;
  }
}

async function compareOutputs(
  [before, after]: readonly [BenchSession, BenchSession],
  signal: AbortSignal,
): Promise<Trial['outputs']> {
  const expected = await before.handle.run(structuredClone(before.inputs), { signal });
  const actual = await after.handle.run(structuredClone(after.inputs), { signal });
  const { verdict } = computeAgreement(toReferences('reference', expected), actual);
  return verdict === 'broken' ? 'broken' : 'agree';
}

/** Whether both models have the same files and inputs. */
function isSameModel(before: OpenableModel, after: OpenableModel): boolean {
  const [a, b] = [before.setup.dimensions, after.setup.dimensions];
  return before.model === after.model && Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
}

function getBytes({ wasmHeapBytes, arenaBytes, processPeakBytes }: MemoryInUse): number | null {
  return wasmHeapBytes ?? arenaBytes ?? processPeakBytes ?? null;
}

import type { Agreement, Cell } from '#core/report/tensor-report.ts';
import type { MeasuredTensors } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { MemoryInUse, TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { computeAgreement, type Reference } from '../agreement/tensor-agreement.ts';
import { measureClockStepUs, threadClock, type Clock } from './clock.ts';
import type { Plan } from '../method.ts';
import { ProgressEstimator } from './progress-estimator.ts';
import { shuffleIndices } from './shuffled-indices.ts';
import { timeCell, type SampleSpan, type TimedWork } from './time-cell.ts';

/** The inputs of one measurement. Without references its agreement is `not-measured`. */
export interface BenchCell {
  readonly name: string;
  readonly inputs: Tensors;
  readonly references: readonly Reference[];
}

export type ComputedReferences = readonly Reference[] | { readonly unavailable: string };

export interface MeasureOptions {
  readonly onProgress: (progress: Progress) => void;
  /** Any integer; determines the order of the cells (R17) and is stored in the result. */
  readonly orderSeed: number;
  /** For cells without references; called after a cell is timed, so it does not affect the measurement. */
  readonly computeReferences?: ((inputs: Tensors) => Promise<ComputedReferences>) | undefined;
  readonly clock?: Clock;
}

/**
 * Measures a session by the frozen method. For each cell: first inference, warm-up until stable, steady state, and the
 * agreement of the last timed outputs with the reference. The caller keeps the inputs. To cancel, terminate the worker.
 * @throws AppError from `session.run`; a lost device ends the run
 */
export async function measureTensorSession(
  session: TensorSession,
  cells: readonly BenchCell[],
  plan: Plan,
  { onProgress, orderSeed, computeReferences, clock = threadClock }: MeasureOptions,
): Promise<MeasuredTensors> {
  const clockStepUs = measureClockStepUs(() => clock.now());
  // The model is opened again for the reference, if one is computed, and for its details.
  const checkMs = session.facts.createMs * (computeReferences ? 2 : 1);
  const expected = { plan, cells: cells.map(() => ({ runMs: null, setupMs: 0 })), checkMs };
  const progress = new ProgressEstimator(expected, () => clock.now(), onProgress);
  const setup = { plan, clock, clockStepUs, progress };
  const completed: (CellRun | undefined)[] = cells.map(() => undefined);
  let memory: MemoryInUse = {};
  for (const [position, index] of shuffleIndices(cells.length, orderSeed).entries()) {
    const cell = cells[index]!;
    if (position > 0 && plan.cooldownMs > 0) {
      progress.beginCoolDown(cell.name);
      await clock.delay(plan.cooldownMs);
    }
    const work = new InferenceWork(session, cell, clock);
    const { timed, spans } = await timeCell(setup, work);
    memory = await session.memory();
    progress.reportCheck(cell.name);
    completed[index] = {
      cell: { ...timed, agreement: await checkAgreement(cell, work.outputs, computeReferences) },
      spans,
    };
    progress.endCell();
  }
  const runs = completed.filter((run) => run !== undefined);
  return {
    kind: 'tensor',
    cells: runs.map((run) => run.cell),
    spans: runs.map((run) => run.spans),
    clockStepUs,
    orderSeed,
    memory,
  };
}

/** R4: inferences with the inputs of a cell. Each includes reading the outputs. */
class InferenceWork implements TimedWork {
  readonly name: string;
  readonly unitsPerRun = 1;
  readonly canGroupRuns = true;
  /** Outputs of the last run. */
  outputs: Tensors = {};
  readonly #session: TensorSession;
  readonly #inputs: Tensors;
  readonly #clock: Clock;

  constructor(session: TensorSession, { name, inputs }: BenchCell, clock: Clock) {
    this.name = name;
    this.#session = session;
    this.#inputs = inputs;
    this.#clock = clock;
  }

  async time(runs: number): Promise<number> {
    const startMs = this.#clock.now();
    for (let run = 0; run < runs; run++) this.outputs = await this.#session.run(this.#inputs);
    return this.#clock.now() - startMs;
  }
}

interface CellRun {
  readonly cell: Cell;
  readonly spans: readonly SampleSpan[];
}

/** The reference of an output, if a second run computes it (R22). */
async function checkAgreement(
  { inputs, references }: BenchCell,
  outputs: Tensors,
  computeReferences: MeasureOptions['computeReferences'],
): Promise<Agreement> {
  if (references.length > 0 || !computeReferences) return computeAgreement(references, outputs);
  const computedReferences = await computeReferences(inputs);
  return 'unavailable' in computedReferences
    ? computeAgreement([], outputs, computedReferences.unavailable)
    : computeAgreement(computedReferences, outputs);
}

import type { Agreement, Cell, MeasuredTensors, Progress } from '#core/report.ts';
import type { MemoryInUse, TensorSession } from '#core/runtime.ts';
import type { Tensors } from '#core/tensor.ts';
import { agreementWith, type Reference } from './agreement.ts';
import { measureClockStepUs, threadClock, type Clock } from './clock.ts';
import type { Plan } from './method.ts';
import { ProgressEstimator } from './progress-estimator.ts';
import { shuffled } from './shuffled.ts';
import { timeCell, type SampleSpan, type TimedWork } from './time-cell.ts';

/** One input shape to measure. Without references its agreement is `not-measured`. */
export interface BenchCell {
  readonly name: string;
  readonly inputs: Tensors;
  readonly references: readonly Reference[];
}

export type ComputedReferences = readonly Reference[] | { readonly unavailable: string };

export interface MeasureOptions {
  readonly onProgress: (progress: Progress) => void;
  /** Any whole number; decides the order of the cells (R17) and is kept in the result. */
  readonly orderSeed: number;
  /** For cells without references: called once a cell is timed, so that it disturbs no figure. */
  readonly computeReferences?: ((inputs: Tensors) => Promise<ComputedReferences>) | undefined;
  readonly clock?: Clock;
}

/**
 * Measures a session by the frozen method: per cell first inference, warm-up until stable, steady state, and the
 * agreement of the last timed outputs with the reference. Inputs stay the caller's. Cancelling means ending the worker.
 * @throws AppError what `session.run` throws; a lost device ends the run
 */
export async function measure(
  session: TensorSession,
  cells: readonly BenchCell[],
  plan: Plan,
  { onProgress, orderSeed, computeReferences, clock = threadClock }: MeasureOptions,
): Promise<MeasuredTensors> {
  const clockStepUs = measureClockStepUs(() => clock.now());
  const progress = new ProgressEstimator(plan, cells.length, () => clock.now(), onProgress);
  const setup = { plan, clock, clockStepUs, progress };
  const done: (CellRun | undefined)[] = cells.map(() => undefined);
  let memory: MemoryInUse = {};
  for (const [turn, index] of shuffled(cells.length, orderSeed).entries()) {
    const cell = cells[index]!;
    if (turn > 0 && plan.cooldownMs > 0) {
      progress.show('cool-down', cell.name);
      await clock.rest(plan.cooldownMs);
    }
    const work = new Inferences(session, cell, clock);
    const { timed, spans } = await timeCell(setup, work);
    memory = await session.memory();
    progress.show('check', cell.name);
    done[index] = { cell: { ...timed, agreement: await judge(cell, work.outputs, computeReferences) }, spans };
    progress.endCell();
  }
  const runs = done.filter((run) => run !== undefined);
  return {
    kind: 'tensor',
    cells: runs.map((run) => run.cell),
    spans: runs.map((run) => run.spans),
    clockStepUs,
    orderSeed,
    memory,
  };
}

/** R4: inferences of one cell's inputs, each until its outputs are read. */
class Inferences implements TimedWork {
  readonly name: string;
  readonly unitsPerRun = 1;
  readonly canBatch = true;
  /** Of the last run. */
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

/** R22. */
async function judge(
  { inputs, references }: BenchCell,
  outputs: Tensors,
  computeReferences: MeasureOptions['computeReferences'],
): Promise<Agreement> {
  if (references.length > 0 || !computeReferences) return agreementWith(references, outputs);
  const computed = await computeReferences(inputs);
  return 'unavailable' in computed
    ? agreementWith([], outputs, computed.unavailable)
    : agreementWith(computed, outputs);
}

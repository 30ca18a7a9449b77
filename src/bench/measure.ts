import { seededRandom } from '#core/random.ts';
import type { Agreement, Cell, Measured, Progress } from '#core/report.ts';
import type { MemoryInUse, TensorSession } from '#core/runtime.ts';
import type { Tensors } from '#core/tensor.ts';
import { agreementWith, type Reference } from './agreement.ts';
import { measureClockStepUs, threadClock, type Clock } from './clock.ts';
import type { Plan } from './method.ts';
import { ProgressEstimator } from './progress-estimator.ts';
import { timeCell, type Span } from './time-cell.ts';

/** One input shape to measure. Without references its agreement is `not-measured`. */
export interface BenchCell {
  readonly name: string;
  readonly inputs: Tensors;
  readonly references: readonly Reference[];
}

export type ComputedReferences = readonly Reference[] | { readonly whyNone: string };

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
): Promise<Measured> {
  const clockStepUs = measureClockStepUs(() => clock.now());
  const progress = new ProgressEstimator(plan, cells.length, () => clock.now(), onProgress);
  const setup = { session, plan, clock, clockStepUs, progress };
  const done: (CellRun | undefined)[] = cells.map(() => undefined);
  let memory: MemoryInUse = {};
  for (const [turn, index] of shuffled(cells.length, orderSeed).entries()) {
    const cell = cells[index]!;
    if (turn > 0 && plan.cooldownMs > 0) {
      progress.show('cool-down', cell.name);
      await clock.rest(plan.cooldownMs);
    }
    const { timed, spans, outputs } = await timeCell(setup, cell.name, cell.inputs);
    memory = await session.memory();
    progress.show('check', cell.name);
    done[index] = { cell: { ...timed, agreement: await judge(cell, outputs, computeReferences) }, spans };
    progress.endCell();
  }
  const runs = done.filter((run) => run !== undefined);
  return { cells: runs.map((run) => run.cell), spans: runs.map((run) => run.spans), clockStepUs, orderSeed, memory };
}

interface CellRun {
  readonly cell: Cell;
  readonly spans: readonly Span[];
}

/** R22. */
async function judge(
  { inputs, references }: BenchCell,
  outputs: Tensors,
  computeReferences: MeasureOptions['computeReferences'],
): Promise<Agreement> {
  if (references.length > 0 || !computeReferences) return agreementWith(references, outputs);
  const computed = await computeReferences(inputs);
  return 'whyNone' in computed ? agreementWith([], outputs, computed.whyNone) : agreementWith(computed, outputs);
}

/** 0 to count - 1 in seeded order: Fisher & Yates. */
function shuffled(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

import { seededRandom } from '#core/random.ts';
import type { Agreement, Cell, Measured, Progress } from '#core/report.ts';
import type { TensorSession } from '#core/runtime.ts';
import type { Tensors } from '#core/tensor.ts';
import { agreementWith, type Reference } from './agreement.ts';
import { measureClockStepUs, threadClock, type Clock } from './clock.ts';
import { clockStepsPerSample, fewestSamples, warmupRule, type Plan } from './method.ts';
import { Pace } from './pace.ts';
import { mean, median, summarise } from './statistics.ts';

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

/** Lets the event loop turn this often; every sample would put a timer's delay between short inferences. */
const breathEveryMs = 50;

/** With a clock too coarse to see one inference at all, this many of them make a sample. */
const mostInferencesPerSample = 100_000;

/**
 * Measures a session by the frozen method: per cell first inference, warm-up until stable, steady state, and the
 * agreement of the last timed outputs with the reference. Inputs stay the caller's. Cancelling means ending the worker.
 * @throws AppError what `session.run` throws; a lost device voids the run
 */
export async function measure(
  session: TensorSession,
  cells: readonly BenchCell[],
  plan: Plan,
  { onProgress, orderSeed, computeReferences, clock = threadClock }: MeasureOptions,
): Promise<Measured> {
  const clockStepUs = measureClockStepUs(() => clock.now());
  const pace = new Pace(plan, cells.length, () => clock.now(), onProgress);
  const done: (CellRun | undefined)[] = cells.map(() => undefined);
  for (const [turn, index] of shuffled(cells.length, orderSeed).entries()) {
    const cell = cells[index]!;
    if (turn > 0 && plan.cooldownMs > 0) {
      pace.show('cool-down', cell.name);
      await clock.rest(plan.cooldownMs);
    }
    const { timed, spans, outputs } = await timeCell(session, cell, plan, clockStepUs, clock, pace);
    pace.show('check', cell.name);
    done[index] = { cell: { ...timed, agreement: await judge(cell, outputs, computeReferences) }, spans };
    pace.endCell();
  }
  const runs = done.filter((run) => run !== undefined);
  return { cells: runs.map((run) => run.cell), spans: runs.map((run) => run.spans), clockStepUs, orderSeed };
}

type Span = readonly [start: number, end: number];

interface CellRun {
  readonly cell: Cell;
  readonly spans: readonly Span[];
}

interface TimedCell {
  readonly timed: Omit<Cell, 'agreement'>;
  readonly spans: readonly Span[];
  /** Of the last timed run. */
  readonly outputs: Tensors;
}

async function timeCell(
  session: TensorSession,
  { name, inputs }: BenchCell,
  plan: Plan,
  clockStepUs: number,
  clock: Clock,
  pace: Pace,
): Promise<TimedCell> {
  const cellStart = clock.now();
  const isCapped = () => clock.now() - cellStart >= plan.cellCapMs;
  let breath = cellStart;
  const breathe = async () => {
    if (clock.now() - breath < breathEveryMs) return;
    await clock.rest(0);
    breath = clock.now();
  };
  let outputs: Tensors = {};
  const timeRun = async (): Promise<number> => {
    const start = clock.now();
    outputs = await session.run(inputs);
    return clock.now() - start;
  };

  pace.show('first', name);
  const firstMs = await timeRun();
  pace.expect(firstMs);

  const warmupStart = clock.now();
  const warmupMs: number[] = [];
  const elapsed = () => clock.now() - warmupStart;
  let stable = false;
  while (!stable && elapsed() < plan.warmupCapMs && !isCapped()) {
    warmupMs.push(await timeRun());
    stable = isWarm(warmupMs) && elapsed() >= plan.warmupMinMs;
    pace.warmUp(name, elapsed(), warmupMs.length, median(warmupMs.slice(-warmupRule.window)));
    await breathe();
  }
  const warmup = { runs: warmupMs.length, ms: elapsed(), stable };

  const timeGroup = async (inferences: number): Promise<Span> => {
    const start = clock.now();
    for (let run = 0; run < inferences; run++) outputs = await session.run(inputs);
    return [start, clock.now()];
  };
  const expectedMs = warmupMs.length > 0 ? mean(warmupMs.slice(-10)) : firstMs;
  const inferencesPerSample = await inferencesFor(expectedMs, (clockStepsPerSample * clockStepUs) / 1_000, timeGroup);
  const samplesMs: number[] = [];
  const spans: Span[] = [];
  const steadyStart = clock.now();
  let capped = false;
  while (!capped && !isEnough(plan, samplesMs.length, clock.now() - steadyStart)) {
    const [start, end] = await timeGroup(inferencesPerSample);
    samplesMs.push((end - start) / inferencesPerSample);
    spans.push([clock.timeOrigin + start, clock.timeOrigin + end]);
    pace.steady(name, end - steadyStart, samplesMs);
    capped = isCapped() && !isEnough(plan, samplesMs.length, end - steadyStart);
    await breathe();
  }

  const steady = summarise(samplesMs, inferencesPerSample);
  return { timed: { name, firstMs, warmup, capped, steady }, spans, outputs };
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

/** R3: the last three runs within 5 % of the fastest of them. */
function isWarm(runsMs: readonly number[]): boolean {
  if (runsMs.length < warmupRule.minRuns) return false;
  const last = runsMs.slice(-warmupRule.window);
  const fastest = Math.min(...last);
  return Math.max(...last) - fastest <= warmupRule.spread * fastest;
}

/**
 * R11: as many inferences as it takes for a sample to last `wantedMs`, 100 steps of the clock. Runs timed one by one are
 * read off the same clock and carry the cost of reading it, so groups are tried, and discarded, until one is long enough.
 */
async function inferencesFor(
  expectedMs: number,
  wantedMs: number,
  timeGroup: (inferences: number) => Promise<Span>,
): Promise<number> {
  if (expectedMs >= wantedMs) return 1;
  let inferences = 1;
  let tookMs = expectedMs;
  while (tookMs < wantedMs && inferences < mostInferencesPerSample) {
    // At most tenfold a time: a reading near the clock's step says little.
    const factor = Math.min(10, (1.1 * wantedMs) / Math.max(tookMs, wantedMs / 1_000));
    inferences = Math.min(mostInferencesPerSample, Math.ceil(inferences * factor));
    const [start, end] = await timeGroup(inferences);
    tookMs = end - start;
  }
  return inferences;
}

/** R5. */
function isEnough(plan: Plan, samples: number, ms: number): boolean {
  const [counted, timed] = [samples >= plan.samples, ms >= plan.steadyMs];
  return plan.endsAt === 'both' ? counted && timed : samples >= fewestSamples && (counted || timed);
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

import type { Cell } from '#core/report/tensor-report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { mean } from '#statistics/mean.ts';
import { median } from '#statistics/quantiles.ts';
import type { Clock } from './clock.ts';
import { yieldEveryMs, clockStepsPerSample, minSamples, groupRule, warmupRule, type Plan } from '../method.ts';
import type { ProgressEstimator } from './progress-estimator.ts';
import { summariseSamples } from './summarise.ts';

export type SampleSpan = readonly [start: number, end: number];

/** Work that is timed in sequential runs. */
export interface TimedWork {
  readonly name: string;
  /** Units per run: 1 inference, or N tokens. */
  readonly unitsPerRun: number;
  /** Whether a sample may consist of several runs if a single one is too short for the clock (R11). */
  readonly canGroupRuns: boolean;
  /** @returns the measured duration of `runs` consecutive runs, in milliseconds */
  time(runs: number): Promise<number>;
}

export interface TimedCell {
  readonly timed: Omit<Cell, 'agreement'>;
  /** Start and end of every sample in epoch milliseconds. */
  readonly spans: readonly SampleSpan[];
}

export interface TimingContext {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly clockStepUs: number;
  readonly progress: ProgressEstimator;
}

/**
 * Times a cell: the first run, warm-up until stable, and the steady state.
 * @throws errors from `work.time`
 */
export async function timeCell(setup: TimingContext, work: TimedWork): Promise<TimedCell> {
  const timer = new CellTimer(setup, work);
  const { name, unitsPerRun } = work;
  setup.progress.beginFirstRun(name);
  const firstMs = await work.time(1);
  const { warmup, runsMs } = await warmUp(timer);
  const lastMs = runsMs.length > 0 ? runsMs.slice(-groupRule.window) : [firstMs];
  const runsPerSample = work.canGroupRuns ? await chooseGroupSize(timer, mean(lastMs)) : 1;
  const { steady, spans, capped } = await measureSteady(timer, runsPerSample);
  return { timed: { name, firstMs: firstMs / unitsPerRun, warmup, capped, steady }, spans };
}

/** Runs the work of a cell within its time limit. */
class CellTimer {
  readonly setup: TimingContext;
  readonly work: TimedWork;
  readonly #startMs: number;
  #lastYieldMs: number;

  constructor(setup: TimingContext, work: TimedWork) {
    this.setup = setup;
    this.work = work;
    this.#startMs = setup.clock.now();
    this.#lastYieldMs = this.#startMs;
  }

  /** Whether the cell's time limit is reached. */
  isCapped(): boolean {
    return this.setup.clock.now() - this.#startMs >= this.setup.plan.maxCellMs;
  }

  /** Yields to the event loop if it is due. */
  async yieldToEventLoop(): Promise<void> {
    const { clock } = this.setup;
    if (clock.now() - this.#lastYieldMs < yieldEveryMs) return;
    await clock.delay(0);
    this.#lastYieldMs = clock.now();
  }
}

/** Warms up until the times are stable (R3). Runs nothing if the first inference reached the time limit of the cell. */
async function warmUp(
  timer: CellTimer,
): Promise<{ readonly warmup: Cell['warmup']; readonly runsMs: readonly number[] }> {
  const { plan, clock, progress } = timer.setup;
  const startMs = clock.now();
  const measureElapsedMs = () => clock.now() - startMs;
  const runsMs: number[] = [];
  let stable = false;
  const isWarmupLongEnough = () =>
    runsMs.length >= warmupRule.minRuns && measureElapsedMs() >= plan.unstableWarmupMaxMs;
  while (!stable && !isWarmupLongEnough() && measureElapsedMs() < plan.maxWarmupMs && !timer.isCapped()) {
    runsMs.push(await timer.work.time(1));
    stable = isStable(runsMs) && measureElapsedMs() >= plan.warmupMinMs;
    progress.warmUp(timer.work.name, measureElapsedMs(), runsMs.length, median(runsMs.slice(-warmupRule.window)));
    await timer.yieldToEventLoop();
  }
  return { warmup: { runs: runsMs.length, ms: measureElapsedMs(), stable }, runsMs };
}

/** Whether the spread of the last runs is within R3. */
function isStable(runsMs: readonly number[]): boolean {
  if (runsMs.length < warmupRule.minRuns) return false;
  const lastRunsMs = runsMs.slice(-warmupRule.window);
  const fastest = Math.min(...lastRunsMs);
  return Math.max(...lastRunsMs) - fastest <= warmupRule.spread * fastest;
}

/**
 * R11: chooses the number of runs for a sample to last 100 clock steps. Runs timed separately include the cost of reading
 * the clock, so groups are timed, and discarded, until one is long enough.
 * @param expectedMs estimated time of one run
 */
async function chooseGroupSize({ work, setup }: CellTimer, expectedMs: number): Promise<number> {
  const targetMs = (clockStepsPerSample * setup.clockStepUs) / 1_000;
  if (expectedMs >= targetMs) return 1;
  let runs = 1;
  let tookMs = expectedMs;
  while (tookMs < targetMs && runs < groupRule.maxRuns) {
    const growth = Math.min(groupRule.maxGrowth, (groupRule.margin * targetMs) / tookMs); // the quotient is Infinity for 0 ms
    runs = Math.min(groupRule.maxRuns, Math.ceil(runs * growth));
    tookMs = await work.time(runs);
  }
  return runs;
}

/** Measures the steady state (R5). Takes at least one sample, regardless of the time limit. */
async function measureSteady(
  timer: CellTimer,
  runsPerSample: number,
): Promise<{ readonly steady: SteadyState; readonly spans: readonly SampleSpan[]; readonly capped: boolean }> {
  const { plan, clock, progress } = timer.setup;
  const { name, unitsPerRun } = timer.work;
  const unitsPerSample = runsPerSample * unitsPerRun;
  const samplesMs: number[] = [];
  const spans: SampleSpan[] = [];
  const steadyStartMs = clock.now();
  let capped = false;
  while (!capped && !hasEnoughSamples(plan, samplesMs.length, clock.now() - steadyStartMs)) {
    const startMs = clock.now();
    samplesMs.push((await timer.work.time(runsPerSample)) / unitsPerSample);
    const endMs = clock.now();
    spans.push([clock.timeOrigin + startMs, clock.timeOrigin + endMs]);
    progress.recordSteadyState(name, endMs - steadyStartMs, samplesMs);
    capped = timer.isCapped() && !hasEnoughSamples(plan, samplesMs.length, endMs - steadyStartMs);
    await timer.yieldToEventLoop();
  }
  return { steady: summariseSamples(samplesMs, unitsPerSample), spans, capped };
}

/** R5. */
function hasEnoughSamples(plan: Plan, samples: number, ms: number): boolean {
  const [hasSamples, hasDuration] = [samples >= plan.samples, ms >= plan.steadyMs];
  return plan.endsWhen === 'both' ? hasSamples && hasDuration : samples >= minSamples && (hasSamples || hasDuration);
}

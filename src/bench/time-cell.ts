import type { Cell, Steady } from '#core/report.ts';
import type { TensorSession } from '#core/runtime.ts';
import type { Tensors } from '#core/tensor.ts';
import type { Clock } from './clock.ts';
import { yieldEveryMs, clockStepsPerSample, minSamples, groupRule, warmupRule, type Plan } from './method.ts';
import type { ProgressEstimator } from './progress-estimator.ts';
import { mean, median, summarise } from './statistics.ts';

export type Span = readonly [start: number, end: number];

export interface TimedCell {
  readonly timed: Omit<Cell, 'agreement'>;
  /** Start and end of every sample, epoch milliseconds. */
  readonly spans: readonly Span[];
  /** Of the last timed run. */
  readonly outputs: Tensors;
}

/** What is timed, and by what. */
export interface Setup {
  readonly session: TensorSession;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly clockStepUs: number;
  readonly progress: ProgressEstimator;
}

/** One cell: the first inference, warm-up until stable, and the steady state. @throws what `session.run` throws */
export async function timeCell(setup: Setup, name: string, inputs: Tensors): Promise<TimedCell> {
  const timer = new CellTimer(setup, name, inputs);
  setup.progress.show('first', name);
  const firstMs = await timer.timeOne();
  setup.progress.expect(firstMs);
  const { warmup, runsMs } = await warmUp(timer);
  const lastMs = runsMs.length > 0 ? runsMs.slice(-groupRule.window) : [firstMs];
  const inferencesPerSample = await sizeGroup(timer, mean(lastMs));
  const { steady, spans, capped } = await measureSteady(timer, inferencesPerSample);
  return { timed: { name, firstMs, warmup, capped, steady }, spans, outputs: timer.outputs };
}

/** Runs one cell's inputs and reads the clock around them. */
class CellTimer {
  readonly setup: Setup;
  readonly name: string;
  /** Of the last run. */
  outputs: Tensors = {};
  readonly #inputs: Tensors;
  readonly #startMs: number;
  #lastYieldMs: number;

  constructor(setup: Setup, name: string, inputs: Tensors) {
    this.setup = setup;
    this.name = name;
    this.#inputs = inputs;
    this.#startMs = setup.clock.now();
    this.#lastYieldMs = this.#startMs;
  }

  /** Start and end of so many runs, one as soon as the other is read back, by the setup's clock. */
  async time(inferences: number): Promise<Span> {
    const { session, clock } = this.setup;
    const startMs = clock.now();
    for (let run = 0; run < inferences; run++) this.outputs = await session.run(this.#inputs);
    return [startMs, clock.now()];
  }

  async timeOne(): Promise<number> {
    const [startMs, endMs] = await this.time(1);
    return endMs - startMs;
  }

  /** The cell's time is up. */
  isCapped(): boolean {
    return this.setup.clock.now() - this.#startMs >= this.setup.plan.cellCapMs;
  }

  /** Lets the event loop turn where it is due. */
  async yieldToEventLoop(): Promise<void> {
    const { clock } = this.setup;
    if (clock.now() - this.#lastYieldMs < yieldEveryMs) return;
    await clock.rest(0);
    this.#lastYieldMs = clock.now();
  }
}

/** R3. No run at all where the first inference took the cell's time. */
async function warmUp(
  timer: CellTimer,
): Promise<{ readonly warmup: Cell['warmup']; readonly runsMs: readonly number[] }> {
  const { plan, clock, progress } = timer.setup;
  const startMs = clock.now();
  const elapsed = () => clock.now() - startMs;
  const runsMs: number[] = [];
  let stable = false;
  while (!stable && elapsed() < plan.warmupCapMs && !timer.isCapped()) {
    runsMs.push(await timer.timeOne());
    stable = isStable(runsMs) && elapsed() >= plan.warmupMinMs;
    progress.warmUp(timer.name, elapsed(), runsMs.length, median(runsMs.slice(-warmupRule.window)));
    await timer.yieldToEventLoop();
  }
  return { warmup: { runs: runsMs.length, ms: elapsed(), stable }, runsMs };
}

/** R3: the last three runs within 5 % of the fastest of them. */
function isStable(runsMs: readonly number[]): boolean {
  if (runsMs.length < warmupRule.minRuns) return false;
  const last = runsMs.slice(-warmupRule.window);
  const fastest = Math.min(...last);
  return Math.max(...last) - fastest <= warmupRule.spread * fastest;
}

/**
 * R11: as many inferences as it takes for a sample to last 100 steps of the clock. Runs timed one by one are read off the
 * same clock and carry the cost of reading it, so groups are tried, and discarded, until one is long enough.
 * @param expectedMs one inference, as read so far
 */
async function sizeGroup(timer: CellTimer, expectedMs: number): Promise<number> {
  const wantedMs = (clockStepsPerSample * timer.setup.clockStepUs) / 1_000;
  if (expectedMs >= wantedMs) return 1;
  let inferences = 1;
  let tookMs = expectedMs;
  while (tookMs < wantedMs && inferences < groupRule.most) {
    const growth = Math.min(groupRule.maxGrowth, (groupRule.margin * wantedMs) / tookMs); // 0 ms: infinitely more
    inferences = Math.min(groupRule.most, Math.ceil(inferences * growth));
    const [startMs, endMs] = await timer.time(inferences);
    tookMs = endMs - startMs;
  }
  return inferences;
}

/** R5. At least one sample, whatever the cap. */
async function measureSteady(
  timer: CellTimer,
  inferencesPerSample: number,
): Promise<{ readonly steady: Steady; readonly spans: readonly Span[]; readonly capped: boolean }> {
  const { plan, clock, progress } = timer.setup;
  const samplesMs: number[] = [];
  const spans: Span[] = [];
  const steadyStartMs = clock.now();
  let capped = false;
  while (!capped && !isEnough(plan, samplesMs.length, clock.now() - steadyStartMs)) {
    const [startMs, endMs] = await timer.time(inferencesPerSample);
    samplesMs.push((endMs - startMs) / inferencesPerSample);
    spans.push([clock.timeOrigin + startMs, clock.timeOrigin + endMs]);
    progress.steady(timer.name, endMs - steadyStartMs, samplesMs);
    capped = timer.isCapped() && !isEnough(plan, samplesMs.length, endMs - steadyStartMs);
    await timer.yieldToEventLoop();
  }
  return { steady: summarise(samplesMs, inferencesPerSample), spans, capped };
}

/** R5. */
function isEnough(plan: Plan, samples: number, ms: number): boolean {
  const [counted, timed] = [samples >= plan.samples, ms >= plan.steadyMs];
  return plan.endsAt === 'both' ? counted && timed : samples >= minSamples && (counted || timed);
}

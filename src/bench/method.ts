import type { DeviceId } from '#core/engine/engines.ts';
import type { Effort } from '#core/report/bench-request.ts';

/**
 * The frozen parameters of the method, each with its rule in `docs/method.md`. Reports contain the version. Changing a
 * parameter requires a new major version; reports of different major versions are never compared (R10).
 */
export const methodVersion = '3.2.0';

/**
 * R3: warm-up lasts until the last `window` runs are within `spread` of each other, but no longer than `maxMs` or
 * `maxFractionOfCell` of the cell's time, which leaves time for samples. In a quick run it also ends after `quickMs` and `minRuns`.
 */
export const warmupRule = {
  minRuns: 3,
  window: 3,
  spread: 0.05,
  maxMs: 30_000,
  maxFractionOfCell: 0.5,
  quickMs: 5_000,
} as const;

/** R3: WebAssembly starts with code of the browser's baseline compiler, which optimised code replaces at run time. */
const wasmWarmupMs = 2_500;

/** R5. `quick` ends when either limit is reached, the others when both are. */
const steadyRules = {
  quick: { samples: 10, ms: 3_000, endsWhen: 'either' },
  standard: { samples: 30, ms: 10_000, endsWhen: 'both' },
  full: { samples: 130, ms: 60_000, endsWhen: 'both' },
} as const;

/** R5: at least three samples even if 3 s pass earlier, so a median exists. */
export const minSamples = 3;

/** Time limit of one cell, including first inference and warm-up; a slow device reports the samples taken by then. */
const maxCellMs = { quick: 30_000, standard: 90_000, full: 240_000 } as const;

/**
 * R6: samples needed to report a percentile with 99% confidence: with fewer, the probability that at most one of them
 * exceeds the true percentile is 1% or more.
 */
export const samplesNeeded = { p90: 64, p95: 130, p99: 662 } as const;

/**
 * R8: an interval of the ratio that contains 1 means no difference if it is within these bounds, and is inconclusive if
 * it is wider.
 */
export const noDifferenceBounds = { low: 0.9, high: 1.1 } as const;

/** R8: resamples of a bootstrap interval, and the seed that makes it deterministic. */
export const bootstrap = { resamples: 2_000, seed: 1 } as const;

/** R11: a sample should last this many clock steps, so one step is 1% of it. */
export const clockStepsPerSample = 100;

/** R11: the clock is too coarse if a sample lasts fewer steps: below half of the target is not due to chance. */
export const minStepsPerSample = clockStepsPerSample / 2;

/**
 * R11: the number of short inferences in a sample. The first estimate is based on the last `window` warm-up
 * runs, enough to average out readings near the clock step. Groups exceed the target by the factor `margin`, since runs
 * vary, and grow at most by `maxGrowth` per attempt, since a reading near the clock step is imprecise. `maxRuns` is the
 * limit if the clock does not advance at all.
 */
export const groupRule = { window: 10, margin: 1.1, maxGrowth: 10, maxRuns: 100_000 } as const;

/** R11: fewer distinct values than this, or than this fraction of the samples, are caused by the clock, not the engine. */
export const minDistinct = { values: 10, fraction: 0.5 } as const;

/** R11: clock changes timed to measure its step. */
export const clockStepTrials = 50;

/** R14: a run with more excluded samples than this counts as interrupted. */
export const maxExcludedSamples = 1;

/** R15: period of the page's timer, delay at which a tick counts as late, and fraction of late ticks on a busy machine. */
export const eventLoopRule = { periodMs: 50, lateMs: 100, fraction: 0.05 } as const;

/**
 * Maximum distance between the quartiles, as a fraction of the median. 25% is WebAI Bench's variance flag; using
 * quartiles, a few outliers do not raise it.
 */
export const maxRelativeSpread = 0.25;

/** Interval of yielding to the event loop; yielding after every sample would add timer delays between short inferences. */
export const yieldEveryMs = 50;

/** Minimum interval of progress messages: each one costs time on the measuring thread. */
export const progressEveryMs = 100;

/** R17: rest between the cells of a GPU run, and between runs of different models. */
export const cooldown = { gpuCellMs: 1_000, modelMs: 5_000, phoneModelMs: 10_000 } as const;

/**
 * R7: maximum number of filled bins of the histogram that replaces the samples in a link. Empty bins take no
 * space, so an outlier does not coarsen the others.
 */
export const maxHistogramBins = 64;

/** R7: the same for each of the five parts of a text report. */
export const maxTextHistogramBins = 32;

/** R19, R22: larger models are not opened a second time, which would double their memory use. Heuristic. */
export const maxReopenBytes = 200_000_000;

/** R22: seed of the inputs of a user-supplied model, for equal inputs on all devices. */
export const inputSeed = 1;

/**
 * R22: the seeded images. Only inputs with sides of at least `minSide` pixels are images. They show `shapes` discs and
 * boxes on a smooth background; the noise of a pixel spans `noise` of the value range.
 */
export const imageRule = { minSide: 16, shapes: 12, noise: 0.04 } as const;

/**
 * R24. Two correct executions of a model differ only by rounding. Single precision with another order of summation has a
 * relative error near 1e-5; half precision on a GPU, 2^-11 per operation, about 1e-2 after fifty layers. A relative error
 * e lowers the cosine by e^2 / 2: `expected` covers both. `investigate` is the error of 8-bit arithmetic, which is not
 * expected of two runs of one file, although the answers may be correct. The cosine is insensitive to scale, so the largest
 * difference is also compared with the largest value of the reference. If all values of an output are very small (scores of
 * a detector without detections), both ratios compare noise with noise: differences up to `rounding`, the absolute
 * tolerance of PyTorch's `torch.testing.assert_close` for float32, are then expected regardless of the ratios. The limit
 * is `roundingFraction` of the largest value of all outputs, so a model with only very small outputs can fail.
 */
export const agreementBands = {
  rounding: 1e-5,
  roundingFraction: 0.01,
  expected: { cosine: 0.9999, difference: 0.02 },
  investigate: { cosine: 0.99, difference: 0.2 },
} as const;

/** R20: tokens per sample of a language model, and the context before it in cells with a filled context. */
export interface TextSizes {
  readonly prompt: number;
  readonly generation: number;
  readonly depth: number;
}

/**
 * R20: in descending order: the default prompt and answer of llama-bench, then a quarter of each. The sizes are few, so
 * devices of different speeds have common cells.
 */
export const textSizes: readonly TextSizes[] = [
  { prompt: 512, generation: 128, depth: 1024 },
  { prompt: 128, generation: 32, depth: 256 },
  { prompt: 32, generation: 16, depth: 64 },
];

/** R20: index into `textSizes` of the largest sizes used at an effort. */
export const maxTextSizeIndex = { quick: 1, standard: 0, full: 0 } as const;

/** R20: the maximum fraction of a cell's time for a sample, so warm-up and several samples fit. */
export const textSampleFraction = 0.1;

/** R20: the short runs before the cells, by which the sizes of cells are chosen. */
export const textCalibration = { promptTokens: 16, tokens: 9 } as const;

/** R20: each sample has many tokens, so fewer samples are taken than for other models. */
const textSteadyRules = {
  quick: { samples: 10, ms: 3_000, endsWhen: 'either' },
  standard: { samples: 5, ms: 10_000, endsWhen: 'both' },
  full: { samples: 10, ms: 60_000, endsWhen: 'both' },
} as const;

/** R20: a run has four cells, so a quick one takes at most a minute, excluding the filling of the context. */
const maxTextCellMs = { quick: 15_000, standard: 90_000, full: 240_000 } as const;

/**
 * R24 for text. A relative error e of the logits shifts the difference of two of them by about e times their size, which
 * is about 20 for the most probable tokens: 0.2 for the 1e-2 of half precision. `investigate` covers tokens up to e times
 * less probable. `topTokens` is the number of top tokens of the reference that are searched.
 */
export const textAgreementRule = {
  promptTokens: 16,
  tokens: 32,
  topTokens: 100,
  expected: 0.2,
  investigate: 1,
} as const;

/** The limits of one run, by effort and device. */
export interface Plan {
  readonly effort: Effort;
  readonly warmupMinMs: number;
  /** The end of an unstable warm-up with the minimum number of runs. */
  readonly unstableWarmupMaxMs: number;
  readonly maxWarmupMs: number;
  readonly samples: number;
  readonly steadyMs: number;
  readonly endsWhen: 'either' | 'both';
  readonly maxCellMs: number;
  readonly cooldownMs: number;
}

export function getPlan(effort: Effort, device: DeviceId): Plan {
  return toPlan(effort, device, steadyRules[effort], maxCellMs[effort]);
}

/** R20. */
export function getTextPlan(effort: Effort, device: DeviceId): Plan {
  return toPlan(effort, device, textSteadyRules[effort], maxTextCellMs[effort]);
}

interface SteadyRule {
  readonly samples: number;
  readonly ms: number;
  readonly endsWhen: Plan['endsWhen'];
}

function toPlan(effort: Effort, device: DeviceId, { samples, ms, endsWhen }: SteadyRule, maxMs: number): Plan {
  return {
    effort,
    warmupMinMs: device === 'wasm' ? wasmWarmupMs : 0,
    unstableWarmupMaxMs: effort === 'quick' ? warmupRule.quickMs : Infinity,
    maxWarmupMs: Math.min(warmupRule.maxMs, warmupRule.maxFractionOfCell * maxMs),
    samples,
    steadyMs: ms,
    endsWhen,
    maxCellMs: maxMs,
    cooldownMs: device === 'webgpu' || device === 'webgl' ? cooldown.gpuCellMs : 0,
  };
}

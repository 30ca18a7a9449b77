import type { DeviceId } from '#core/engines.ts';
import type { RunLength } from '#core/report.ts';

/**
 * The frozen numbers of the method, each with the rule it comes from; `docs/method.md` has the rules. Reports carry the
 * version; another number here is a new major version, and reports of different majors are never compared (R10).
 */
export const methodVersion = '2.1.0';

/**
 * R3: warm-up lasts until the last `window` runs lie within `spread` of one another, but no longer than `capMs` and
 * `shareOfCell` of the cell's time: the rest is for samples.
 */
export const warmupRule = { minRuns: 3, window: 3, spread: 0.05, capMs: 30_000, shareOfCell: 0.5 } as const;

/** R3: WebAssembly starts in the browser's quick compiler tier; its best code arrives while it runs. */
const wasmWarmupMs = 2_500;

/** R5. `quick` ends at whichever comes first, the others when both are reached. */
const steadyRules = {
  quick: { samples: 10, ms: 3_000, endsAt: 'first' },
  standard: { samples: 30, ms: 10_000, endsAt: 'both' },
  full: { samples: 130, ms: 60_000, endsAt: 'both' },
} as const;

/** R5: even a quick run that its 3 s would end sooner has a middle and two neighbours. */
export const minSamples = 3;

/** The whole of one cell, first inference and warm-up included; a slow device reports what it got by then. */
const cellCapMs = { quick: 30_000, standard: 90_000, full: 240_000 } as const;

/**
 * R6: percentiles need this many samples to be stated with 99 % confidence: with fewer, the chance that at most one of
 * them lies above the true percentile is 1 % or more.
 */
export const samplesNeeded = { p90: 64, p95: 130, p99: 662 } as const;

/**
 * R8: an interval of the ratio that holds 1 means no difference where it lies within these bounds; a wider one means that
 * nothing can be told.
 */
export const noDifferenceBounds = { low: 0.9, high: 1.1 } as const;

/** R8: resamples of a bootstrap interval, and the seed that makes it the same at every look. */
export const bootstrap = { resamples: 2_000, seed: 1 } as const;

/** R11: a sample is to last this many steps of the clock, so that one step is 1 % of it. */
export const clockStepsPerSample = 100;

/** R11: the clock is too coarse where a sample lasted less than this: below half of the aim, no chance miss. */
export const minStepsPerSample = clockStepsPerSample / 2;

/**
 * R11: how many short inferences make a sample. The first guess rests on the last `window` runs of the warm-up: enough to
 * even out readings near the clock's step. Groups are made longer by `margin` than the aim, since runs scatter, and grow
 * at most by `maxGrowth` a trial, since a reading near the clock's step says little. `maxRuns` ends that where the clock
 * shows nothing at all.
 */
export const groupRule = { window: 10, margin: 1.1, maxGrowth: 10, maxRuns: 100_000 } as const;

/** R11: distinct values below this many, or of few samples below this share, come from the clock and not from the engine. */
export const fewDistinct = { values: 10, share: 0.5 } as const;

/** R11: clock changes timed to find its step. */
export const clockStepTrials = 50;

/** R14: a run with more voided samples than this is interrupted. */
export const maxVoidedSamples = 1;

/** R15: the page's timer, when one of its ticks counts as late, and how many late ones make a busy machine. */
export const eventLoopRule = { periodMs: 50, lateMs: 100, share: 0.05 } as const;

/**
 * The quartiles lie further apart than this share of the median: WebAI Bench's variance flag of 25 %, on quartiles so
 * that a few outliers do not raise it.
 */
export const spreadLimit = 0.25;

/** The event loop turns this often, between samples: after every one, a timer's delay would part short inferences. */
export const yieldEveryMs = 50;

/** Progress goes out at most this often: every message costs the thread that measures. */
export const progressEveryMs = 100;

/** R17: rest between the cells of a GPU run, and between runs of different models. */
export const cooldown = { gpuCellMs: 1_000, modelMs: 5_000, phoneModelMs: 10_000 } as const;

/**
 * R7: filled bins of the histogram that stands for the samples in a link. Empty bins between them cost nothing, so an
 * outlier coarsens no others.
 */
export const maxHistogramBins = 64;

/** R7: the same for each part of a text report, which has five of them. */
export const maxTextHistogramBins = 32;

/** R19, R22: bytes of files up to which a model is opened a second time, which takes as much memory again; chosen. */
export const maxReopenBytes = 200_000_000;

/** R22: seed of the inputs of a user's model: the same numbers on every device. */
export const inputSeed = 1;

/**
 * R22: the seeded images. An input is taken for an image if its sides have at least `minSide` pixels. Before a smooth
 * background stand `shapes` discs and boxes; every pixel varies by `noise` of the range in all.
 */
export const imageRule = { minSide: 16, shapes: 12, noise: 0.04 } as const;

/**
 * R24. Two right executions of one model differ only by rounding. Single precision in another order of summation leaves
 * a relative error near 1e-5; half precision on a GPU, 2^-11 an operation, about 1e-2 after some fifty layers. A relative
 * error e lowers the cosine by e^2 / 2: `expected` holds both. `investigate` is what 8-bit arithmetic leaves: not to be
 * expected where the same file runs twice, yet the answers may still be good. The cosine does not see a change of scale,
 * so the largest difference is held against the reference's largest value as well. Where an output is tiny throughout
 * (scores of a detector that sees nothing) both ratios compare noise with noise: differences up to `rounding`, the
 * absolute tolerance of PyTorch's `torch.testing.assert_close` for float32, are expected whatever they say. But no more
 * than `roundingShare` of the largest value of all outputs: a model whose outputs are all tiny could not fail otherwise.
 */
export const agreementBands = {
  rounding: 1e-5,
  roundingShare: 0.01,
  expected: { cosine: 0.9999, difference: 0.02 },
  investigate: { cosine: 0.99, difference: 0.2 },
} as const;

/** R20: one sample of a language model, in tokens, and the context before it in the cells that have one. */
export interface TextSizes {
  readonly prompt: number;
  readonly generation: number;
  readonly depth: number;
}

/**
 * R20: the largest first: the prompt and answer of llama-bench's defaults, then a quarter each. Few steps, so that
 * devices of different speed still have cells in common.
 */
export const textSizes: readonly TextSizes[] = [
  { prompt: 512, generation: 128, depth: 1024 },
  { prompt: 128, generation: 32, depth: 256 },
  { prompt: 32, generation: 16, depth: 64 },
];

/** R20: the place in `textSizes` of the largest that an effort takes. */
export const maxTextSizeIndex = { quick: 1, standard: 0, full: 0 } as const;

/** R20: no sample is expected to take more than this share of its cell's time: warm-up and several samples fit. */
export const textSampleShare = 0.1;

/** R20: what is run before the cells, to choose their sizes by. */
export const textCalibration = { promptTokens: 16, tokens: 9 } as const;

/** R20: samples are of many tokens each, so fewer of them are taken than of other models. */
const textSteadyRules = {
  quick: { samples: 10, ms: 3_000, endsAt: 'first' },
  standard: { samples: 5, ms: 10_000, endsAt: 'both' },
  full: { samples: 10, ms: 60_000, endsAt: 'both' },
} as const;

/** R20: a run has four cells, so a quick one takes a minute at most, the filling of the context aside. */
const textCellCapMs = { quick: 15_000, standard: 90_000, full: 240_000 } as const;

/**
 * R24 for text. A relative error e of the logits shifts the difference of two of them by about e times their size, some
 * 20 for the likeliest tokens: 0.2 for the 1e-2 of half precision. `investigate` holds tokens up to e times less likely.
 * `topTokens` is how far down the reference's list a token is looked for.
 */
export const textAgreementRule = {
  promptTokens: 16,
  tokens: 32,
  topTokens: 100,
  expected: 0.2,
  investigate: 1,
} as const;

/** What one run of the method does, by effort and device. */
export interface Plan {
  readonly effort: RunLength;
  readonly warmupMinMs: number;
  readonly warmupCapMs: number;
  readonly samples: number;
  readonly steadyMs: number;
  readonly endsAt: 'first' | 'both';
  readonly cellCapMs: number;
  readonly cooldownMs: number;
}

export function planFor(effort: RunLength, device: DeviceId): Plan {
  return planOf(effort, device, steadyRules[effort], cellCapMs[effort]);
}

/** R20. */
export function textPlanFor(effort: RunLength, device: DeviceId): Plan {
  return planOf(effort, device, textSteadyRules[effort], textCellCapMs[effort]);
}

interface SteadyRule {
  readonly samples: number;
  readonly ms: number;
  readonly endsAt: Plan['endsAt'];
}

function planOf(effort: RunLength, device: DeviceId, { samples, ms, endsAt }: SteadyRule, capMs: number): Plan {
  return {
    effort,
    warmupMinMs: device === 'wasm' ? wasmWarmupMs : 0,
    warmupCapMs: Math.min(warmupRule.capMs, warmupRule.shareOfCell * capMs),
    samples,
    steadyMs: ms,
    endsAt,
    cellCapMs: capMs,
    cooldownMs: device === 'webgpu' || device === 'webgl' ? cooldown.gpuCellMs : 0,
  };
}

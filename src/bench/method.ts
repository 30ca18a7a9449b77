import type { Effort } from '#core/report.ts';
import type { DeviceId } from '#core/runtime.ts';

/**
 * The frozen numbers of the method, each with the rule it comes from. Reports carry the version; another number here is
 * a new major version, and reports of different majors are never compared (R10).
 */
export const methodVersion = '1.0.0';

/** R3: warm-up lasts until the last `window` runs lie within `spread` of one another. */
export const warmupRule = { minRuns: 3, window: 3, spread: 0.05, capMs: 30_000 } as const;

/** R3: WebAssembly starts in the browser's quick compiler tier; its best code arrives while it runs. */
export const wasmWarmupMs = 2_500;

/** R5. `quick` ends at whichever comes first, the others when both are reached. */
const steadyRules = {
  quick: { samples: 10, ms: 3_000, endsAt: 'first' },
  standard: { samples: 30, ms: 10_000, endsAt: 'both' },
  full: { samples: 130, ms: 60_000, endsAt: 'both' },
} as const;

/** R5: even a quick run that its 3 s would end sooner has a middle and two neighbours. */
export const fewestSamples = 3;

/** The whole of one cell, first inference and warm-up included; a slow device reports what it got by then. */
const cellCapMs = { quick: 30_000, standard: 90_000, full: 240_000 } as const;

/** R6: percentiles need this many samples to be stated with 99 % confidence. */
export const samplesNeeded = { p50: 11, p90: 64, p95: 130, p99: 662 } as const;

/**
 * R8: an interval of the ratio that holds 1 means no difference where it lies within these bounds; a wider one means that
 * nothing can be told.
 */
export const sameSpeed = { low: 0.9, high: 1.1 } as const;

/** R6: resamples of a bootstrap interval. */
export const bootstrapResamples = 2_000;

/** R11: a sample lasts at least this many steps of the clock. */
export const clockStepsPerSample = 100;

/** R11: clock changes timed to find its step. */
export const clockStepTrials = 50;

/** R14: a run with more voided samples than this is interrupted. */
export const voidedSamplesTolerated = 1;

/** R15: the page's timer, when one of its ticks counts as late, and how many late ones make a busy machine. */
export const eventLoopRule = { periodMs: 50, lateMs: 100, share: 0.05 } as const;

/**
 * The quartiles lie further apart than this share of the median: WebAI Bench's variance flag of 25 %, on quartiles so
 * that a few outliers do not raise it.
 */
export const spreadLimit = 0.25;

/** R17: rest between the cells of a GPU run, and between runs of different models. */
export const cooldown = { gpuCellMs: 1_000, modelMs: 5_000, phoneModelMs: 10_000 } as const;

/** What one run of the method does, by effort and device. */
export interface Plan {
  readonly effort: Effort;
  readonly warmupMinMs: number;
  readonly warmupCapMs: number;
  readonly samples: number;
  readonly steadyMs: number;
  readonly endsAt: 'first' | 'both';
  readonly cellCapMs: number;
  readonly cooldownMs: number;
}

export function planFor(effort: Effort, device: DeviceId): Plan {
  const { samples, ms, endsAt } = steadyRules[effort];
  const capMs = cellCapMs[effort];
  return {
    effort,
    warmupMinMs: device === 'wasm' ? wasmWarmupMs : 0,
    warmupCapMs: Math.min(warmupRule.capMs, capMs / 2),
    samples,
    steadyMs: ms,
    endsAt,
    cellCapMs: capMs,
    cooldownMs: device === 'webgpu' || device === 'webgl' ? cooldown.gpuCellMs : 0,
  };
}

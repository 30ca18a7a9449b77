import * as v from 'valibot';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { AppError } from '#core/errors/error.ts';
import { digestText } from '#core/encoding/sha256.ts';
import { computeEpsilon } from '../privacy/rdp-accountant.ts';
import { maxShares } from '../secure-aggregation/shamir.ts';
import { maxValue } from '../secure-aggregation/fixed-point.ts';

export const aggregations = ['secure', 'median', 'trimmed-mean'] as const;

const positiveNumber = v.pipe(v.number(), v.finite(), v.gtValue(0));
const createCountSchema = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** The rules that all participants of a federation agree to. A plan never changes: its digest identifies the federation. */
export const planSchema = v.object({
  format: v.literal(1),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** The model file that computes the features. */
  modelSha256: sha256,
  labels: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(80))), v.minLength(2), v.maxLength(1000)),
  /** The number of features. */
  featureLength: createCountSchema(1, 100_000),
  /** The public scaling of features: `(features - mean) * factor`. */
  scaling: v.object({ mean: v.array(v.pipe(v.number(), v.finite())), factor: positiveNumber }),
  /**
   * `secure`: the coordinator sees only the sum of the updates. With the other values, it sees every update, and
   * combines them so that a minority of poisoned ones does little harm.
   */
  aggregation: v.picklist(aggregations),
  rounds: createCountSchema(1, 10_000),
  minParticipants: createCountSchema(2, maxShares),
  /** The time limits in seconds for joining a round, and for each later stage. */
  roundSeconds: createCountSchema(1, 7 * 86_400),
  stageSeconds: createCountSchema(1, 3600),
  training: v.object({
    localSteps: createCountSchema(1, 1000),
    learningRate: positiveNumber,
    sampleRate: v.pipe(positiveNumber, v.maxValue(1)),
    clipNorm: positiveNumber,
    noiseMultiplier: positiveNumber,
    maxUpdateNorm: v.pipe(positiveNumber, v.maxValue(maxValue)),
  }),
  /** The differential privacy of each example of a participant, against everyone who sees the updates. */
  privacy: v.object({ maxEpsilon: v.pipe(v.number(), v.finite()), delta: v.pipe(positiveNumber, v.maxValue(0.01)) }),
});

export type FederatedPlan = v.InferOutput<typeof planSchema>;

/** Computes the digest of a plan. */
export function computePlanId(plan: FederatedPlan): Promise<string> {
  return digestText(toCanonicalJson(plan));
}

/** Computes the epsilon of an example after a number of steps of its participant. */
export function computePlanEpsilon({ training, privacy }: FederatedPlan, steps: number): number {
  return computeEpsilon({ ...training, steps }, privacy.delta);
}

/**
 * Parses a plan, and checks what a schema cannot express.
 * @throws AppError federation-invalid
 */
export function parsePlan(value: unknown): FederatedPlan {
  const parsed = v.safeParse(planSchema, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AppError('federation-invalid', { reason: 'plan-field', field: v.getDotPath(issue) ?? 'plan' });
  }
  const plan = parsed.output;
  const { labels, scaling, featureLength, privacy, rounds, training } = plan;
  if (new Set(labels).size < labels.length)
    throw new AppError('federation-invalid', { reason: 'plan-field', field: 'labels' });
  if (scaling.mean.length !== featureLength)
    throw new AppError('federation-invalid', { reason: 'plan-field', field: 'scaling.mean' });
  if (privacy.maxEpsilon <= 0) throw new AppError('federation-invalid', { reason: 'epsilon-zero' });
  const epsilon = computePlanEpsilon(plan, rounds * training.localSteps);
  if (epsilon > privacy.maxEpsilon)
    throw new AppError('federation-invalid', { reason: 'epsilon-exceeded', epsilon, max: privacy.maxEpsilon });
  return plan;
}

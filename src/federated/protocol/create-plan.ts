import { chooseScaling } from '#teach/scaling.ts';
import { findNoiseMultiplier } from '../privacy/rdp-accountant.ts';
import { parsePlan, type FederatedPlan } from './plan.ts';

type FreeFields = 'name' | 'modelSha256' | 'labels' | 'aggregation' | 'rounds' | 'minParticipants';
export interface PlanChoices extends Pick<FederatedPlan, FreeFields> {
  /** The privacy budget of each example, over all rounds. */
  readonly epsilon: number;
  readonly delta: number;
  readonly roundSeconds: number;
  readonly stageSeconds: number;
  /** Features of at least one image that need not be private, because their mean becomes part of the plan. */
  readonly publicFeatures: readonly Float32Array[];
}

/**
 * Settings that kept the accuracy of ten participants with 140 digits each, at epsilon 16 (`federation.test.ts`), for
 * features whose norm is about {@link featureNorm}. Other data may need other settings.
 */
const training = { localSteps: 6, learningRate: 60, sampleRate: 1, clipNorm: 0.3, maxUpdateNorm: 64 };
const featureNorm = 2;

/**
 * Creates a plan with the least noise that its epsilon allows.
 * @throws AppError federation-invalid, including if no finite noise is enough
 */
export function createPlan({ epsilon, delta, publicFeatures, ...choices }: PlanChoices): FederatedPlan {
  const { mean, factor } = chooseScaling(publicFeatures);
  const steps = choices.rounds * training.localSteps;
  const noise = epsilon > 0 ? findNoiseMultiplier(epsilon, { sampleRate: training.sampleRate, steps }, delta) : 1;
  return parsePlan({
    format: 1,
    ...choices,
    featureLength: mean.length,
    scaling: { mean: [...mean], factor: (featureNorm * factor) / Math.sqrt(mean.length) },
    training: { ...training, noiseMultiplier: noise },
    privacy: { maxEpsilon: epsilon, delta },
  });
}

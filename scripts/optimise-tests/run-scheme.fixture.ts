import type { Tensors } from '#core/engine/tensor.ts';
import { AgreementSums } from '#optimise/output-agreement.ts';
import { schemes } from '#optimise/quantise/index.ts';
import type { StepOptions } from '#optimise/step.ts';
import { differences, type Case } from './cases.fixture.ts';
import { configured, runStep, type StepTally } from './run-step.fixture.ts';

interface SchemeVariant {
  readonly name: string;
  readonly scheme: keyof typeof schemes;
  readonly options: StepOptions;
  /** The least that is expected of any output, in decibels: most tests have few weights, which round badly. */
  readonly minSqnrDb: number;
  /** Enough also without it, relative to the largest value or 1: probabilities near 0 have little signal. */
  readonly maxError: number;
}

/** Every scheme with options that take other ways through it. */
export const schemeVariants: readonly SchemeVariant[] = [
  {
    name: 'dynamic-int8',
    scheme: 'dynamic-int8',
    options: { operators: ['MatMul', 'Gemm', 'Gather', 'Conv'] },
    minSqnrDb: 12,
    maxError: 0.1,
  },
  {
    name: 'dynamic-int8, uint8 with one scale',
    scheme: 'dynamic-int8',
    options: { weights: 'uint8', perChannel: false },
    minSqnrDb: 25,
    maxError: 0.05,
  },
  { name: 'static-int8', scheme: 'static-int8', options: {}, minSqnrDb: 12, maxError: 0.1 },
  {
    name: 'static-int8, symmetric, one scale, least squared error',
    scheme: 'static-int8',
    options: { activations: 'int8', perChannel: false, calibration: 'mse' },
    minSqnrDb: 10,
    maxError: 0.15,
  },
  {
    name: 'static-int8, entropy',
    scheme: 'static-int8',
    options: { calibration: 'entropy' },
    minSqnrDb: 5,
    maxError: 0.3,
  },
  {
    name: 'static-int8, percentile',
    scheme: 'static-int8',
    options: { calibration: 'percentile' },
    minSqnrDb: 12,
    maxError: 0.1,
  },
  {
    name: 'static-int8, moving average, corrected bias',
    scheme: 'static-int8',
    options: { calibration: 'moving-average', biasCorrection: true },
    minSqnrDb: 12,
    maxError: 0.1,
  },
  { name: 'float16', scheme: 'float16', options: {}, minSqnrDb: 40, maxError: 0.01 },
  { name: 'weight-only, 4 bits', scheme: 'weight-only', options: {}, minSqnrDb: 12, maxError: 0.2 },
  {
    name: 'weight-only, 8 bits with zero points',
    scheme: 'weight-only',
    options: { bits: 8, symmetric: false },
    minSqnrDb: 30,
    maxError: 0.03,
  },
  {
    name: 'weight-only, zero points that are no integers',
    scheme: 'weight-only',
    options: { blockSize: 64, symmetric: false, scales: 'hqq' },
    minSqnrDb: 12,
    maxError: 0.2,
  },
  {
    name: 'weight-only, GPTQ with scaled inputs',
    scheme: 'weight-only',
    options: { rounding: 'gptq', activationAware: true },
    minSqnrDb: 12,
    maxError: 0.2,
  },
  {
    name: 'weight-only, 2 bits',
    scheme: 'weight-only',
    options: { bits: 2, symmetric: false },
    minSqnrDb: 2,
    maxError: 1,
  },
];

export function runScheme(
  { scheme, options, minSqnrDb, maxError }: SchemeVariant,
  cases: readonly Case[],
): Promise<StepTally> {
  return runStep(configured(schemes[scheme], options), cases, (before, after) => {
    const noisy = tooNoisy(before, after, minSqnrDb);
    return differences(before, after, maxError).filter((text) => !text.includes('differs by') || noisy.length > 0);
  });
}

function tooNoisy(before: Tensors, after: Tensors, minSqnrDb: number): string[] {
  const sums = new AgreementSums();
  sums.add(before, after);
  return sums.outputs.filter(({ sqnrDb }) => sqnrDb < minSqnrDb).map(({ name, sqnrDb }) => `${name}: ${sqnrDb} dB`);
}

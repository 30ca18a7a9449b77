import type { InterleavedTime } from '#bench/measure/time-interleaved.ts';
import type { QuantisationKind } from '#core/model/model-facts.ts';
import type { AutoTrial } from '#optimise/auto-recipe.ts';
import type { PruningStep } from '#optimise/iterative-pruning.ts';
import type { NotApplicableCode, StepOutcome } from '#optimise/optimisation-step.ts';
import type { NodeSensitivity } from '#optimise/mixed-precision.ts';
import type { StepId } from '#optimise/recipe.ts';
import type { UnavailableScheme } from '#optimise/schemes/index.ts';
import { format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';

const formatCount = (count: number, singular: string, plural: string) =>
  `${format.whole(count)} ${count === 1 ? singular : plural}`;

const facts: Readonly<Record<string, (count: number) => string>> = {
  nodes: (n) => formatCount(n, 'node', 'nodes'),
  initializers: (n) => formatCount(n, 'initializer', 'initializers'),
  convolutions: (n) => formatCount(n, 'convolution', 'convolutions'),
  layers: (n) => formatCount(n, 'layer', 'layers'),
  dimensions: (n) => formatCount(n, 'dimension', 'dimensions'),
  products: (n) => formatCount(n, 'MatMul', 'MatMuls'),
  values: (n) => formatCount(n, 'value', 'values'),
  joined: (n) => `${format.whole(n)} merged`,
  cancelled: (n) => `${format.whole(n)} cancelled`,
  casts: (n) => formatCount(n, 'conversion', 'conversions'),
  channels: (n) => formatCount(n, 'channel', 'channels'),
  zeros: (n) => formatCount(n, 'zero', 'zeros'),
  weights: (n) => `of ${formatCount(n, 'weight', 'weights')}`,
  scaledInputs: (n) => formatCount(n, 'scaled input', 'scaled inputs'),
  outOfRange: (n) => `${format.whole(n)} of them for their values`,
  kept: (n) => `${format.whole(n)} left unchanged`,
  skipped: (n) => `${format.whole(n)} skipped`,
};

const quantisedAs = {
  none: 'not quantised',
  float16: 'float16',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'int8 weights, activations at run time',
  qdq: 'int8 between QuantizeLinear and DequantizeLinear (QDQ)',
  qoperator: 'integer operators (QOperator)',
  'int4-blocks': 'block-wise weights of a few bits',
  'weights-only': 'integer weights',
  'full-integer': 'integers throughout',
  gguf: 'blocks of GGUF',
  mixed: 'several types',
  unknown: 'an unknown type',
} satisfies Record<QuantisationKind, string>;

const notApplicable: Readonly<Record<NotApplicableCode, (facts: Readonly<Record<string, string | number>>) => string>> =
  {
    'already-quantised': ({ kind }) => `the model is already quantised (${quantisedAs[kind as QuantisationKind]})`,
    'no-engine': () => 'it needs ONNX Runtime, which is not installed: npm run assay -- engines add ort',
    'no-samples': () => 'it needs calibration data, and none was given (--calibrate)',
    'samples-not-finite': () =>
      'the calibration data gives no finite values (NaN or infinity): check how it was prepared',
    'opset-too-old': ({ opset, min }) => `the model uses opset ${opset}, and opset ${min} or later is needed`,
    'operator-not-convertible': ({ operator, opset }) => `${operator} has no equivalent in opset ${opset}`,
    'weights-shared': ({ weight }) =>
      `the model would grow, because ${weight} is also an output of the model or an input of a node that is not rewritten`,
    'beyond-float16': ({ nodes }) =>
      `float16 cannot represent the values of ${formatCount(Number(nodes), 'node', 'nodes')}: they are too large, or most would become 0`,
    'no-such-size': ({ name }) => `the model has no free dimension called ${name}`,
  };

const decibels = (sqnrDb: number): string =>
  Number.isFinite(sqnrDb) ? `${format.number(sqnrDb)} dB` : sqnrDb > 0 ? 'infinite' : 'none';

const figures = ({ sizeBytes, sqnrDb }: { readonly sizeBytes: number; readonly sqnrDb: number }): string =>
  `${format.bytes(sizeBytes)}, SQNR ${decibels(sqnrDb)}`;

function explainInaction(outcome: StepOutcome): string {
  if (outcome.code !== 'not-applicable') {
    return 'it found no node to rewrite. Choose another scheme, other operators or fewer excluded nodes';
  }
  const why = notApplicable[outcome.reason](outcome.facts);
  if (outcome.reason === 'opset-too-old') return `${why}. Put the step raise-opset before it in a recipe`;
  if (outcome.reason === 'already-quantised') return `${why}. Start from the model in float32`;
  return why;
}

const durations = ([low, high]: readonly [number, number]) => `${format.duration(low)} to ${format.duration(high)}`;

/** Texts of the optimiser's steps and their outcomes. */
export const optimise = {
  steps: {
    'attention-fusion': 'Fuse attention',
    'conv-batch-norm-fusion': 'Fold batch normalisation into convolutions',
    'constant-folding': 'Fold constants',
    'dead-code-elimination': 'Remove dead nodes',
    'common-subexpressions': 'Merge duplicate nodes',
    'cross-layer-equalisation': 'Equalise the ranges of neighbouring layers',
    'dynamic-int8': 'Dynamic int8 (weights now, activations at run time)',
    'float32-convolutions': 'Compute integer convolutions in float32',
    float16: 'Convert to float16',
    'float64-to-float32': 'Compute in float32 instead of float64',
    'freeze-sizes': 'Set free dimensions',
    'gelu-fusion': 'Fuse GELU',
    'layer-norm-fusion': 'Fuse layer normalisation',
    'matmul-add-fusion': 'Fuse MatMul + Add (bias)',
    'shape-folding': 'Fold shape computations',
    'identity-elimination': 'Remove nodes without effect',
    'transpose-elimination': 'Merge Transpose nodes',
    'raise-opset': 'Raise the opset',
    'reshape-joining': 'Merge reshapes and slices',
    'rms-norm-fusion': 'Fuse RMS normalisation',
    'channel-pruning': 'Remove channels with small weights',
    'low-rank': 'Split matrices into two narrower ones',
    'weight-pruning': 'Set small weights to zero',
    'static-int8': 'Static int8 (weights and activations)',
    'weight-only': 'Quantise weights in blocks',
  } satisfies Record<StepId, string>,
  outcome(outcome: StepOutcome): string {
    if (outcome.code === 'nothing-to-rewrite') return 'nothing to do';
    if (outcome.code === 'not-applicable')
      return `not applicable, because ${notApplicable[outcome.reason](outcome.facts)}`;
    const counts = Object.entries(outcome.facts).filter(([, count]) => count > 0);
    return counts.map(([name, count]) => facts[name]?.(count) ?? `${name}: ${count}`).join(', ');
  },
  /** Why a scheme of other tools is not offered. */
  unavailable: {
    bfloat16: 'bfloat16: ONNX Runtime has no kernels that compute in it, on the CPU or in WebAssembly. Use float16',
    int3: 'int3: ONNX Runtime has no kernel for blocks of 3 bits. Use weight-only with 2 or 4 bits',
    qoperator:
      'QOperator: static int8 is written with QuantizeLinear and DequantizeLinear (QDQ), which ONNX Runtime fuses into the same integer operators when it opens the model. WebGPU does not run those operators',
  } satisfies Record<UnavailableScheme, string>,
  /** @param fraction of the nodes that have been tried, from 0 to 1 */
  sensitivity: (fraction: number) => `Trying the scheme on each node: ${format.percent(fraction)}`,
  node: ({ node, operator, sqnrDb, sizeFraction }: NodeSensitivity, isExcluded: boolean) =>
    `${node} (${operator}): SQNR ${decibels(sqnrDb)}, ${format.percent(sizeFraction)} of the weights${isExcluded ? ', left unchanged' : ''}`,
  /** A scheme that the automatic choice considered. */
  trial(trial: AutoTrial): string {
    const name = optimise.steps[trial.scheme];
    switch (trial.outcome) {
      case 'passed':
        return `${name}: passes${trial.excluded.length === 0 ? '' : ` with ${formatCount(trial.excluded.length, 'node', 'nodes')} left unchanged`}; ${figures(trial)}`;
      case 'failed':
        return `${name}: does not pass${trial.unmet.length === 0 ? '' : ` (${trial.unmet.map(gateName).join(', ')})`}, whichever nodes are left unchanged; ${figures(trial)}`;
      case 'refused':
        return `${name}: ${optimise.outcome(trial.why)}`;
      case 'not-smaller':
        return `${name}: not tried: it would not be smaller`;
      case 'out-of-time':
        return `${name}: not tried: time limit reached`;
    }
  },
  /** A trial of an earlier run. */
  recordedTrial: (trial: string) => `${trial} (recorded)`,
  /** The trials that no other surpasses in size and noise. */
  front: (names: readonly StepId[]) =>
    `Pareto-optimal in size and SQNR: ${names.map((name) => optimise.steps[name]).join(', ')}`,
  chosen: (name: StepId) => `Chosen: ${optimise.steps[name]}, the smallest result that passes`,
  nonePasses: 'No scheme passes, so nothing was written.',
  /** A step of iterative pruning, which leaves `excluded` nodes unchanged. */
  pruningStep: (step: number, { outcome, excluded, judgement, ...size }: PruningStep) => {
    const failed = judgement.unmet.length === 0 ? '' : ` (${judgement.unmet.map(gateName).join(', ')})`;
    const verdict = { passes: 'passes', fails: `does not pass${failed}`, 'too-large': 'is still too large' };
    const unchanged = excluded.length === 0 ? '' : `; ${formatCount(excluded.length, 'node', 'nodes')} left unchanged`;
    return `Step ${step} ${verdict[judgement.verdict]}: ${optimise.outcome(outcome)}${unchanged}; ${figures({ ...size, ...judgement })}`;
  },
  noStepPasses: 'No step passes, so nothing was written. Prune a smaller fraction in each step.',
  baseline: 'Original model',
  written: 'Written',
  agreement: 'Outputs compared with those of the original model',
  /** @param sqnr signal to quantisation noise in decibels */
  output(name: string, sqnr: number | null, cosine: number | null): string {
    if (sqnr === null || cosine === null)
      return `${name}: not compared: its values are not finite, or its size differs`;
    if (sqnr === -Infinity) return `${name}: differs: some values are finite in only one of the models`;
    return sqnr === Infinity
      ? `${name}: identical`
      : `${name}: SQNR ${format.number(sqnr)} dB, cosine ${cosine.toFixed(6)}`;
  },
  /** @param why the seeded input does not run; absent if nothing could run it */
  notCompared: (why?: string) =>
    why === undefined
      ? 'not measured'
      : `not compared, because the model does not run on a generated input (use real ones with --calibrate): ${why}`,
  /** @param step the name of a scheme */
  notApplied: (step: string, outcome: StepOutcome) =>
    `${step} did nothing, so nothing was written: ${explainInaction(outcome)}.`,
  /** Both models, timed in interleaved blocks. */
  times: {
    original: 'the original',
    result: 'the result',
    time: ({ medianMs, interval: ends }: Pick<InterleavedTime, 'medianMs' | 'interval'>) =>
      ends ? `${format.duration(medianMs)} (${durations(ends)})` : format.duration(medianMs),
    speedUp: ({ ratio, interval: [low, high] }: NonNullable<InterleavedTime['speedUp']>) =>
      low <= 1 && high >= 1
        ? `as fast as the original (${format.number(low)} to ${format.number(high)} times)`
        : `${format.number(ratio)} times as fast (${format.number(low)} to ${format.number(high)})`,
  },
};

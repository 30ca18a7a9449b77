import { AppError } from '#core/errors/error.ts';
import type { Metric } from '#core/task/evaluation.ts';
import { tensorMetrics, createTensorOutcome, type TensorOutcome } from '#metrics/tensor-similarity.ts';
import type { RawOutput } from './raw-output.ts';

/** The similarity of each output of a model to that of a reference, for one input. */
export type OutputsOutcome = Readonly<Record<string, TensorOutcome>>;

/**
 * Compares the outputs of two models by name or, if the names differ, by position.
 * @throws AppError not-scored if the models do not have the same number of outputs of the same shapes
 */
export function compareOutputs(reference: readonly RawOutput[], candidate: readonly RawOutput[]): OutputsOutcome {
  const byName = new Map(candidate.map((output) => [output.name, output]));
  const hasSameNames = reference.every(({ name }) => byName.has(name));
  const pairs = reference.map(
    (output, index) => [output, hasSameNames ? byName.get(output.name) : candidate[index]] as const,
  );
  const isComparable = candidate.length === reference.length && pairs.every(([a, b]) => hasSameShape(a, b));
  if (!isComparable) {
    const [actual, expected] = [candidate, reference].map((outputs) => outputs.map(describeShape).join(', '));
    throw new AppError('not-scored', { reason: 'other-outputs', actual: actual!, expected: expected! });
  }
  return Object.fromEntries(pairs.map(([a, b]) => [a.name, compareTensor(a, b!)]));
}

const hasSameShape = (a: RawOutput, b: RawOutput | undefined) => a.shape.join() === b?.shape.join();
const describeShape = ({ name, shape }: RawOutput) => `${name} [${shape.join(',')}]`;

function compareTensor({ values, shape }: RawOutput, candidate: RawOutput): TensorOutcome {
  const last = shape.at(-1) ?? 1;
  return createTensorOutcome(values, candidate.values, last > 1 ? last : values.length);
}

/** Computes the mean cosine similarity over all outputs. */
export function computeMeanCosine(actual: readonly RawOutput[], expected: readonly RawOutput[]): number {
  const cosines = Object.values(compareOutputs(expected, actual)).map(({ cosine }) => cosine);
  return cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
}

/** Metrics of the least similar output of each item. */
export const outputsMetrics: readonly Metric<OutputsOutcome>[] = tensorMetrics.map((metric) =>
  applyToOutputs(metric, findLeastSimilar),
);

/** Lists metrics for each output of a model; none if the model has only one output. */
export function listOutputMetrics([first = {}]: readonly OutputsOutcome[]): Metric<OutputsOutcome>[] {
  const names = Object.keys(first);
  if (names.length < 2) return [];
  return names.flatMap((name) =>
    tensorMetrics.map((metric) => applyToOutputs(metric, (outcome) => outcome[name]!, `${metric.id}:${name}`)),
  );
}

function findLeastSimilar(outcome: OutputsOutcome): TensorOutcome {
  return Object.values(outcome).reduce((worst, entry) => (entry.cosine < worst.cosine ? entry : worst));
}

/** Applies a metric of tensors to one selected output of each item. */
function applyToOutputs(
  { id: metricId, isError, isAgreement, compute, createResampler: resampler }: Metric<TensorOutcome>,
  selectTensor: (outcome: OutputsOutcome) => TensorOutcome,
  id = metricId,
): Metric<OutputsOutcome> {
  return {
    id,
    ...(isError && { isError }),
    ...(isAgreement && { isAgreement }),
    compute: (outcomes) => compute(outcomes.map(selectTensor)),
    ...(resampler && {
      createResampler: (outcomes: readonly OutputsOutcome[]) => resampler(outcomes.map(selectTensor)),
    }),
  };
}

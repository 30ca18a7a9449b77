import { AppError } from '#core/errors/error.ts';
import type { Metric } from '#core/task/evaluation.ts';
import { tensorMetrics, createTensorOutcome, type TensorOutcome } from '#metrics/tensor-similarity.ts';
import type { RawOutput } from './raw-output.ts';

/** How far each output of a model differs from a reference's, for one input. */
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
    const [actual, expected] = [candidate, reference].map((outputs) => outputs.map(describe).join(', '));
    throw new AppError('not-scored', { reason: 'other-outputs', actual: actual!, expected: expected! });
  }
  return Object.fromEntries(pairs.map(([a, b]) => [a.name, compareTensor(a, b!)]));
}

const hasSameShape = (a: RawOutput, b: RawOutput | undefined) => a.shape.join() === b?.shape.join();
const describe = ({ name, shape }: RawOutput) => `${name} [${shape.join(',')}]`;

function compareTensor({ values, shape }: RawOutput, candidate: RawOutput): TensorOutcome {
  const last = shape.at(-1) ?? 1;
  return createTensorOutcome(values, candidate.values, last > 1 ? last : values.length);
}

/** The mean cosine of all outputs. */
export function computeMeanCosine(actual: readonly RawOutput[], expected: readonly RawOutput[]): number {
  const cosines = Object.values(compareOutputs(expected, actual)).map(({ cosine }) => cosine);
  return cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
}

/** Metrics of the output that differs most, for each item. */
export const outputsMetrics: readonly Metric<OutputsOutcome>[] = tensorMetrics.map((metric) =>
  applyToOutputs(metric, findWorst),
);

/** The metrics of each output, if a model has several. */
export function listOutputMetrics([first = {}]: readonly OutputsOutcome[]): Metric<OutputsOutcome>[] {
  const names = Object.keys(first);
  if (names.length < 2) return [];
  return names.flatMap((name) =>
    tensorMetrics.map((metric) => applyToOutputs(metric, (outcome) => outcome[name]!, `${metric.id}:${name}`)),
  );
}

function findWorst(outcome: OutputsOutcome): TensorOutcome {
  return Object.values(outcome).reduce((worst, entry) => (entry.cosine < worst.cosine ? entry : worst));
}

/** A metric of one tensor on a tensor of each item. */
function applyToOutputs(
  { id: metricId, isError, isAgreement, compute, createResampler: resampler }: Metric<TensorOutcome>,
  pick: (outcome: OutputsOutcome) => TensorOutcome,
  id = metricId,
): Metric<OutputsOutcome> {
  return {
    id,
    ...(isError && { isError }),
    ...(isAgreement && { isAgreement }),
    compute: (outcomes) => compute(outcomes.map(pick)),
    ...(resampler && { createResampler: (outcomes: readonly OutputsOutcome[]) => resampler(outcomes.map(pick)) }),
  };
}

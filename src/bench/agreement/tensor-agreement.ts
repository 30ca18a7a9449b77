import type { Agreement } from '#core/report/tensor-report.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import { agreementBands } from '../method.ts';
import { toNumbers } from '../inputs/tensor-numbers.ts';

/** The expected values of one output. */
export interface Reference {
  /** The output's name. */
  readonly output: string;
  readonly shape: readonly number[];
  /** `values` are every `stride`-th element, starting at the first. */
  readonly stride: number;
  readonly values: ArrayLike<number>;
  /** The source of the values, such as `onnxruntime 1.31.1 native CPU`. */
  readonly source: string;
}

/**
 * Compares outputs with their references by R24. Of several outputs, the worst verdict, cosine and difference are
 * reported.
 * @param unavailable the reason for missing references
 */
export function computeAgreement(
  references: readonly Reference[],
  outputs: Tensors,
  unavailable = 'no-reference',
): Agreement {
  const [first] = references;
  if (!first) return { verdict: 'not-measured', why: unavailable };
  const distances = references.map((reference) => measureDistance(outputs[reference.output], reference));
  const difference = Math.max(...distances.map((distance) => distance.difference));
  const floor = computeAbsoluteFloor(distances);
  const verdicts = new Set(distances.map((distance) => judgeDistance(distance, floor)));
  return {
    verdict: (['broken', 'investigate', 'expected'] as const).find((verdict) => verdicts.has(verdict)) ?? 'identical',
    metric: 'cosine',
    value: Math.min(...distances.map((distance) => distance.cosine)),
    maxAbsDifference: Number.isFinite(difference) ? difference : null,
    reference: first.source,
  };
}

/** R24: limited to a fraction of the largest value of all outputs, so a model with only very small outputs can fail. */
function computeAbsoluteFloor(distances: readonly Distance[]): number {
  const maxMagnitude = Math.max(...distances.map((distance) => distance.maxMagnitude));
  return Math.min(agreementBands.rounding, agreementBands.roundingFraction * maxMagnitude);
}

/** R24. */
function judgeDistance({ cosine, difference, relative }: Distance, floor: number) {
  if (difference === 0) return 'identical';
  if (difference <= floor) return 'expected';
  for (const band of ['expected', 'investigate'] as const) {
    if (cosine >= agreementBands[band].cosine && relative <= agreementBands[band].difference) return band;
  }
  return 'broken';
}

interface Distance {
  readonly cosine: number;
  /** The largest absolute difference of two values. */
  readonly difference: number;
  /** The difference divided by the largest absolute value of the reference. */
  readonly relative: number;
  /** The largest absolute value of the reference. */
  readonly maxMagnitude: number;
}

const noAgreement: Distance = { cosine: 0, difference: Infinity, relative: Infinity, maxMagnitude: 0 };

function measureDistance(tensor: Tensor | undefined, expected: Reference): Distance {
  if (tensor?.shape.join() !== expected.shape.join()) return noAgreement;
  const actual = toNumbers(tensor);
  let [dot, actualSquares, expectedSquares, difference, maxMagnitude] = [0, 0, 0, 0, 0];
  for (let i = 0; i < expected.values.length; i++) {
    const x = actual[i * expected.stride] ?? Number.NaN;
    const y = expected.values[i] ?? Number.NaN;
    if (x === y && !Number.isFinite(x)) continue; // equal infinities, as in masks
    dot += x * y;
    actualSquares += x * x;
    expectedSquares += y * y;
    difference = Math.max(difference, Math.abs(x - y)); // remains NaN
    maxMagnitude = Math.max(maxMagnitude, Math.abs(y));
  }
  if (!Number.isFinite(difference)) return noAgreement;
  if (difference === 0) return { cosine: 1, difference: 0, relative: 0, maxMagnitude };
  const length = Math.sqrt(actualSquares) * Math.sqrt(expectedSquares);
  const cosine = length > 0 ? Math.min(1, dot / length) : 0;
  return { cosine, difference, relative: difference / maxMagnitude, maxMagnitude };
}

/** Converts the outputs of a session to references. */
export function toReferences(source: string, outputs: Tensors): Reference[] {
  return Object.entries(outputs).map(([output, tensor]) => ({
    output,
    shape: tensor.shape,
    stride: 1,
    values: toNumbers(tensor),
    source,
  }));
}

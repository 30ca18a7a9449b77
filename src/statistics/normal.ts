/**
 * Computes the cumulative distribution function of the standard normal, by the continued fraction of Abramowitz &
 * Stegun 26.2.14 in the tail and the series 26.2.11 near zero. The relative error is below 1e-12.
 */
export function computeNormalCdf(z: number): number {
  const x = Math.abs(z);
  const density = Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (x < 3) {
    let [term, sum] = [x, x];
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= x ** 2 / (2 * k + 1);
      sum += term;
    }
    return z < 0 ? 0.5 - density * sum : 0.5 + density * sum;
  }
  let fraction = x;
  for (let k = 100; k > 0; k--) fraction = x + k / fraction;
  const tail = density / fraction;
  return z < 0 ? tail : 1 - tail;
}

/**
 * Computes the quantile function of the standard normal by Newton's method.
 * @param probability between 0 and 1, exclusive
 */
export function computeNormalQuantile(probability: number): number {
  if (probability > 0.5) return -computeNormalQuantile(1 - probability);
  // Start from Abramowitz & Stegun 26.2.22, accurate to 3e-3.
  const t = Math.sqrt(-2 * Math.log(probability));
  let z = (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t ** 2) - t;
  for (let step = 0; step < 4; step++) {
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    z -= (computeNormalCdf(z) - probability) / density;
  }
  return z;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Computes the half-width of the 95% interval of the mean by Student's t; `null` for fewer than two values. */
export function computeMeanHalfWidth95(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const degreesOfFreedom = values.length - 1;
  return computeStudentT975(degreesOfFreedom) * Math.sqrt(squares / degreesOfFreedom / values.length);
}

/** t(0.975) for 1 to 8 degrees of freedom, from the published tables (NIST/SEMATECH e-Handbook 1.3.6.7.2). */
const studentTable = [12.70620474, 4.30265273, 3.18244631, 2.77644511, 2.57058184, 2.44691185, 2.36462425, 2.30600414];

/**
 * Computes the quantile t(0.975). Beyond the table it uses the expansion in inverse degrees of freedom of Abramowitz &
 * Stegun
 * 26.7.5, which is accurate to 1e-4 there.
 */
export function computeStudentT975(degreesOfFreedom: number): number {
  const tableValue = studentTable[degreesOfFreedom - 1];
  if (tableValue !== undefined) return tableValue;
  const z = 1.959963984540054;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const g4 = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160;
  return (
    z + g1 / degreesOfFreedom + g2 / degreesOfFreedom ** 2 + g3 / degreesOfFreedom ** 3 + g4 / degreesOfFreedom ** 4
  );
}

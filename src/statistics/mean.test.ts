import { expect, test } from 'vitest';
import { mean, computeMeanHalfWidth95, computeStudentT975 } from './mean.ts';

// Expected numbers: numpy 2.4.6 and scipy 1.17.1 (stats.sem, stats.t.ppf), unless noted otherwise.
const ten = [12.1, 11.9, 12.4, 30.2, 12.0, 12.2, 11.8, 12.3, 12.6, 12.05];
const many = Array.from({ length: 130 }, (_, i) => ((i * 37) % 101) / 10 + 5);

test.each([
  [1, 12.706204736174694],
  [2, 4.302652729749462],
  [5, 2.5705818356363146],
  [8, 2.306004135204166],
  [9, 2.262157162798205],
  [10, 2.228138851986274],
  [29, 2.045229642132703],
  [129, 1.9785244914792577],
  [1000, 1.9623390808264083],
])('the quantile t(0.975) with %i degrees of freedom matches scipy', (degreesOfFreedom, expected) => {
  expect(Math.abs(computeStudentT975(degreesOfFreedom) / expected - 1)).toBeLessThan(1e-5);
});

test('the 95% interval of a mean matches scipy, and is null for one sample', () => {
  expect(mean(ten)).toBeCloseTo(13.955, 12);
  expect(computeMeanHalfWidth95(ten)).toBeCloseTo(4.086743075380721, 4);
  expect(computeMeanHalfWidth95(many)).toBeCloseTo(0.5093254543722568, 6);
  expect(computeMeanHalfWidth95([5])).toBeNull();
});

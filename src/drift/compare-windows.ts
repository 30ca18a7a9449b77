import { createSeededRandom } from '#core/random.ts';
import type { Observation } from '#core/task/observation.ts';
import { adjustByBenjaminiHochberg } from '#statistics/benjamini-hochberg.ts';
import { testHomogeneity } from '#statistics/chi-square.ts';
import {
  countInQuantileBins,
  computeJensenShannonDistance,
  computePopulationStabilityIndex,
  computeWassersteinDistance,
} from '#statistics/distribution-distance.ts';
import { testKolmogorovSmirnov } from '#statistics/kolmogorov-smirnov.ts';
import { testMaximumMeanDiscrepancy } from '#statistics/maximum-mean-discrepancy.ts';
import { compareAscending, median, quantile } from '#statistics/quantiles.ts';
import { estimateTheilSenSlope } from '#statistics/theil-sen.ts';
import { takeEvenly } from './take-evenly.ts';
import type {
  CategoricalDrift,
  DriftPart,
  DriftReport,
  NumericDrift,
  TrendDrift,
  VectorDrift,
} from './drift-report.ts';

/**
 * The minimum number of items. With fewer, the tests detect only large changes, and the chi-square approximation is
 * invalid.
 */
export const minItems = 20;
/**
 * The significance level. It is below 5% because some p-values are approximations: in 1,000 simulations without drift, at most
 * 5% raise a false alarm over all features together (`false-alarms.long.test.ts`).
 */
const significanceLevel = 0.04;
/** A feature with fewer values is not compared. Image features are measured for only some of the inputs. */
const minValues = 5;
/** The number of bins of the population stability index, by convention. */
const bins = 10;
/** Categories with a smaller expected count are merged (Cochran 1954). */
const minExpected = 5;
/** The maximum number of vectors compared: the time grows with its square. */
const maxVectors = 300;

type Test<Part extends DriftPart> = Omit<Part, 'adjustedP'>;
type AnyTest = Test<NumericDrift> | Test<CategoricalDrift> | Test<VectorDrift> | Test<TrendDrift>;

/** The median latencies of hours in which the deployment was used. */
export interface LatencySeries {
  /** Ascending. */
  readonly hours: readonly number[];
  readonly latenciesMs: readonly number[];
}

/**
 * Compares the distributions of all features in two sets of observations. The same sets give the same report.
 * @param latency the latencies of the hours since the reference, whose trend is tested too; absent if it was not
 * monitored
 */
export function compareWindows(
  reference: readonly Observation[],
  current: readonly Observation[],
  latency?: LatencySeries,
): DriftReport {
  const counts = { referenceItems: reference.length, currentItems: current.length };
  if (Math.min(reference.length, current.length) < minItems) {
    return { ...counts, verdict: 'not-measured', p: null, parts: [] };
  }
  const features = new Set(reference.flatMap(({ numbers }) => Object.keys(numbers)));
  const tests = [
    ...[...features].map((feature) => compareNumbers(feature, reference, current)),
    compareCategories(reference, current),
    compareVectors(reference, current),
    latency ? testTrend(latency) : null,
  ].filter((test) => test !== null);
  const adjusted = adjustByBenjaminiHochberg(tests.map(({ p }) => p));
  const parts: DriftPart[] = [];
  for (const [index, test] of tests.entries()) parts.push({ ...test, adjustedP: adjusted[index]! });
  parts.sort((a, b) => a.adjustedP - b.adjustedP || a.p - b.p);
  const p = parts[0]?.adjustedP ?? null;
  return { ...counts, verdict: p === null ? 'not-measured' : p < significanceLevel ? 'drift' : 'no-drift', p, parts };
}

/** A numeric feature that has too few values on one side to be compared. */
export interface UncomparedFeature {
  readonly feature: string;
  /** Inputs with a value. */
  readonly reference: number;
  readonly current: number;
  readonly needed: number;
}

/**
 * Lists the features that {@link compareWindows} leaves out.
 * @param expected the features that inputs of this kind can have, even if none has been measured yet
 */
export function listUncomparedFeatures(
  reference: readonly Observation[],
  current: readonly Observation[],
  expected: readonly string[] = [],
): readonly UncomparedFeature[] {
  const count = (observations: readonly Observation[], feature: string) =>
    observations.filter(({ numbers }) => numbers[feature] !== undefined).length;
  const features = new Set([...expected, ...reference.flatMap(({ numbers }) => Object.keys(numbers))]);
  return [...features]
    .map((feature) => ({
      feature,
      reference: count(reference, feature),
      current: count(current, feature),
      needed: minValues,
    }))
    .filter((counts) => Math.min(counts.reference, counts.current) < minValues);
}

function compareNumbers(
  feature: string,
  reference: readonly Observation[],
  current: readonly Observation[],
): AnyTest | null {
  const [before, after] = [reference, current].map((observations) =>
    observations.flatMap(({ numbers }) => numbers[feature] ?? []).sort(compareAscending),
  ) as [number[], number[]];
  if (Math.min(before.length, after.length) < minValues) return null;
  const counts = countInQuantileBins(before, after, bins);
  return {
    kind: 'numeric',
    feature,
    ...testKolmogorovSmirnov(before, after),
    referenceMedian: quantile(before, 0.5),
    currentMedian: quantile(after, 0.5),
    wasserstein: computeWassersteinDistance(before, after),
    stabilityIndex: computePopulationStabilityIndex(counts.reference, counts.current),
  };
}

function compareCategories(reference: readonly Observation[], current: readonly Observation[]): AnyTest | null {
  const counts = joinRareCategories(countCategories(reference), countCategories(current));
  const [before, after] = [counts.map(([, count]) => count), counts.map(([, , count]) => count)];
  const test = testHomogeneity(before, after);
  if (!test) return null;
  const fractions = counts.map(([label, a, b]) => ({
    label,
    reference: a / reference.length,
    current: b / current.length,
  }));
  const computeChange = ({ reference: before, current: after }: (typeof fractions)[number]) => Math.abs(after - before);
  return {
    kind: 'categorical',
    feature: 'predicted-class',
    statistic: test.statistic,
    p: test.p,
    jensenShannon: computeJensenShannonDistance(before, after),
    stabilityIndex: computePopulationStabilityIndex(before, after),
    mostChanged: fractions.reduce((most, item) => (computeChange(item) > computeChange(most) ? item : most)),
  };
}

function countCategories(observations: readonly Observation[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { category } of observations) {
    if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return counts;
}

type CategoryCounts = readonly [label: string, reference: number, current: number];

/** Merges the categories that are too rare for the chi-square test into one, whose label is empty. */
function joinRareCategories(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): readonly CategoryCounts[] {
  const labels = [...new Set([...reference.keys(), ...current.keys()])].sort();
  const categories = labels.map((label): CategoryCounts => [label, reference.get(label) ?? 0, current.get(label) ?? 0]);
  const sumColumn = (column: 1 | 2) => categories.reduce((sum, counts) => sum + counts[column], 0);
  const smallerFraction = Math.min(sumColumn(1), sumColumn(2)) / (sumColumn(1) + sumColumn(2));
  const isRare = ([, a, b]: CategoryCounts) => (a + b) * smallerFraction < minExpected;
  const rare = categories.filter(isRare);
  if (rare.length < 2) return categories;
  const joined = rare.reduce<CategoryCounts>(([, a, b], counts) => ['', a + counts[1], b + counts[2]], ['', 0, 0]);
  return [...categories.filter((counts) => !isRare(counts)), joined];
}

function compareVectors(reference: readonly Observation[], current: readonly Observation[]): AnyTest | null {
  const [before, after] = [reference, current].map((observations) =>
    takeEvenly(
      observations.flatMap(({ vector }) => vector ?? []),
      maxVectors,
    ),
  ) as [Readonly<Float32Array>[], Readonly<Float32Array>[]];
  if (before.length < 2 || after.length < 2) return null;
  const { squared, p } = testMaximumMeanDiscrepancy(before, after, createSeededRandom(1));
  return { kind: 'vector', feature: 'embedding', discrepancy: squared, p };
}

function testTrend({ hours, latenciesMs }: LatencySeries): AnyTest | null {
  const trend = estimateTheilSenSlope(hours, latenciesMs);
  if (!trend) return null;
  const [centreHour, centreMs] = [median(hours), median(latenciesMs)];
  const valueAt = (hour: number) => centreMs + trend.slope * (hour - centreHour);
  return { kind: 'trend', feature: 'latency', p: trend.p, from: valueAt(hours[0]!), to: valueAt(hours.at(-1)!) };
}

import { decideGateState } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import type { Agreement } from '#core/report/tensor-report.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import type { TextAgreement } from '#core/report/text-report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { assessValidity } from '#core/report/report-validity.ts';
import { getMetricRange } from '#core/task/metric-range.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { maxSamples } from './report-codecs.ts';

/** The relative tolerance: the mean of equal samples may differ from them in the last bits of a double. */
const tolerance = 1e-12;

/** Maximum difference of two outputs, above that of any two float32 values (the largest is 3.4e38). */
const maxDifference = 1e39;

/** The valid durations in milliseconds, from a femtosecond to thirty years, so that rates and ratios are finite. */
const times = { min: 1e-12, max: 1e12 } as const;

/**
 * Rejects a report with contradictions, which no run can have produced.
 * @throws AppError link-invalid
 */
export function checkReport(report: Report): void {
  const { cells, flags, validity, method } = report;
  if (cells.length === 0) throw createInvalidLinkError({ reason: 'no-cells' });
  if (new Set(cells.map(({ name }) => name)).size < cells.length)
    throw createInvalidLinkError({ reason: 'cell-repeated' });
  if (new Set(flags).size < flags.length) throw createInvalidLinkError({ reason: 'flag-repeated' });
  const expectedValidity = assessValidity(flags, method);
  if (validity !== expectedValidity)
    throw createInvalidLinkError({ reason: 'validity-contradicts-flags', validity, expectedValidity });
  const agreements = listAgreements(report);
  if (!agreements.every(isPossible)) throw createInvalidLinkError({ reason: 'agreement-contradicts' });
  const isBroken = agreements.some(({ verdict }) => verdict === 'broken');
  if (isBroken !== flags.includes('disagrees')) throw createInvalidLinkError({ reason: 'flags-contradict-agreement' });
  cells.forEach(({ steady }) => checkStatistics(steady));
  if (report.kind === 'text' && report.firstToken) checkStatistics(report.firstToken.steady);
  const samples = cells.reduce((sum, { steady }) => sum + steady.n, 0);
  if (samples > maxSamples) throw createInvalidLinkError({ reason: 'too-many-samples', samples, max: maxSamples });
  if (report.kind === 'task') {
    checkScores(report);
    checkGates(report);
  }
  const { environment, eventLoop } = report;
  if (eventLoop && eventLoop.late > eventLoop.ticks) throw createInvalidLinkError({ reason: 'statistics-contradict' });
  const isComplete = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isComplete) throw createInvalidLinkError({ reason: 'environment-missing' });
}

function listAgreements(report: Report): readonly (Agreement | TextAgreement)[] {
  if (report.kind === 'task') return [];
  return report.kind === 'text' ? [report.agreement] : report.cells.map(({ agreement }) => agreement);
}

/** Returns whether the values of an agreement are possible for its verdict. */
function isPossible(agreement: Agreement | TextAgreement): boolean {
  const { verdict } = agreement;
  if (verdict === 'not-measured') return true;
  if ('tokens' in agreement) {
    const { tokens, same } = agreement;
    return verdict === 'identical' ? same === tokens : same < tokens;
  }
  const { value, maxAbsDifference } = agreement;
  if (Math.abs(value) > 1 + tolerance) return false;
  if (maxAbsDifference === null) return verdict === 'broken';
  if (maxAbsDifference > maxDifference) return false;
  return verdict === 'identical' ? maxAbsDifference === 0 && value > 1 - tolerance : maxAbsDifference > 0;
}

/** Rejects scores that no dataset can have. */
function checkScores({ scores, data }: TaskReport): void {
  const { items, failed, notRun, sample } = data;
  if (sample && items + failed + notRun > sample.of) throw createInvalidLinkError({ reason: 'items-contradict' });
  for (const { metric, value, n, interval } of scores) {
    const { min, max: upperBound } = getMetricRange(metric);
    const invalid = [value, ...(interval ?? [])].find(
      (number) => number < min - tolerance || number > upperBound + tolerance,
    );
    if (invalid !== undefined)
      throw createInvalidLinkError({ reason: 'score-out-of-range', metric, value: invalid, min, max: upperBound });
    if (n === 0 || n > items) throw createInvalidLinkError({ reason: 'items-contradict' });
    if (interval && interval[0] > interval[1]) throw createInvalidLinkError({ reason: 'statistics-contradict' });
  }
}

/** Rejects a failed verdict without a failed gate, and a failed gate without a failed verdict. */
function checkGates({ gates }: TaskReport): void {
  if (!gates) return;
  const { verdict, failed } = gates as Partial<typeof gates>;
  const isConsistent =
    verdict !== undefined &&
    failed?.length !== undefined &&
    failed.length > 0 === (verdict === 'fail') &&
    failed.every((gate) => decideGateState(gate, gate) === 'fail');
  if (!isConsistent) throw createInvalidLinkError({ reason: 'gates-contradict' });
}

/** Rejects contradictory statistics, which cannot have been computed from samples. */
function checkStatistics(steady: SteadyState): void {
  const { n, inferencesPerSample, minMs, medianMs, madMs, meanMs, maxMs, p90, p95, p99, histogram } = steady;
  const actualSamples = histogram?.bins.reduce((sum, [, samples]) => sum + samples, 0) ?? 0;
  if (n === 0) throw createInvalidLinkError({ reason: 'cell-without-samples' });
  if (actualSamples !== n) throw createInvalidLinkError({ reason: 'samples-missing', samples: n, actualSamples });
  const upperBound = maxMs * (1 + tolerance);
  const min = minMs * (1 - tolerance);
  const percentiles = [p90, p95, p99].flatMap((percentile) => ('ms' in percentile ? [percentile.ms] : []));
  const isWithin = [medianMs, meanMs, ...percentiles].every((ms) => ms >= min && ms <= upperBound);
  const isAscending = percentiles.every((ms, index) => ms >= (percentiles[index - 1] ?? medianMs) * (1 - tolerance));
  if (!isWithin || !isAscending || madMs > upperBound - min || medianMs === 0 || inferencesPerSample === 0) {
    throw createInvalidLinkError({ reason: 'statistics-contradict' });
  }
  const invalid = [medianMs, maxMs].find((ms) => ms < times.min || ms > times.max);
  if (invalid !== undefined) throw createInvalidLinkError({ reason: 'report-number', value: invalid, ...times });
}

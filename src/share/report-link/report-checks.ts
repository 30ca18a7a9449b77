import type { Report } from '#core/report/report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { assessValidity } from '#core/report/report-validity.ts';
import { invalidLinkError } from '#core/errors/invalid-link-error.ts';
import { maxSamples } from './report-codecs.ts';

/** Relative tolerance: the mean of equal samples may differ from them in the last bits of a double. */
const tolerance = 1e-12;

/** Valid durations in milliseconds: from a femtosecond to thirty years, so rates and ratios are finite. */
const times = { min: 1e-12, max: 1e12 } as const;

/**
 * Rejects a report that contradicts itself, which no run can have produced.
 * @throws AppError link-invalid
 */
export function checkReport(report: Report): void {
  const { cells, flags, validity, method } = report;
  if (cells.length === 0) throw invalidLinkError({ reason: 'no-cells' });
  if (new Set(cells.map(({ name }) => name)).size < cells.length) throw invalidLinkError({ reason: 'cell-repeated' });
  if (new Set(flags).size < flags.length) throw invalidLinkError({ reason: 'flag-repeated' });
  const wantValidity = assessValidity(flags, method);
  if (validity !== wantValidity)
    throw invalidLinkError({ reason: 'validity-contradicts-flags', validity, wantValidity });
  const isBroken = listVerdicts(report).includes('broken');
  if (isBroken !== flags.includes('disagrees')) throw invalidLinkError({ reason: 'flags-contradict-agreement' });
  cells.forEach(({ steady }) => checkStatistics(steady));
  if (report.kind === 'text' && report.firstToken) checkStatistics(report.firstToken.steady);
  const samples = cells.reduce((sum, { steady }) => sum + steady.n, 0);
  if (samples > maxSamples) throw invalidLinkError({ reason: 'too-many-samples', samples, max: maxSamples });
  const { environment } = report;
  const isComplete = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isComplete) throw invalidLinkError({ reason: 'environment-missing' });
}

function listVerdicts(report: Report): readonly string[] {
  if (report.kind === 'task') return [];
  const agreements = report.kind === 'text' ? [report.agreement] : report.cells.map(({ agreement }) => agreement);
  return agreements.map(({ verdict }) => verdict);
}

/** Statistics that contradict each other were not computed from samples. */
function checkStatistics(steady: SteadyState): void {
  const { n, inferencesPerSample, minMs, medianMs, madMs, meanMs, maxMs, p90, p95, p99, histogram } = steady;
  const gotSamples = histogram?.bins.reduce((sum, [, samples]) => sum + samples, 0) ?? 0;
  if (n === 0) throw invalidLinkError({ reason: 'cell-without-samples' });
  if (gotSamples !== n) throw invalidLinkError({ reason: 'samples-missing', samples: n, gotSamples });
  const max = maxMs * (1 + tolerance);
  const min = minMs * (1 - tolerance);
  const percentiles = [p90, p95, p99].flatMap((percentile) => ('ms' in percentile ? [percentile.ms] : []));
  const isWithin = [medianMs, meanMs, ...percentiles].every((ms) => ms >= min && ms <= max);
  if (!isWithin || madMs > max - min || medianMs === 0 || inferencesPerSample === 0) {
    throw invalidLinkError({ reason: 'statistics-contradict' });
  }
  const odd = [medianMs, maxMs].find((ms) => ms < times.min || ms > times.max);
  if (odd !== undefined) throw invalidLinkError({ reason: 'report-number', value: odd, ...times });
}

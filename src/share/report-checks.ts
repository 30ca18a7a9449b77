import type { Report, Steady } from '#core/report.ts';
import { outcomeOf } from '#core/report-outcome.ts';
import { invalid } from './byte-reader.ts';
import { maxSamples } from './report-codecs.ts';

/** A mean of equal samples may leave their range by the last bits of a double. */
const rounding = 1e-12;

/** Refuses a report that no run can have given, since it contradicts itself. @throws AppError link-invalid */
export function checkReport(report: Report): void {
  const { cells, flags, outcome } = report;
  if (cells.length === 0) throw invalid('it holds no measured part');
  if (new Set(cells.map(({ name }) => name)).size < cells.length) throw invalid('two of its parts have one name');
  if (new Set(flags).size < flags.length) throw invalid('it raises a flag twice');
  if (outcome !== outcomeOf(flags)) throw invalid(`it calls itself ${outcome}, and its flags say ${outcomeOf(flags)}`);
  const isBroken = verdictsOf(report).includes('broken');
  if (isBroken !== flags.includes('disagrees')) throw invalid('its verdict contradicts its agreement');
  cells.forEach(({ steady }) => checkFigures(steady));
  if (report.kind === 'text' && report.firstToken) checkFigures(report.firstToken.steady);
  const samples = cells.reduce((sum, { steady }) => sum + steady.n, 0);
  if (samples > maxSamples) throw invalid(`it claims ${samples} samples, above ${maxSamples}`);
  const { environment } = report;
  const isWhole = environment.kind === 'page' ? environment.browser !== undefined : environment.cpu !== undefined;
  if (!isWhole) throw invalid('it does not name where it ran');
}

function verdictsOf(report: Report): readonly string[] {
  const agreements = report.kind === 'text' ? [report.agreement] : report.cells.map(({ agreement }) => agreement);
  return agreements.map(({ verdict }) => verdict);
}

/** Figures that contradict one another were not computed from samples. */
function checkFigures({ n, minMs, medianMs, meanMs, maxMs, histogram }: Steady): void {
  const counted = histogram?.bins.reduce((sum, [, samples]) => sum + samples, 0);
  if (n === 0) throw invalid('a part of it has no samples');
  if (counted !== n) throw invalid(`it claims ${n} samples and holds ${counted ?? 'none'}`);
  const max = maxMs * (1 + rounding);
  const min = minMs * (1 - rounding);
  if (minMs > maxMs || Math.min(medianMs, meanMs) < min || Math.max(medianMs, meanMs) > max || medianMs === 0) {
    throw invalid('its figures contradict one another');
  }
}

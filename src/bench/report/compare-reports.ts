import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { isNoisy } from '#core/report/report-validity.ts';
import type { Report } from '#core/report/report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { computeMedianRatioInterval95 } from '#statistics/median-ratio.ts';
import { median } from '#statistics/quantiles.ts';
import { bootstrap, noDifferenceBounds } from '../method.ts';

/** The reasons for incomparable reports. */
export type IncomparableReason = 'itself' | 'invalid' | 'method' | 'subject' | 'dimensions' | 'cells';

/** Other possible causes of the ratio; R8: the runs were not interleaved. */
export type ComparisonCaveat =
  | 'not-interleaved'
  | 'other-machine'
  | 'other-engine'
  | 'other-settings'
  | 'indicative'
  | 'noisy'
  | 'histogram';

/** The name of a result in a comparison: its role, if known. */
export type ComparisonSide = 'a' | 'b' | 'before' | 'after' | 'there' | 'here';

export interface CellComparison {
  readonly name: string;
  readonly firstMs: number;
  readonly secondMs: number;
  /** The slower median divided by the faster one, with its 95% bootstrap interval (R8). */
  readonly factor: number;
  readonly low: number;
  readonly high: number;
  /** If the interval contains 1 (R8): `neither` if it is narrow, otherwise `unclear`. */
  readonly faster: 'first' | 'second' | 'neither' | 'unclear';
}

export type Comparison =
  | { readonly comparable: false; readonly reason: IncomparableReason }
  | {
      readonly comparable: true;
      readonly cells: readonly CellComparison[];
      readonly caveats: readonly ComparisonCaveat[];
    };

/** Compares the steady-state speed of two reports of the same work (R8, R10). */
export function compareReports(first: Report, second: Report): Comparison {
  const reason = findIncomparableReason(first, second);
  if (reason) return { comparable: false, reason };
  const cells = first.cells.map((cell, index) => {
    const otherCell = second.cells[index]!;
    return compareSteady(cell.name, cell.steady, otherCell.steady);
  });
  return { comparable: true, cells, caveats: listCaveats(first, second) };
}

function compareSteady(name: string, first: SteadyState, second: SteadyState): CellComparison {
  const isFirstSlower = first.medianMs > second.medianMs;
  const [slow, fast] = isFirstSlower ? [first, second] : [second, first];
  const [slowMs, fastMs] = [listCountedSamples(slow), listCountedSamples(fast)];
  const interval = computeMedianRatioInterval95(slowMs, fastMs, bootstrap);
  const factor = slow.medianMs / fast.medianMs;
  // Medians are exact, but samples of histogram bins are not, so the interval is scaled to the exact ratio.
  const scale = factor / (median(slowMs) / median(fastMs));
  const low = interval.low * scale;
  const high = interval.high * scale;
  const isEqual = low >= noDifferenceBounds.low && high <= noDifferenceBounds.high;
  const undecided = isEqual ? 'neither' : 'unclear';
  return {
    name,
    firstMs: first.medianMs,
    secondMs: second.medianMs,
    factor,
    low,
    high,
    faster: low <= 1 ? undecided : isFirstSlower ? 'second' : 'first',
  };
}

function findIncomparableReason(first: Report, second: Report): IncomparableReason | null {
  if (toCanonicalJson(first) === toCanonicalJson(second)) return 'itself';
  if (first.validity === 'invalid' || second.validity === 'invalid') return 'invalid';
  if (!isSameMethod(first.method, second.method)) return 'method';
  if (first.subject.sha256 !== second.subject.sha256 || first.subject.sha256 === '') return 'subject';
  if (serialiseDimensions(first) !== serialiseDimensions(second)) return 'dimensions';
  return formatCellNames(first) === formatCellNames(second) ? null : 'cells';
}

/** Whether two reports measured the same work by the same method. */
export function isComparable(first: Report, second: Report): boolean {
  return findIncomparableReason(first, second) === null;
}

/** Whether two reports list the same operating system, cores and GPU, which different machines may share. */
export function isSameMachine(first: Report, second: Report): boolean {
  return formatMachineKey(first) === formatMachineKey(second);
}

function formatMachineKey({ environment: { os, cores, gpu } }: Report): string {
  return JSON.stringify([os, cores, gpu?.architecture]);
}

function listCaveats(first: Report, second: Report): ComparisonCaveat[] {
  const differs = (selectFacts: (report: Report) => unknown) =>
    JSON.stringify(selectFacts(first)) !== JSON.stringify(selectFacts(second));
  const isTrueForEither = (test: (report: Report) => boolean) => test(first) || test(second);
  const raised: Record<ComparisonCaveat, boolean> = {
    'not-interleaved': true,
    'other-machine': !isSameMachine(first, second),
    'other-engine': differs(({ target, environment }) => [
      target.opened.host,
      target.opened.engine,
      target.opened.version,
      environment.kind === 'page' ? environment.browser : environment.program,
    ]),
    'other-settings': differs(({ target, settings, ...report }) => [
      target.opened.device,
      target.opened.threads,
      'float32Convolutions' in report && report.float32Convolutions,
      'convertedTo' in report && report.convertedTo,
      toCanonicalJson(settings),
    ]),
    indicative: isTrueForEither(({ validity }) => validity !== 'valid' && validity !== 'noisy'),
    noisy: isTrueForEither(({ flags }) => isNoisy(flags)),
    histogram: isTrueForEither(({ cells }) => cells.some(({ steady }) => steady.histogram !== undefined)),
  };
  return (Object.keys(raised) as ComparisonCaveat[]).filter((caveat) => raised[caveat]);
}

function formatCellNames({ cells }: Report): string {
  return JSON.stringify(cells.map((cell) => cell.name));
}

function serialiseDimensions(report: Report): string {
  return toCanonicalJson((report.kind === 'tensor' && report.dimensions) || {});
}

/** Whether results of two versions of the method are comparable (R10). */
export function isSameMethod(first: string, second: string): boolean {
  return readMajorVersion(first) === readMajorVersion(second);
}

function readMajorVersion(version: string): string {
  return version.split('.')[0] ?? version;
}

import { compareReports, isSameMachine, type Comparison, type ComparisonSide } from '#bench/report/compare-reports.ts';
import { AppError } from '#core/errors/error.ts';
import type { Fact } from '#share/export/report-facts.ts';
import { decodeViewModel, type ReportViewModel } from './report-view-model.ts';

export interface ComparedReports {
  readonly first: ReportViewModel;
  readonly second: ReportViewModel;
  readonly comparison: Comparison;
}

/** @throws AppError link-invalid with `which` of the two */
export async function compareLinks(first: string, second: string): Promise<ComparedReports> {
  const a = await loadViewModelOfSide('first', first);
  const b = await loadViewModelOfSide('second', second);
  return { first: a, second: b, comparison: compareReports(a.report, b.report) };
}

async function loadViewModelOfSide(side: 'first' | 'second', link: string): Promise<ReportViewModel> {
  try {
    return await decodeViewModel(link);
  } catch (thrown) {
    if (thrown instanceof AppError)
      throw new AppError(thrown.code, { ...thrown.facts, which: side }, { cause: thrown });
    throw thrown;
  }
}

/** Formats the link of the page that compares two reports. */
export function formatComparisonHash({ first, second }: Pick<ComparedReports, 'first' | 'second'>): string {
  return `#/compare/${first.hash.slice('#/r/'.length)}/${second.hash.slice('#/r/'.length)}`;
}

/**
 * Finds the roles of the two results: `here` and `there` if exactly one of them was measured on this device, otherwise
 * `before` and `after` if they are comparable and their machines look the same, else `a` and `b`.
 * @param areOwn whether each was measured on this device
 */
export function findComparisonSides(
  { first, second, comparison }: ComparedReports,
  [isFirstOwn, isSecondOwn]: readonly [boolean, boolean],
): readonly [first: ComparisonSide, second: ComparisonSide] {
  if (isFirstOwn !== isSecondOwn) return isFirstOwn ? ['here', 'there'] : ['there', 'here'];
  if (!comparison.comparable || !isSameMachine(first.report, second.report)) return ['a', 'b'];
  return first.report.startedAt <= second.report.startedAt ? ['before', 'after'] : ['after', 'before'];
}

/** A fact of two reports; `null` for a side without it. */
export interface FactPair {
  readonly path: string;
  readonly values: readonly [first: Fact | null, second: Fact | null];
}

/** The facts that a person can change between two runs, in the order of the field table. */
const settingPaths: ReadonlySet<string> = new Set([
  'subject.weightType',
  'contextLength',
  'target.opened.engine',
  'target.opened.version',
  'target.opened.build',
  'target.opened.device',
  'target.opened.threads',
  'settings',
  'placement',
  'float32Convolutions',
  'environment.browser',
  'environment.program',
  'environment.crossOriginIsolated',
  'effort',
  'app.version',
]);

/** Pairs the facts of two reports: differing settings, other differing facts, and equal facts. */
export function pairFacts(
  first: readonly Fact[],
  second: readonly Fact[],
): { readonly settings: readonly FactPair[]; readonly others: readonly FactPair[]; readonly same: readonly Fact[] } {
  const [firstByPath, secondByPath] = [first, second].map((facts) => new Map(facts.map((fact) => [fact.path, fact])));
  const paths = new Set([...first, ...second].map(({ path }) => path));
  const pairs = [...paths].map((path): FactPair => ({
    path,
    values: [firstByPath?.get(path) ?? null, secondByPath?.get(path) ?? null],
  }));
  const differing = pairs.filter(({ values: [a, b] }) => JSON.stringify(a) !== JSON.stringify(b));
  return {
    settings: differing.filter(({ path }) => settingPaths.has(path)),
    others: differing.filter(({ path }) => !settingPaths.has(path)),
    same: pairs.filter((pair) => !differing.includes(pair)).flatMap(({ values: [fact] }) => fact ?? []),
  };
}

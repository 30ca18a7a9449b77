import { compareReports } from '#bench/report/compare-reports.ts';
import { noDifferenceBounds } from '#bench/method.ts';
import { computeTransportMs, type ComparedTarget } from './target-comparison.svelte.ts';

/** Recommends a host by the fastest target of each host whose answers agree. */
export type TargetRecommendation =
  | { readonly kind: 'only-page' }
  | { readonly kind: 'only-native' }
  | {
      readonly kind: 'native-faster' | 'page-faster' | 'same';
      readonly page: ComparedTarget;
      readonly native: ComparedTarget;
      /** How many times as fast the faster one is, transport included. */
      readonly factor: number;
    };

/** Recommends a host; `null` if no target was measured with agreeing answers. */
export function recommendTarget(rows: readonly ComparedTarget[]): TargetRecommendation | null {
  const usable = rows.filter((row) => computeWaitMs(row) !== null && row.agreement?.verdict !== 'broken');
  const findFastest = (host: 'page' | 'companion') =>
    usable
      .filter(({ target }) => target.host === host)
      .reduce<ComparedTarget | null>(
        (best, row) => (best && computeWaitMs(best)! <= computeWaitMs(row)! ? best : row),
        null,
      );
  const [page, native] = [findFastest('page'), findFastest('companion')];
  if (!page && !native) return null;
  if (!page) return { kind: 'only-native' };
  if (!native) return { kind: 'only-page' };
  const [pageMs, nativeMs] = [computeWaitMs(page)!, computeWaitMs(native)!];
  const factor = Math.max(pageMs, nativeMs) / Math.min(pageMs, nativeMs);
  if (factor <= noDifferenceBounds.high || isUnclear(page, native)) return { kind: 'same', page, native, factor };
  return { kind: nativeMs < pageMs ? 'native-faster' : 'page-faster', page, native, factor };
}

/** Whether the engines' own times do not show which one is faster. */
function isUnclear(page: ComparedTarget, native: ComparedTarget): boolean {
  const comparison =
    page.viewModel && native.viewModel && compareReports(page.viewModel.report, native.viewModel.report);
  if (!comparison?.comparable) return false;
  return comparison.cells.every(({ faster }) => faster === 'unclear' || faster === 'neither');
}

/**
 * Computes how long a user waits for one inference, or for one token of an answer: the engine's median, plus transport
 * for an inference. Tokens are sent while the next ones are computed. `null` if it was not measured.
 */
export function computeWaitMs({ viewModel, probe }: ComparedTarget): number | null {
  if (!viewModel || !probe) return null;
  const { report } = viewModel;
  if (report.kind !== 'text') {
    const [cell] = report.cells;
    return cell ? cell.steady.medianMs + (computeTransportMs({ viewModel, probe }) ?? 0) : null;
  }
  return report.cells.find(({ work }) => work === 'generation')?.steady.medianMs ?? null;
}

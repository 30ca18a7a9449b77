import { compareReports } from '#bench/report/compare-reports.ts';
import { AppError } from '#core/errors/error.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import type { Report } from '#core/report/report.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { parseRoute } from '#links/route.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import { formatComparison } from '../print/comparison-text.ts';
import { UsageError, type Command } from '../command.ts';
import { formatValue } from '../print/format-value.ts';
import { parseOptions } from '../options/parse-options.ts';
import { toReportMarkdown } from '../print/report-markdown.ts';

export const command: Command = {
  usage: `usage: npm run assay -- open <link> [--json]

Prints the contents of a link to a result (#/r/...), a comparison (#/compare/...) or a run (#/bench?...), without a browser.

  --json   print JSON`,

  async run(args, { print }) {
    const { values, positionals } = parseOptions(args, { json: { type: 'boolean' } }, true);
    const [link] = positionals;
    if (!link || positionals.length > 1) throw new UsageError('expected one link');
    const hash = link.includes('#') ? link.slice(link.indexOf('#')) : link;

    if (hash.startsWith('#/bench')) {
      const request = parseBenchLink(hash);
      print(values.json ? JSON.stringify(request, null, 2) : formatValue(request));
      return 0;
    }
    if (hash.startsWith('#/h/')) throw new UsageError('this link contains a hallmark: use assay verify');
    if (hash.startsWith('#') && !/^#\/(r|compare)\//.test(hash)) {
      throw new UsageError(`this link contains no result: "${link}" does not begin with #/r/, #/compare/ or #/bench`);
    }
    if (hash.startsWith('#/compare/')) return openComparison(hash, values.json === true, print);
    const report = await decodeReportLink(link);
    print(values.json ? JSON.stringify(report, null, 2) : toReportMarkdown(report, link));
    return 0;
  },
};

/** @throws AppError link-invalid; the fact `which` is the result that cannot be read */
async function openComparison(hash: string, isJson: boolean, print: (text: string) => void): Promise<0> {
  const route = parseRoute(hash);
  if (route.page !== 'compare') throw createInvalidLinkError({ reason: 'not-two-results' });
  const first = await decodeSide('first', route.first);
  const second = await decodeSide('second', route.second);
  const comparison = compareReports(first, second);
  if (isJson) print(JSON.stringify({ comparison, reports: [first, second] }, null, 2));
  else {
    const sections = [route.first, route.second].map((payload, side) =>
      toReportMarkdown(side === 0 ? first : second, `#/r/${payload}`),
    );
    print([formatComparison(comparison), ...sections].join('\n'));
  }
  return 0;
}

async function decodeSide(side: 'first' | 'second', payload: string): Promise<Report> {
  try {
    return await decodeReportLink(payload);
  } catch (thrown) {
    if (thrown instanceof AppError)
      throw new AppError(thrown.code, { ...thrown.facts, which: side }, { cause: thrown });
    throw thrown;
  }
}

import type { SpeedReport } from '#core/report/report.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import results from './project-results.json' with { type: 'json' };

/** A result of a standard workload, measured by this project: written by `scripts/measure-references.ts`. */
export interface ProjectResult {
  readonly workload: string;
  /** A description of the machine. */
  readonly machine: string;
  /** The report, `#/r/…`. */
  readonly link: string;
}

/** Loads this project's results of a workload. */
export async function loadProjectResults(
  workload: string,
): Promise<readonly { readonly machine: string; readonly link: string; readonly report: SpeedReport }[]> {
  const matching = (results as readonly ProjectResult[]).filter((result) => result.workload === workload);
  const decoded = await Promise.all(
    matching.map(async ({ machine, link }) => ({ machine, link, report: await decodeReportLink(link) })),
  );
  return decoded.flatMap(({ report, ...rest }) => (report.kind === 'task' ? [] : [{ ...rest, report }]));
}

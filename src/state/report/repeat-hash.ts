import { AppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Report, SpeedReport } from '#core/report/report.ts';
import type { TaskReport } from '#core/report/task-report.ts';
import { formatBenchLink, parseBenchLink } from '#links/bench-link.ts';
import { formatEvaluateLink, parseEvaluateLink, type BaselineModel } from '#links/evaluate-link.ts';
import { resolveScoredReference } from '#links/run-link.ts';
import { scoredTasks, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';

const catalogue = { models: bundledModels, hubModels: hubCatalogue };

/**
 * Formats the link that repeats the run of a report: a benchmark starts at once and is compared with the report
 * (`#/bench?…`); an evaluation waits for the user's data (`#/evaluate?…`).
 * @param reportHash the link of the report
 * @returns `null` if this version does not know something that the report names
 */
export function formatRepeatHash(report: Report, reportHash: string): string | null {
  try {
    return report.kind === 'task' ? formatEvaluationHash(report) : formatBenchHash(report, reportHash);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

function formatBenchHash(report: SpeedReport, reportHash: string): string {
  const { subject, target, settings } = report;
  const dimensions = report.kind === 'tensor' ? report.dimensions : undefined;
  const request: BenchRequest = {
    // The id is validated below, by the parser of the link.
    subject:
      subject.kind === 'files' ? { kind: 'files', files: [] } : ({ kind: subject.kind, id: subject.id } as Subject),
    engine: target.opened.engine,
    device: target.requested.device,
    effort: report.effort,
    ...(target.requested.threads !== undefined && { threads: target.requested.threads }),
    ...settings,
    ...(dimensions && { dimensions }),
  };
  const hash = formatBenchLink(request, {
    startsAutomatically: true,
    receivedPayload: reportHash.slice('#/r/'.length),
  });
  parseBenchLink(hash); // throws if the link contains something unknown
  return hash;
}

function formatEvaluationHash({ task: name, subject, baseline, target, settings, data }: TaskReport): string | null {
  const task = scoredTasks.find((id) => id === name);
  if (!task) return null;
  const { engine, device, threads = null } = target.requested;
  const runCount = data.items + data.failed;
  const hash = formatEvaluateLink({
    ...settings,
    task,
    model: subject.kind === 'files' ? null : resolveScoredReference(subject.id, task, catalogue),
    linkedId: null,
    engine,
    device,
    threads,
    dimensions: {},
    baseline: baseline ? readBaseline(baseline.id, task) : null,
    labels: null,
    split: null,
    items: data.sample ? runCount + data.notRun : null,
    stopAfter: data.notRun > 0 ? runCount : null,
    seed: data.sample?.seed ?? 1,
    robustness: null,
    concurrency: null,
    sustainedS: null,
    hallmark: null,
  });
  parseEvaluateLink(new URLSearchParams(hash.slice(hash.indexOf('?'))), catalogue);
  return hash;
}

/**
 * Finds the baseline by its id. A report does not state whether it was a file; the user chooses an unknown baseline.
 */
function readBaseline(id: string, task: ScoredTaskId): BaselineModel {
  try {
    return { model: resolveScoredReference(id, task, catalogue), linkedId: null };
  } catch (thrown) {
    if (thrown instanceof AppError) return { model: null, linkedId: null };
    throw thrown;
  }
}

import { listModelFiles } from '#core/model/model.ts';
import type { Report } from '#core/report/report.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import { loadResult, type StoredGateRun } from '#records/result-records.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import { findDeploymentEvidence } from '../deployments/deployment-evidence.ts';
import { findModelOrigin, Review } from '../evaluate/result/review.svelte.ts';
import { wrapStorageError } from './wrap-storage-error.ts';

/** A stored gate run, with a person's review. */
export interface OpenedGateRun {
  readonly report: Report;
  /** Id of the stored report. */
  readonly reportId: string;
  readonly gateRun: GateRun;
  readonly review: Review;
}

/**
 * Loads the stored gate run with this id; `null` if there is none.
 * @throws AppError storage-failed | link-invalid
 */
export async function loadGateRun(id: string): Promise<OpenedGateRun | null> {
  const stored = await wrapStorageError(loadResult(id));
  if (!stored?.gates) return null;
  const report = await decodeReportLink(stored.summary.hash);
  return openGateRun(id, report, stored.gates);
}

async function openGateRun(
  id: string,
  report: Report,
  { gateRun, network, ...earlierReview }: StoredGateRun,
): Promise<OpenedGateRun> {
  const reportId = id.slice(0, id.lastIndexOf('-'));
  const isReportStored = (await wrapStorageError(loadResult(reportId))) !== null;
  const review = new Review({
    report,
    gateRun,
    gateRunId: id,
    ...(network && { network }),
    earlierReview: earlierReview,
    origin: findModelOrigin({ reference: null, files: [] }),
    deploymentEvidence: wrapStorageError(findDeploymentEvidence(listModelFiles(report.subject))),
    isStored: () => isReportStored,
  });
  return { report, reportId, gateRun, review };
}

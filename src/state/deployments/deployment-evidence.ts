import type { Deployment, Version } from '#deploy/deployment.ts';
import { haveSameDigests } from '#deploy/are-same-files.ts';
import { isAboutMeasure } from '#monitor/alerts/alert-rule.ts';
import { mergeSummaries, type MonitorSummary } from '#monitor/merge-windows.ts';
import { listDeployments, loadWindows } from '#records/deployment-records.ts';
import { loadReferenceWindow } from '#records/reference-windows.ts';
import type { ChecklistEvidence, DeploymentEvidence } from '#validation/checklist/checklist-items.ts';
import { findHallmark } from './version-evidence.ts';

/** The items of the production checklist for which a model's deployments are evidence. */
export type EvidenceFlags = Readonly<Partial<Record<ChecklistEvidence, true>>>;

/**
 * Finds the evidence in all deployments of this browser that have a version with these files.
 * @throws any error of IndexedDB | AppError deployments-newer
 */
export async function findDeploymentEvidence(files: Version['files']): Promise<EvidenceFlags> {
  if (files.length === 0 || files.some(({ sha256 }) => sha256 === '')) return {};
  const digests = files.map(({ sha256 }) => sha256);
  const evidenceParts: EvidenceFlags[] = [];
  for (const deployment of await listDeployments()) {
    const version = deployment.versions.find((deployed) => haveSameDigests(deployed.files, digests));
    if (!version) continue;
    const { windows } = await loadWindows(deployment.id);
    const reference = await loadReferenceWindow(deployment.task, version.model);
    const monitorSummary = mergeSummaries(windows.filter((window) => window.version === version.number));
    evidenceParts.push(readEvidence(deployment, version, { monitorSummary, hasReference: reference !== null }));
    if (await findHallmark(version)) evidenceParts.push({ hallmark: true });
  }
  return Object.assign({}, ...evidenceParts) as EvidenceFlags;
}

/** Reads what one deployment shows about one of its versions. */
function readEvidence(
  { alertRules, history, versions, reviewEveryDays }: Deployment,
  { number }: Version,
  { monitorSummary, hasReference }: { readonly monitorSummary: MonitorSummary; readonly hasReference: boolean },
): EvidenceFlags {
  const events = history.map(({ event }) => event);
  const rollouts = events.filter((event) => event.kind === 'rollout-started' && event.version === number);
  const evidence: Record<DeploymentEvidence, boolean> = {
    'alert-rules': alertRules.length > 0,
    'latency-alert': alertRules.some(({ kind, measure }) => isAboutMeasure(kind) && measure.startsWith('latency')),
    'rollback-rehearsed': events.some((event) => event.kind === 'rehearsed' && 'ms' in event.outcome),
    'second-version': versions.length > 1,
    'gradual-rollout': rollouts.some((event) => 'mode' in event && event.mode === 'gradual'),
    'live-gates': rollouts.length > 0,
    'monitored-runs': monitorSummary.runs > 0,
    'waits-monitored': 'wait' in monitorSummary.digests,
    'drift-reference': hasReference,
    'reviews-scheduled': reviewEveryDays !== null,
  };
  const present = Object.entries(evidence).filter(([, isShown]) => isShown);
  return Object.fromEntries(present.map(([id]) => [id, true]));
}

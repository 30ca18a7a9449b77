import { haveSameDigests } from '#deploy/are-same-files.ts';
import { selectFailedGates, type GateResult } from '#core/gate/gate-outcome.ts';
import type { Version } from '#deploy/deployment.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { listHallmarks, type StoredHallmark } from '#records/hallmark-records.ts';
import { loadResult, listSummaries, type GateRunSummary, type ReportSummary } from '#records/result-records.ts';
import { findLatestTrial, type OptimisationTrial } from '#records/trial-records.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { toHallmarkViewModel } from '../verify/hallmark-view-model.ts';

/** Stored evidence about the model of a version, found by the model's digests. */
export interface VersionEvidence {
  /** The latest evaluation on labelled items. */
  readonly evaluation: ReportSummary | null;
  /** The optimisation trial whose output is this model. */
  readonly trial: OptimisationTrial | null;
  /** The id of the bundled or stored model that the trial started from; `null` if it is neither. */
  readonly parentModel: string | null;
  readonly gateRun: GateRunSummary | null;
  /** The latest valid hallmark, signed in this browser or received. */
  readonly hallmark: StoredHallmark | null;
}

/** Maximum number of results read per model, newest first. */
const maxResultsRead = 10;

export async function findEvidence(version: Version): Promise<VersionEvidence> {
  const [file] = version.files;
  const [evaluation, gateRun, hallmark, trial] = await Promise.all([
    findReport(version),
    findGateRun(version),
    findHallmark(version),
    version.files.length === 1 && file ? findLatestTrial(file.sha256) : null,
  ]);
  const parentModel = trial && (await findModelByDigest(trial.parent));
  return { evaluation, trial, parentModel, gateRun, hallmark };
}

async function findModelByDigest(sha256: string): Promise<string | null> {
  await storedModels.load();
  const models = [...bundledModels, ...storedModels.models];
  return models.find(({ files }) => files.some((file) => file.sha256 === sha256))?.id ?? null;
}

/** Finds the latest verdict of a gate file on this model; `null` if there is none. @throws any error of IndexedDB */
export async function findGateRun(version: Pick<Version, 'model' | 'files'>): Promise<GateRunSummary | null> {
  const summaries = (await listSummaries()).filter((summary) => summary.kind === 'gates' && !summary.isReceived);
  return findFirstOfModel(version, summaries as readonly GateRunSummary[]);
}

/**
 * Lists the required gates that the model of a version failed in its latest gate run; empty if it passed them or none
 * were run.
 * @throws any error of IndexedDB
 */
export async function listFailedGates(version: Pick<Version, 'model' | 'files'>): Promise<readonly GateResult[]> {
  const summary = await findGateRun(version);
  if (summary?.verdict !== 'fail') return [];
  return selectFailedGates((await loadResult(summary.id))?.gates?.gateRun.results ?? []);
}

async function findReport(version: Version): Promise<ReportSummary | null> {
  const summaries = (await listSummaries()).filter((summary) => summary.kind === 'task' && !summary.isReceived);
  return findFirstOfModel(version, summaries as readonly ReportSummary[]);
}

/** Finds the first summary whose report has the same model digests as the version. */
async function findFirstOfModel<Summary extends GateRunSummary | ReportSummary>(
  { model, files }: Pick<Version, 'model' | 'files'>,
  summaries: readonly Summary[],
): Promise<Summary | null> {
  const matching = summaries.filter(
    (summary) => summary.model === model || files.some(({ name }) => name === summary.model),
  );
  for (const summary of matching.slice(0, maxResultsRead)) {
    const report = (await loadResult(summary.id))?.report ?? (await decodeReportLink(summary.hash));
    const { subject } = report;
    const digests = (subject.files ?? [subject]).map(({ sha256 }) => sha256);
    if (haveSameDigests(files, digests)) return summary;
  }
  return null;
}

/** Finds the latest valid hallmark of the model. */
export async function findHallmark({ model: id, files }: Version): Promise<StoredHallmark | null> {
  const matching = (await listHallmarks()).filter(
    ({ model }) => model === id || files.some(({ name }) => name === model),
  );
  for (const stored of matching.slice(0, maxResultsRead)) {
    const viewModel = await readHallmark(stored.hash).then(toHallmarkViewModel, () => null);
    const digests = viewModel?.verified.statement.subject.map(({ digest }) => digest.sha256);
    if (digests && haveSameDigests(files, digests)) return stored;
  }
  return null;
}

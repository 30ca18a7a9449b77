import { assembleTaskReport, type FinishedEvaluation } from '#bench/report/task-report.ts';
import { pickEngineSettings, type EngineSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric, TaskEvaluation } from '#core/task/evaluation.ts';
import { selectFailedGates, type GateRun } from '#core/gate/gate-outcome.ts';
import type { Subject } from '#core/model/model.ts';
import type { Environment } from '#core/report/environment.ts';
import type { EvaluationBaseline, ReportedGates, TaskReport } from '#core/report/task-report.ts';
import type { EventLoop } from '#core/report/report-header.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import type { GateEvidence, LoadTest, NetworkRecord } from '#gates/gate-evidence.ts';
import { comparePaired, type PairedComparison } from '#gates/paired-comparison.ts';
import { runGates, type TimestampedGateFile } from '#gates/run-gates.ts';
import { collectTaskEvidence } from '#gates/task-evidence.ts';
import { createRobustnessEvidence, type RobustnessResult } from '#validation/robustness/suite.ts';
import { listDuplicateProblems } from '../dataset/duplicates.ts';
import type { EvaluationItem, EvaluationScores } from '../items/evaluation-item.ts';
import type { LabelledDataset, DatasetProblem } from '../dataset/labelled-dataset.ts';
import { digestDataset } from '../dataset/dataset-digest.ts';

/** An item and its result on each model. */
export interface ComparedItem {
  readonly item: EvaluationItem;
  readonly candidate: EvaluatedItem;
  /** `null` without a baseline. */
  readonly baseline: EvaluatedItem | null;
  /** The main score of this item alone, in the metric's unit; `null` if it failed or has no score of its own. */
  readonly score: number | null;
  /** The score of the baseline on this item; `null` without a baseline, or if its predictions are the ground truth. */
  readonly baselineScore: number | null;
}

export interface EvaluationResult {
  readonly report: TaskReport;
  /** Report of the baseline on the same items; `null` without one, or if its predictions are the ground truth. */
  readonly baselineReport: TaskReport | null;
  /** The main score of the task. */
  readonly metric: Metric<unknown>;
  /** The completed items, in order. */
  readonly items: readonly ComparedItem[];
  /** Problems of the dataset that were found by reading its files. */
  readonly problems: readonly DatasetProblem[];
  /** A paired comparison of the items that each model has right; `null` without a scored baseline. */
  readonly comparison: PairedComparison | null;
  /** The verdict of the gate file; `null` without one. */
  readonly gateRun: GateRun | null;
  /** The scores of corrupted items; `null` if they were not run. */
  readonly robustness: RobustnessResult | null;
  /** The run under load; absent if there was none. */
  readonly loadTest?: LoadTest;
  /** The requests during the run; absent if they were not recorded. */
  readonly network?: NetworkRecord;
}

/** The evaluated items of a model, and what is needed to report them. */
export interface EvaluatedModel {
  readonly subject: Subject;
  readonly opened: OpenedTensorModel | OpenedText;
  readonly items: readonly EvaluatedItem[];
  /** Scores outcomes by the metrics of the task. */
  score(outcomes: readonly unknown[], signal: AbortSignal): Promise<EvaluationScores>;
}

/** Measurements of the runs after the items, network requests, and the file scan; absent if not measured. */
type AdditionalEvidence = Pick<GateEvidence, 'loadTest' | 'sustainedRun' | 'network' | 'security'>;

/** How the models were opened and the items sampled. */
export interface EvaluationSettings extends EngineSettings {
  readonly task: string;
  /** `null` if not requested; the same holds for `threads`. */
  readonly device: DeviceId | null;
  readonly threads: number | null;
  /** Seed of the sample. */
  readonly seed: number;
}

/** The evaluated dataset. */
interface EvaluatedData {
  /** Name of its folder. */
  readonly name: string;
  readonly dataset: LabelledDataset;
  /** Label files that changed since they were read. */
  readonly changedFiles: readonly string[];
}

/** The inputs of a result. */
interface FinishedRun {
  readonly app: TaskReport['app'];
  readonly settings: EvaluationSettings;
  readonly data: EvaluatedData;
  /** All items of the run, the completed ones first. */
  readonly items: readonly EvaluationItem[];
  /** Number of items from which the sample was drawn. */
  readonly usableCount: number;
  readonly candidate: EvaluatedModel;
  readonly baseline: EvaluatedModel | null;
  /** Whether the predictions of the baseline are the ground truth. */
  readonly baselineIsGroundTruth: boolean;
  /** Sizes of the blocks of both models. */
  readonly blocks: readonly number[];
  readonly evaluation: Pick<TaskEvaluation<unknown, unknown>, 'metrics' | 'compare'>;
  /** The gate file before the run; `null` without one. */
  readonly gateFile: TimestampedGateFile | null;
  readonly robustness: RobustnessResult | null;
  readonly additionalEvidence: AdditionalEvidence;
  readonly startedAtMs: number;
  readonly environment: Environment;
  readonly eventLoop: EventLoop;
  /** Power during the run of the items; absent in a page. */
  readonly power?: MeasuredPower | undefined;
  /** Power readings during the items, for the gate `power`. */
  readonly powerWatts?: readonly number[] | undefined;
  readonly signal: AbortSignal;
}

/**
 * Scores the completed items and assembles the reports.
 * @throws AppError the error of the last item if no item has a score | aborted if none ran
 */
export async function assembleResult(run: FinishedRun): Promise<EvaluationResult> {
  const { baseline, baselineIsGroundTruth, data, items } = run;
  const candidate = { ...run.candidate, items: compareItems(run) };
  const labels = new Map(data.dataset.items.map(({ path, label }) => [path, label]));
  const entries = candidate.items.map(({ path, sha256, maskSha256 }) => ({
    path,
    label: labels.get(path) ?? null,
    sha256,
    ...(maskSha256 !== undefined && { maskSha256 }),
  }));
  const sha256 = await digestDataset(entries);
  const baselineIdentity = baseline && { ...toBaselineIdentity(baseline), isGroundTruth: baselineIsGroundTruth };
  const hostileInputs = run.robustness?.hostile ?? [];
  const report = await assembleReport(run, candidate, { sha256, baseline: baselineIdentity, hostileInputs });
  const baselineOptions = { sha256, baseline: null, hostileInputs: [] };
  const baselineReport =
    baseline && !baselineIsGroundTruth ? await assembleReport(run, baseline, baselineOptions) : null;
  const { blocks, gateFile } = run;
  const { metrics } = run.evaluation;
  const metric = metrics[0]!;
  const compared = candidate.items.map((evaluated, index) => {
    const baselineItem = baseline?.items[index] ?? null;
    const [score, baselineScore] = [scoreItem(evaluated, metric), scoreItem(baselineItem, metric)];
    return { item: items[index]!, candidate: evaluated, baseline: baselineItem, score, baselineScore };
  });
  const baselineSizeBytes = baselineIsGroundTruth ? (baseline?.opened.sizeBytes ?? null) : null;
  const evidence = collectTaskEvidence({ report, baselineReport, items: compared, blocks, baselineSizeBytes, metrics });
  const robustness = run.robustness && createRobustnessEvidence(run.robustness);
  const suites = { ...run.additionalEvidence, ...(robustness && { robustness }) };
  const {
    powerWatts,
    additionalEvidence: { loadTest, network },
  } = run;
  const measured = { ...evidence.candidate, ...(powerWatts && { powerWatts }) };
  const gateRun = gateFile && (await runGates(gateFile, { ...evidence, ...suites, candidate: measured }));
  return {
    report: gateRun ? { ...report, gates: summariseGates(gateRun) } : report,
    baselineReport,
    metric,
    items: compared,
    problems: [...listDuplicateProblems(entries), ...reportChangedFiles(run, data.changedFiles)],
    comparison: baselineReport && comparePaired(evidence.paired),
    gateRun,
    robustness: run.robustness,
    ...(loadTest && { loadTest }),
    ...(network && { network }),
  };
}

function summariseGates({ verdict, results }: GateRun): ReportedGates {
  return { verdict, failed: selectFailedGates(results) };
}

/** Adds the comparison with the baseline to the candidate's outcomes, if the task defines one. */
function compareItems({ candidate, baseline, evaluation: { compare } }: FinishedRun): readonly EvaluatedItem[] {
  if (!compare || !baseline) return candidate.items;
  return candidate.items.map((item, index) => {
    const baselineItem = baseline.items[index];
    if ('error' in item || !baselineItem || 'error' in baselineItem) return item;
    return { ...item, outcome: compare(item.outcome, baselineItem.outcome) };
  });
}

/** Lists the problems of changed label files, and of items whose bytes differed between the two models. */
function reportChangedFiles({ candidate, baseline }: FinishedRun, labelFiles: readonly string[]): DatasetProblem[] {
  const items = candidate.items.flatMap(({ path, sha256 }, index) => {
    const baselineSha256 = baseline?.items[index]?.sha256 ?? null;
    return sha256 === null || baselineSha256 === null || sha256 === baselineSha256 ? [] : path;
  });
  const paths = [...labelFiles, ...items];
  return paths.length > 0 ? [{ code: 'file-changed', paths }] : [];
}

function scoreItem(item: EvaluatedItem | null, metric: Metric<unknown>): number | null {
  return !item || 'error' in item || item.outcome === null ? null : metric.compute([item.outcome]);
}

async function assembleReport(
  { app, settings, data, items, usableCount, startedAtMs, environment, eventLoop, power, signal }: FinishedRun,
  { subject, opened, items: evaluated, score }: EvaluatedModel,
  { sha256, ...reportFields }: { readonly sha256: string } & Pick<FinishedEvaluation, 'baseline' | 'hostileInputs'>,
): Promise<TaskReport> {
  const scored = evaluated.flatMap((item) => ('error' in item ? [] : [item]));
  const failure = evaluated.findLast((item) => 'error' in item);
  if (scored.length === 0 && failure) throw new AppError(failure.error.code, failure.error.facts);
  if (scored.length === 0) throw new AppError('aborted');
  const { scores, memory } = await score(
    scored.map(({ outcome }) => outcome),
    signal,
  );
  const { task, seed } = settings;
  const { device, threads } = opened.chosen ?? settings;
  return assembleTaskReport({
    app,
    startedAtMs,
    request: {
      subject,
      engine: opened.facts.engine,
      device: device ?? opened.facts.device,
      ...(threads !== null && threads !== undefined && { threads }),
      ...pickEngineSettings(settings),
      ...opened.chosen?.settings,
    },
    opened,
    environment,
    eventLoop,
    power,
    start: 'warm',
    clockStepUs: environment.clockStepUs,
    memory,
    task,
    data: {
      name: data.name,
      layout: data.dataset.layout,
      sha256,
      items: scored.length,
      failed: evaluated.length - scored.length,
      notRun: items.length - evaluated.length,
      ...(items.length < usableCount && { sample: { of: usableCount, seed } }),
    },
    ...reportFields,
    scores,
    timings: scored.map(({ timing }) => timing),
  });
}

function toBaselineIdentity({
  opened: { id, sha256, files },
}: EvaluatedModel): Omit<EvaluationBaseline, 'isGroundTruth'> {
  return { id, sha256, ...(files && { files }) };
}

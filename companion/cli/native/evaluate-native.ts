import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { TaskEvaluation } from '#core/task/evaluation.ts';
import { EventLoopMonitor } from '#device/event-loop-monitor.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { assembleResult, type EvaluatedModel } from '#evaluate/result/evaluation-result.ts';
import { summariseEvaluation } from '#evaluate/result/evaluation-summary.ts';
import { listPerformanceTests, runPerformanceTests } from '#evaluate/run/performance-tests.ts';
import { runHostileInputs } from '#evaluate/run/run-hostile-inputs.ts';
import { runRobustness } from '#evaluate/run/run-robustness.ts';
import { runDataset } from '#evaluate/run/run-dataset.ts';
import type { RunStep } from '#evaluate/run/run-step.ts';
import { parseGateFile } from '#gates/file/gate-file.ts';
import type { TimestampedGateFile } from '#gates/run-gates.ts';
import type { EvaluateLink } from '#links/evaluate-link.ts';
import type { EvaluationOutcome } from '#share/report-link/evaluation-summary.ts';
import { toByteSources } from '#storage/files/chosen-files.ts';
import { loadEvaluation } from '#tasks/scored-tasks.ts';
import { listValidCorruptions } from '#validation/robustness/suite.ts';
import { scanModel } from '#validation/security/scan-model.ts';
import { createSecurityEvidence } from '#validation/security/security-evidence.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { measurePower } from '../../hardware/energy/measure-power.ts';
import { readMachineEnvironment } from '../../hardware/machine-environment.ts';
import { SystemFiles } from '../../hardware/system-files.ts';
import { UsageError, type Context } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { chooseItems, readData, type DataOptions, type NativeData } from './read-data.ts';
import { openNativeModel, type NativeModel } from './native-model.ts';
import { isServerTarget, type CompanionTarget } from './companion-target.ts';

/** An evaluation without a browser. */
export interface NativeEvaluation {
  /** The link of the same evaluation in a page. Engine and device are those of the target. */
  readonly link: EvaluateLink;
  readonly data: DataOptions;
  readonly candidate: { readonly model: ModelArgument; readonly target: CompanionTarget };
  /** Another model, or the same model on another engine; `null` for none. */
  readonly baseline: NativeEvaluation['candidate'] | null;
  /** The carbon intensity of the grid in g CO₂e per kWh, as stated by the user; `null` if not stated. */
  readonly gridGramsPerKwh: number | null;
  /** The text of a gate file; `null` for none. */
  readonly gates: string | null;
}

/** An evaluation whose models and data are open. */
interface EvaluationSetup {
  readonly link: EvaluateLink;
  readonly candidate: NativeModel;
  readonly baseline: NativeModel | null;
  readonly baselineIsGroundTruth: boolean;
  readonly data: NativeData;
  readonly evaluation: TaskEvaluation<unknown, unknown>;
  readonly step: RunStep;
}

/**
 * Evaluates a model on native engines, as the Evaluate page does in a browser.
 * @throws UsageError | AppError
 */
export async function evaluateNative(run: NativeEvaluation, context: Context): Promise<EvaluationOutcome> {
  const { link } = run;
  const startedAtMs = Date.now();
  const gateFile: TimestampedGateFile | null =
    run.gates === null ? null : { ...parseGateFile(run.gates), readAt: new Date().toISOString() };
  const labelledEvaluation = await loadEvaluation(link.task, true);
  if (!labelledEvaluation) throw new AppError('input-invalid', { name: link.task, reason: 'task-not-scored' });
  const data = await readData(run.data, link, labelledEvaluation.label, context.signal);
  const evaluation = data.isPlainText ? (await loadEvaluation(link.task, false))! : labelledEvaluation;
  const opening = {
    task: link.task,
    settings: pickEngineSettings(link),
    threads: link.threads,
    dimensions: link.dimensions,
    signal: context.signal,
  };
  await using candidate = await openNativeModel({ ...opening, ...run.candidate });
  await using baseline = run.baseline && (await openNativeModel({ ...opening, ...run.baseline }));
  const baselineIsGroundTruth =
    evaluation.toGroundTruth !== undefined && data.dataset.items.every(({ label }) => label === null);
  if (baselineIsGroundTruth && !baseline)
    throw new UsageError(`--data "${run.data.path}" has no labels: expected --baseline to measure agreement with`);
  const step = toRunStep(context);
  const setup: EvaluationSetup = { link, candidate, baseline, baselineIsGroundTruth, data, evaluation, step };
  const { items, usable } = await chooseItems(setup);
  if (items.length === 0) throw new AppError('input-invalid', { name: data.name, reason: 'no-matching-classes' });

  const monitor = new EventLoopMonitor();
  const { target } = run.candidate;
  const work = () => runItems(setup, items);
  // The energy counters measure this machine, not a server.
  const measurement = isServerTarget(target)
    ? work().then((result) => ({ result, power: undefined, powersW: undefined }))
    : measurePower(new SystemFiles(), target.device, run.gridGramsPerKwh, work);
  const { result: evaluated, power, powersW } = await measurement.finally(() => monitor.stop());
  const robustness = evaluated.isComplete ? await runCorruptions(setup, items, evaluated.candidate) : null;
  const tests = listPerformanceTests(link, gateFile ?? { settings: [] });
  const startStep = () => (evaluated.isComplete ? step : null);
  const evidence = await runPerformanceTests(tests, candidate, items, evaluated.candidate, startStep);
  const security = gateFile && (await scanSecurity(run.candidate.model));
  const result = await assembleResult({
    app: { version: packageJson.version, commit: context.revision?.() ?? 'unknown' },
    settings: { ...link, device: target.device },
    data: { name: data.name, dataset: data.dataset, changedFiles: await data.listChangedFiles() },
    items,
    usableCount: usable,
    candidate: toRanModel(candidate, evaluated.candidate),
    baseline: baseline && toRanModel(baseline, evaluated.baseline),
    baselineIsGroundTruth,
    blocks: evaluated.blocks,
    evaluation,
    gateFile,
    robustness,
    additionalEvidence: { ...evidence, ...(security && { security }) },
    startedAtMs,
    environment: readMachineEnvironment(),
    eventLoop: monitor.eventLoop,
    power,
    powerWatts: powersW,
    signal: context.signal,
  });
  return summariseEvaluation(result, data.dataset, data.match(candidate.labels));
}

interface EvaluatedItems {
  readonly candidate: EvaluatedItem[];
  readonly baseline: EvaluatedItem[];
  /** The number of items in each block. */
  readonly blocks: number[];
  readonly isComplete: boolean;
}

async function runItems(
  { link, candidate, baseline, baselineIsGroundTruth, step }: EvaluationSetup,
  items: readonly EvaluationItem[],
): Promise<EvaluatedItems> {
  const end = Math.min(link.stopAfter ?? items.length, items.length);
  const evaluatedItems: EvaluatedItems = { candidate: [], baseline: [], blocks: [], isComplete: end === items.length };
  await runDataset({
    ...step,
    items: items.slice(0, end),
    candidate,
    baseline,
    baselineIsGroundTruth,
    onBlock: (block, { done, remainingMs }) => {
      evaluatedItems.candidate.push(...block.candidate);
      evaluatedItems.baseline.push(...(block.baseline ?? []));
      evaluatedItems.blocks.push(block.candidate.length);
      step.onProgress({ fraction: done / end, remainingMs: remainingMs ?? 0 });
    },
  });
  return evaluatedItems;
}

async function runCorruptions(
  { link, candidate, baseline, baselineIsGroundTruth, data, evaluation, step }: EvaluationSetup,
  items: readonly EvaluationItem[],
  clean: readonly EvaluatedItem[],
) {
  const corruptions = data.isPlainText ? [] : listValidCorruptions(data.kind.input, evaluation.label);
  if (!link.robustness || corruptions.length === 0) return null;
  const { runHostile } = candidate;
  return runRobustness({
    ...step,
    choice: link.robustness,
    seed: link.seed,
    items,
    clean,
    ran: { candidate: [], baseline: [] },
    record: async () => {},
    model: candidate,
    baseline: baselineIsGroundTruth ? null : baseline,
    groundTruthModel: baselineIsGroundTruth ? baseline : null,
    corruptions,
    hostile: async () => (runHostile ? runHostileInputs({ runHostile }, step.signal) : []),
    metric: evaluation.metrics[0]!,
    onProgress: ({ done, total }) => step.onProgress({ fraction: done / total, remainingMs: 0 }),
  });
}

function toRanModel({ subject, opened, score }: NativeModel, items: readonly EvaluatedItem[]): EvaluatedModel {
  return { subject, opened, items, score };
}

/** Scores the security findings in the files of a model; `null` for a bundled model, as in a page. */
async function scanSecurity(model: ModelArgument) {
  if (model.kind !== 'files') return null;
  const files = await Promise.all(model.paths.map(openFileOnDisk));
  const { name, source, siblings } = toByteSources(files);
  return createSecurityEvidence(await scanModel(source, name, siblings));
}

/** Creates a run step that ends when the signal aborts, and logs progress in steps of 10 %, like a run in a browser. */
function toRunStep({ signal, log }: Context): RunStep {
  let lastLine = '';
  return {
    signal,
    shouldContinue: async () => true,
    now: () => performance.now(),
    onProgress: ({ fraction }) => {
      const line = `run ${Math.floor(fraction * 10) * 10}%`;
      if (line !== lastLine) log((lastLine = line));
    },
  };
}

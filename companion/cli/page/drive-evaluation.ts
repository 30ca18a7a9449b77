import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { settingIds } from '#core/engine/engine-settings.ts';
import { pageEngineIds } from '#core/engine/engines.ts';
import { parseEvaluateLink, type EvaluateLink } from '#links/evaluate-link.ts';
import type { EvaluationOutcome, EvaluationSummary } from '#share/report-link/evaluation-summary.ts';
import { getTask } from '#tasks/index.ts';
import { scoredTasks, textGeneration, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import { defaultSuite } from '#validation/robustness/suite-settings.ts';
import type { AppPage } from '../../browser/app-page.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { drive } from '../../browser/drive.ts';
import { readCatalogue } from '../files/catalogue-models.ts';
import { checkLink } from '../options/check-link.ts';
import { checkFile, checkEngine, checkNativeOptions, checkOutput, rejectOptions } from '../options/check-options.ts';
import { UsageError, type Context } from '../command.ts';
import { toLinkDims } from '../options/dimensions.ts';
import { readModelArgument, toModelQuery, type ModelArgument } from '../options/model-argument.ts';
import { formatEngineUsage, listGpuFlags, modelOptions } from '../options/model-options.ts';
import { parseGridIntensity, gridOption, gridUsage } from '../options/grid-intensity.ts';
import { readTarget, targetUsage } from '../native/companion-target.ts';
import { readResult } from './page-result.ts';
import type { parseOptions } from '../options/parse-options.ts';
import { listGivenOptions, createSettingOptions } from '../options/setting-options.ts';

const settings = createSettingOptions(settingIds);

export const defaultTask: ScoredTaskId = 'image-classification';

const { model: _model, ...engineOptions } = modelOptions;

/** The options of commands that evaluate a model, without the model itself. */
export const evaluationOptions = {
  ...settings.options,
  ...engineOptions,
  task: { type: 'string' },
  data: { type: 'string' },
  labels: { type: 'string' },
  split: { type: 'string' },
  sample: { type: 'string' },
  'stop-after': { type: 'string' },
  seed: { type: 'string' },
  robustness: { type: 'boolean' },
  severity: { type: 'string' },
  'robustness-items': { type: 'string' },
  baseline: { type: 'string', multiple: true },
  target: { type: 'string' },
  ...gridOption,
  'baseline-target': { type: 'string' },
  items: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** The usage lines of the options for the data and the engine. */
export const dataUsage = `  --data <folder or file>           one folder per class, a table of labels (CSV, TSV or
                                    JSONL), COCO, YOLO or VOC annotations, masks, or
                                    files without labels. For text-generation: a table of
                                    questions and answers, or plain texts, whose
                                    perplexity is computed
  --labels <file>                   the label file; default: found in the folder
  --split <name>                    the part to evaluate, if the folder has several (train, val)
  --sample <n>                      a random sample of n items; default: all
  --seed <n>                        seed of the sample; default: 1
  --stop-after <n>                  stop after n of these items, as if the run was interrupted
  --items <file>                    also write a CSV file with the prediction, score and
                                    times of each item
  --robustness                      also evaluate a sample with corruptions such as noise and blur
  --severity <n,n>                  their severities from 1 to 5; default: ${defaultSuite.severities.join()}
  --robustness-items <n>            the size of that sample; default: ${defaultSuite.items}`;
export const evaluationEngineUsage = `${formatEngineUsage(pageEngineIds)}
${targetUsage.any}
${gridUsage}
  --baseline-target companion:...   the target of the baseline, which may be the same model; default: the same
${settings.usage}`;

type Values = ReturnType<typeof parseOptions<typeof evaluationOptions>>['values'];

/**
 * Evaluates a model in the app or, with `--target`, without a browser, and writes the table of items if it is requested.
 * @param names the values of the option for the model; by default the task's demo model
 * @param gates the text of a gate file, and the performance tests that its gates need, as link parameters
 * @throws UsageError | AppError
 */
export async function driveEvaluation(
  values: Values,
  names: readonly string[] | undefined,
  context: Context,
  gates?: { readonly text: string; readonly runs: readonly (readonly [name: string, value: string])[] },
): Promise<EvaluationSummary> {
  const { task: taskName = defaultTask, data } = values;
  if (data === undefined) throw new UsageError('--data is required');
  if (!existsSync(data)) throw new UsageError(`--data "${data}": there is no such folder or file`);
  if (values.labels !== undefined) checkFile(values.labels, 'expected a label file');
  if (values.items !== undefined && /^\d+$/.test(values.items))
    throw new UsageError(
      `--items is "${values.items}"; expected a file to write; for a sample of items use --sample ${values.items}`,
    );
  if (values.items !== undefined) {
    const inputs = [...(names ?? []), ...(values.baseline ?? []), data, values.labels ?? data];
    await checkOutput('items', values.items, inputs);
  }
  const model = names && (await readModelArgument(names, values.target));
  const baselineTarget = values['baseline-target'] ?? values.target;
  const baseline = values.baseline && (await readModelArgument(values.baseline, baselineTarget));
  if (values.target === undefined) checkEngine(model, values.engine);
  const task = scoredTasks.find((id) => id === taskName);
  const hasModel = model || (task && task !== textGeneration && getTask(task).demoModel !== null);
  if (task && !hasModel) throw new UsageError('--model is required');
  const labels = values.labels === undefined ? null : locateLabelFile(values.labels, data);

  const query = new URLSearchParams({
    task: taskName,
    auto: '1',
    ...toBaselineFields(baseline, baselineTarget !== undefined),
  });
  for (const [name, value] of listGivenOptions(values, ['engine', 'device', 'threads', ...settings.names]))
    query.set(name, value);
  if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
  if (values.split !== undefined) query.set('split', values.split);
  if (values.sample !== undefined) query.set('items', values.sample);
  if (values['stop-after'] !== undefined) query.set('stop-after', values['stop-after']);
  if (values.seed !== undefined) query.set('seed', values.seed);
  if (labels) query.set('labels', labels.path);
  for (const [name, value] of [...toSuiteFields(values), ...(gates?.runs ?? [])]) query.set(name, value);
  const linkQuery = new URLSearchParams({ ...Object.fromEntries(query), ...toModelQuery(model) });
  const link = checkLink(() => parseEvaluateLink(linkQuery, readCatalogue()), { items: 'sample' });
  const evaluation = { link, query, model, baseline, labels, gates };
  const { itemsTable, ...summary } = await (values.target === undefined
    ? evaluateInApp(values, evaluation, context)
    : evaluateOnTarget(values, evaluation, context));
  if (values.items !== undefined) await writeFile(values.items, itemsTable);
  return summary;
}

/** The validated options of an evaluation. */
interface EvaluationSetup {
  readonly link: EvaluateLink;
  readonly query: URLSearchParams;
  readonly model: ModelArgument | undefined;
  readonly baseline: ModelArgument | undefined;
  readonly labels: ReturnType<typeof locateLabelFile> | null;
  readonly gates: { readonly text: string } | undefined;
}

async function evaluateInApp(
  values: Values,
  { query, model, baseline, labels, gates }: EvaluationSetup,
  context: Context,
): Promise<EvaluationOutcome> {
  rejectOptions(values, ['baseline-target', 'grid-intensity'], 'needs --target');
  const path = resolve(values.data!);
  const formatLink = (subject: Readonly<Record<string, string>>) =>
    `#/evaluate?${query}&${new URLSearchParams(subject)}`;
  const driveOptions = {
    hub: values.hub,
    flags: listGpuFlags(values, model),
    onReady: async (page: AppPage) => {
      if (gates) await page.setGates(gates.text);
      if (baseline?.kind === 'files') await page.openBaseline(baseline.paths);
      const labelFiles = labels?.isInside === false ? [values.labels!] : [];
      await (statSync(path).isDirectory() ? page.addFolder(path, labelFiles) : page.addInputs([path, ...labelFiles]));
    },
    ...context,
  };
  const status = await (model
    ? driveModel(model, { formatLink, ...driveOptions })
    : drive({ link: `#/evaluate?${query}`, ...driveOptions }));
  return readResult(status).result as EvaluationOutcome;
}

/** Evaluates on native engines or servers, without a browser. */
async function evaluateOnTarget(
  values: Values,
  { link, model, baseline, labels, gates }: EvaluationSetup,
  context: Context,
): Promise<EvaluationOutcome> {
  rejectOptions(values, ['engine', 'device', 'hub'], 'cannot be combined with --target');
  const candidate = { target: readTarget(values.target!), model: model ?? (await readModelArgument([link.model!.id])) };
  checkNativeOptions(candidate.target, candidate.model, values, settingIds);
  const { 'baseline-target': baselineTarget } = values;
  const baselineModel = baseline ?? (baselineTarget === undefined ? null : candidate.model);
  const target = baselineTarget === undefined ? candidate.target : readTarget(baselineTarget, 'baseline-target');
  if (baselineModel) checkNativeOptions(target, baselineModel, {}, settingIds);
  const { evaluateNative } = await import('../native/evaluate-native.ts');
  const run = {
    link,
    data: { path: values.data!, labelsOutside: labels?.isInside === false ? values.labels! : null },
    candidate,
    baseline: baselineModel && { target, model: baselineModel },
    gates: gates?.text ?? null,
    gridGramsPerKwh: parseGridIntensity(values['grid-intensity']),
  };
  return evaluateNative(run, context);
}

/** @throws UsageError */
function toSuiteFields({ robustness, severity, 'robustness-items': items }: Values): [string, string][] {
  if (!robustness) {
    const unused = severity !== undefined ? 'severity' : items !== undefined ? 'robustness-items' : null;
    if (unused) throw new UsageError(`--${unused} needs --robustness`);
    return [];
  }
  return [
    ['robustness', severity ?? defaultSuite.severities.join()],
    ...(items === undefined ? [] : ([['robustness-items', items]] satisfies [string, string][])),
  ];
}

/** @throws UsageError */
function toBaselineFields(baseline: ModelArgument | undefined, isOnServer: boolean): Readonly<Record<string, string>> {
  if (!baseline) return {};
  if (baseline.kind === 'files') return { 'baseline-file': '1' };
  if (baseline.kind === 'model') return { baseline: baseline.id };
  if (isOnServer) return { 'baseline-file': '1' };
  throw new UsageError('--baseline: expected a file, a folder or the id of a bundled model');
}

/** Finds the path of the label file within the dataset. A file outside the dataset's folder is added to the dataset. */
function locateLabelFile(file: string, folder: string): { readonly path: string; readonly isInside: boolean } {
  const path = relative(folder, file);
  const isInside = path !== '' && !path.startsWith('..') && !isAbsolute(path);
  return { path: isInside ? path.split(sep).join('/') : basename(file), isInside };
}

import { statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { settingsOfKind } from '#core/engine-settings.ts';
import { tensorEngineIds } from '#core/engines.ts';
import { parseEvaluateLink } from '#links/evaluate-link.ts';
import type { EvaluationSummary } from '#share/evaluation-summary.ts';
import { taskIds, taskOf } from '#tasks/index.ts';
import type { AppPage } from '../../browser/app-page.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { drive } from '../../browser/drive.ts';
import { catalogue } from '../catalogue.ts';
import { checkLink } from '../check-link.ts';
import { checkFile, checkRuntime } from '../check-options.ts';
import { UsageError, type Command } from '../command.ts';
import { dimsForLink } from '../dimensions.ts';
import { evaluationText } from '../evaluation-text.ts';
import { readModelArgument, subjectOf, type ModelArgument } from '../model-argument.ts';
import { engineUsage, gpuFlags, modelOptions } from '../model-options.ts';
import { resultOf } from '../page-result.ts';
import { parseOptions } from '../parse-options.ts';
import { givenOptions, settingOptions } from '../setting-options.ts';

const settings = settingOptions(settingsOfKind('tensor'));
const scoredTasks = taskIds.filter((id) => taskOf(id).evaluation !== undefined);

const options = {
  ...settings.options,
  ...modelOptions,
  task: { type: 'string' },
  data: { type: 'string' },
  labels: { type: 'string' },
  sample: { type: 'string' },
  seed: { type: 'string' },
  baseline: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- eval --task ${scoredTasks.join('|')} --data <folder> [options]

Scores a model on labelled files, and prints the scores with their 95 % intervals. The files are read where they are.

  --data <folder>                   one folder per class, a table of labels (CSV, TSV or
                                    JSONL), COCO, YOLO or VOC annotations, masks, or
                                    files without labels
  --labels <file>                   the file of labels; default: found in the folder
  --sample <n>                      a random sample of n items; default: all
  --seed <n>                        seed of the sample; default: 1
  --model <file, folder, id or URL> may be repeated; default: the task's own, if it has one
  --baseline <file, folder or id>   another model on the same items; may be repeated.
                                    Without labels, its results are the truth
${engineUsage(tensorEngineIds)}
${settings.usage}
  --json                            print JSON`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const { task: named, data } = values;
    if (named === undefined) throw new UsageError('--task is required');
    if (data === undefined) throw new UsageError('--data is required');
    if (!statSync(data, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`--data "${data}": there is no such folder`);
    if (values.labels !== undefined) checkFile(values.labels, 'expected a file of labels');
    const model = values.model && (await readModelArgument(values.model));
    const baseline = values.baseline && (await readModelArgument(values.baseline));
    checkRuntime(model, values.runtime);
    const task = taskIds.find((id) => id === named);
    if (task && taskOf(task).demoModel === null && !model) throw new UsageError('--model is required');
    const labels = values.labels === undefined ? null : labelFile(values.labels, data);

    const query = new URLSearchParams({ task: named, auto: '1', ...baselineOf(baseline) });
    for (const [name, value] of givenOptions(values, ['runtime', 'device', 'threads', ...settings.names]))
      query.set(name, value);
    if (values.dims !== undefined) query.set('dims', dimsForLink(values.dims));
    if (values.sample !== undefined) query.set('items', values.sample);
    if (values.seed !== undefined) query.set('seed', values.seed);
    if (labels) query.set('labels', labels.path);
    checkLink(() =>
      parseEvaluateLink(new URLSearchParams({ ...Object.fromEntries(query), ...subjectOf(model) }), catalogue()),
    );
    const linkTo = (subject: Readonly<Record<string, string>>) => `#/evaluate?${query}&${new URLSearchParams(subject)}`;
    const drivenSettings = {
      hub: values.hub,
      flags: gpuFlags(values, model),
      onReady: async (page: AppPage) => {
        if (baseline?.kind === 'files') await page.openBaseline(baseline.paths);
        await page.addFolder(resolve(data), labels?.isInside === false ? [values.labels!] : []);
      },
      ...context,
    };
    const status = await (model
      ? driveModel(model, { linkTo, ...drivenSettings })
      : drive({ link: `#/evaluate?${query}`, ...drivenSettings }));
    const { result } = resultOf(status);
    const summary = result as EvaluationSummary;
    context.print(values.json ? JSON.stringify(summary, null, 2) : evaluationText(summary));
    return 0;
  },
};

/** @throws UsageError */
function baselineOf(baseline: ModelArgument | undefined): Readonly<Record<string, string>> {
  if (!baseline) return {};
  if (baseline.kind === 'files') return { 'baseline-file': '1' };
  if (baseline.kind === 'model') return { baseline: baseline.id };
  throw new UsageError('--baseline: expected a file, a folder or the id of a bundled model');
}

/** The path of the file of labels in the set; one outside of its folder is added to it. */
function labelFile(file: string, folder: string): { readonly path: string; readonly isInside: boolean } {
  const path = relative(folder, file);
  const isInside = path !== '' && !path.startsWith('..') && !isAbsolute(path);
  return { path: isInside ? path.split(sep).join('/') : basename(file), isInside };
}

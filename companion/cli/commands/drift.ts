import { minLabelledItems } from '#drift/accuracy/accuracy-estimator.ts';
import { compareWindows, minItems } from '#drift/compare-windows.ts';
import { getTask, taskIds, type TaskId } from '#tasks/index.ts';
import { UsageError, type Command } from '../command.ts';
import { readTarget, targetUsage } from '../native/companion-target.ts';
import { estimateNative } from '../native/estimate-accuracy.ts';
import { checkFolder, observeFolder } from '../native/observe-folder.ts';
import { openNativeModel } from '../native/native-model.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { formatAccuracy, formatDrift } from '../print/drift-text.ts';

const options = {
  task: { type: 'string' },
  model: { type: 'string', multiple: true },
  reference: { type: 'string' },
  current: { type: 'string' },
  target: { type: 'string' },
  items: { type: 'string' },
  labelled: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const defaults = { target: 'companion:ort:cpu', items: 200 };

export const command: Command = {
  usage: `usage: npm run assay -- drift --task <task> --reference <folder> --current <folder> [options]

Compares current inputs with earlier ones, by features of the inputs and the predictions of the model. Needs no
labels. Exits with 1 if they differ, and with 3 if a folder has fewer than ${minItems} inputs.
With --labelled, it also estimates the accuracy of a classifier on the current inputs, without their labels.

  --task ${taskIds.join('|')}
  --model <file, folder or id>    may be repeated; default: the task's own, if it has one
  --reference <folder>            earlier inputs, on which the model worked well
  --current <folder>              the inputs to compare
  --labelled <folder>             at least ${minLabelledItems} labelled inputs, on which the estimate is fitted, and its error measured
  --items <n>                     use at most n inputs of each folder, evenly spaced; default: ${defaults.items}
${targetUsage.native}
                                    default: ${defaults.target}
  --json                          print JSON`,

  async run(args, { print, log, signal }) {
    const { values, positionals } = parseOptions(args, options, true);
    if (positionals.length > 0) throw new UsageError(`unexpected argument "${positionals[0]}"`);
    const task = parseTask(values.task);
    const { reference, current } = values;
    if (reference === undefined || current === undefined) {
      throw new UsageError('--reference and --current are required');
    }
    for (const folder of [reference, current, values.labelled ?? current]) checkFolder(folder);
    const { demoModel } = getTask(task);
    const modelNames = values.model ?? (demoModel === null ? null : [demoModel]);
    if (!modelNames) throw new UsageError('--model is required');
    const target = readTarget(values.target ?? defaults.target);
    const model = await readModelArgument(modelNames, values.target ?? defaults.target);
    const limit =
      values.items === undefined ? defaults.items : parseWholeNumber('items', values.items, minItems, 100_000);
    await using native = await openNativeModel({
      task,
      model,
      target,
      threads: null,
      dimensions: {},
      settings: {},
      signal,
    });
    const observe = (folder: string) => observeFolder(native, task, { folder, limit }, { log, signal });
    const referenceFolder = await observe(reference);
    const currentFolder = await observe(current);
    const report = compareWindows(referenceFolder.observations, currentFolder.observations);
    const accuracy =
      values.labelled === undefined || currentFolder.observations.length === 0
        ? null
        : await estimateNative(native, task, values.labelled, currentFolder.observations, signal);
    const unreadable = [...referenceFolder.unreadable, ...currentFolder.unreadable];
    print(
      values.json
        ? JSON.stringify({ ...report, ...(accuracy && { accuracy }), unreadable }, null, 2)
        : [formatDrift(report), ...(accuracy ? ['', formatAccuracy(accuracy)] : [])].join('\n'),
    );
    for (const path of unreadable) log(`could not be read: ${path}`);
    return ({ 'no-drift': 0, drift: 1, 'not-measured': 3 } as const)[report.verdict];
  },
};

function parseTask(name: string | undefined): TaskId {
  if (name === undefined) throw new UsageError('--task is required');
  const task = taskIds.find((id) => id === name);
  if (!task) throw new UsageError(`--task must be one of ${taskIds.join(', ')}, not "${name}"`);
  return task;
}

import { scoredTasks } from '#tasks/scored-tasks.ts';
import { UsageError, type Command } from '../command.ts';
import { dataUsage, driveEvaluation, evaluationEngineUsage, evaluationOptions } from '../page/drive-evaluation.ts';
import { formatEvaluation } from '../print/evaluation-text.ts';
import { modelOptions } from '../options/model-options.ts';
import { parseOptions } from '../options/parse-options.ts';

const options = { ...evaluationOptions, model: modelOptions.model } as const;

export const command: Command = {
  usage: `usage: npm run assay -- eval --task ${scoredTasks.join('|')} --data <folder or file> [options]

Scores a model on labelled files, and prints the scores with their 95% intervals. The files are read in place.

${dataUsage}
  --model <file, folder, id or URL> may be repeated; default: the task's own, if it has one
  --baseline <file, folder or id>   another model on the same items; may be repeated.
                                    If the files have no labels, its predictions serve
                                    as ground truth
${evaluationEngineUsage}
  --json                            print JSON`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    if (values.task === undefined) throw new UsageError('--task is required');
    const summary = await driveEvaluation(values, values.model, context);
    context.print(values.json ? JSON.stringify(summary, null, 2) : formatEvaluation(summary));
    return 0;
  },
};

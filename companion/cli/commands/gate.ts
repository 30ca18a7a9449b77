import { writeFile } from 'node:fs/promises';
import type { GateRun } from '#core/gate.ts';
import { toJunit } from '#gates/exports/junit.ts';
import { toGateMarkdown } from '#gates/exports/markdown.ts';
import { presetIds } from '#gates/file/presets/index.ts';
import { gateResults as words } from '#words/en/gate-results.ts';
import { checkWritable } from '../check-options.ts';
import { UsageError, type Command } from '../command.ts';
import {
  dataUsage,
  defaultTask,
  driveEvaluation,
  evaluationEngineUsage,
  evaluationOptions,
  scoredTasks,
} from '../drive-evaluation.ts';
import { readGateFileArgument } from '../gate-file-argument.ts';
import { singleLine } from '../messages.ts';
import { modelOptions } from '../model-options.ts';
import { parseOptions } from '../parse-options.ts';

const options = {
  ...evaluationOptions,
  candidate: modelOptions.model,
  gates: { type: 'string' },
  junit: { type: 'string' },
  md: { type: 'string' },
} as const;

const exitCodes = { pass: 0, fail: 1, 'not-measured': 3 } as const satisfies Record<GateRun['verdict'], number>;

export const command: Command = {
  usage: `usage: npm run assay -- gate --candidate <model> --data <folder> --gates <file or preset> [options]

Evaluates a model on labelled files and judges it by a gate file, which is read before anything is measured.

  --candidate <file, folder, id or URL>
                                    the model; may be repeated
  --baseline <file, folder or id>   the model to compare it with, on the same items
  --gates <file>                    a gate file, or a preset: ${presetIds.join(', ')}
  --task ${scoredTasks.join('|')}
                                    default: ${defaultTask}
${dataUsage}
  --junit <file>                    also write the results as JUnit XML
  --md <file>                       also write them as Markdown, for a pull request
${evaluationEngineUsage}
  --json                            print JSON

Exit codes: 0 every required gate passes, 1 one fails, 2 usage error, 3 none fails, but one was not measured.`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const { candidate, gates, junit, md } = values;
    if (candidate === undefined) throw new UsageError('--candidate is required');
    if (gates === undefined) throw new UsageError('--gates is required');
    if (junit !== undefined) await checkWritable('junit', junit);
    if (md !== undefined) await checkWritable('md', md);
    const gateFile = readGateFileArgument(gates);
    const summary = await driveEvaluation(values, candidate, context, gateFile);
    const { gateRun, report } = summary;
    if (!gateRun) throw new Error('the page judged no gates');
    const model = report.subject.id;
    if (junit !== undefined) await writeFile(junit, toJunit(gateRun, model, words));
    if (md !== undefined) await writeFile(md, toGateMarkdown(gateRun, model, words));
    context.print(values.json ? JSON.stringify(summary, null, 2) : verdictText(gateRun));
    return exitCodes[gateRun.verdict];
  },
};

function verdictText({ results, verdict, grade }: GateRun): string {
  const lines = results.map((result) => singleLine(words.sentence(result)));
  return [...lines, '', words.verdicts[verdict], ...(grade === null ? [] : [words.grade(grade)])].join('\n');
}

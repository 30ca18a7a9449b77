import { listSettingsOfKind } from '#core/engine/engine-settings.ts';
import { pageEngineIds } from '#core/engine/engines.ts';
import { detectionNames, parseRunLink, type RunLink } from '#links/run-link.ts';
import type { RunSummary } from '#share/export/run-export.ts';
import type { VideoSummary } from '#share/export/video-export.ts';
import { taskIds, getTask } from '#tasks/index.ts';
import { aggregations as tokenAggregations } from '#tasks/token-classification/token-classification.ts';
import { checkEngine, checkFile, checkNativeOptions, rejectOptions } from '../options/check-options.ts';
import type { AppPage } from '../../browser/app-page.ts';
import { readCatalogue } from '../files/catalogue-models.ts';
import { checkLink } from '../options/check-link.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { toLinkDims } from '../options/dimensions.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { drive } from '../../browser/drive.ts';
import { generateText, formatGenerated } from '../native/generate-text.ts';
import { formatValue } from '../print/format-value.ts';
import { parseOptions } from '../options/parse-options.ts';
import { formatEngineUsage, listGpuFlags, modelOptions } from '../options/model-options.ts';
import { readModelArgument, toModelQuery, type ModelArgument } from '../options/model-argument.ts';
import { toError, readResult } from '../page/page-result.ts';
import { listGivenOptions, createSettingOptions } from '../options/setting-options.ts';
import { readTarget, targetUsage, type CompanionTarget } from '../native/companion-target.ts';
import { saveMasks } from '../files/save-masks.ts';
import { saveTranscripts } from '../files/save-transcripts.ts';
import { formatErrorMessage } from '../print/print-error.ts';

const tensorSettings = createSettingOptions(listSettingsOfKind('tensor'));
const textSettings = createSettingOptions(listSettingsOfKind('text'));

const options = {
  ...tensorSettings.options,
  ...textSettings.options,
  task: { type: 'string' },
  input: { type: 'string', multiple: true },
  language: { type: 'string' },
  aggregation: { type: 'string' },
  ...modelOptions,
  target: { type: 'string' },
  prompt: { type: 'string' },
  'max-tokens': { type: 'string' },
  greedy: { type: 'boolean' },
  out: { type: 'string' },
  temperature: { type: 'string' },
  'top-p': { type: 'string' },
  'top-k': { type: 'string' },
  repeat: { type: 'string' },
  seed: { type: 'string' },
  stop: { type: 'string', multiple: true },
  raw: { type: 'boolean' },
  'json-schema': { type: 'string' },
  confidence: { type: 'string' },
  iou: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

type Summary = RunSummary<unknown> | VideoSummary<unknown>;

const expectedFiles = {
  image: 'expected image files',
  audio: 'expected audio files',
  text: 'expected text files, with one text per line',
} as const;

/** The functions that write `--out`, by task. */
const outputWriters: Readonly<Record<string, (result: unknown, folder: string) => void>> = {
  segmentation: saveMasks,
  'speech-recognition': saveTranscripts,
};

const textOptions = [
  'prompt',
  'max-tokens',
  'greedy',
  'temperature',
  'top-p',
  'top-k',
  'repeat',
  'seed',
  'stop',
  'raw',
  'json-schema',
] as const satisfies readonly (keyof typeof options)[];

export const command: Command = {
  usage: `usage: npm run assay -- run --task ${taskIds.join('|')} --input <file>... [options]
       npm run assay -- run --task text-generation --model <file, folder, id or URL> --prompt <text> [options]

  --input <file>                  images; for sentence-embedding, text-classification
                                    and token-classification text files, with one text per
                                    line; for
                                    speech-recognition audio files, which
                                    are WAV files with --target; for detection tasks also a
                                    video, without --target. May be repeated; positional
                                    arguments are inputs as well
  --model <file, folder, id or URL> may be repeated; default: the task's own, if it has
                                    one. A Hub model
                                    (organisation/name[:file]) or a URL is downloaded for
                                    this command only
  --language <code>                 speech-recognition: the language spoken, such as en;
                                    default: detected
  --aggregation <name>              token-classification: ${tokenAggregations.join(', ')};
                                    default: ${tokenAggregations[0]}
  --prompt <text>                   a message, formatted by the model's chat template if it
                                    has one, else text to continue
  --raw                             continue the prompt as plain text, without a chat template
  --max-tokens <n>                  default: 256
  --stop <text>                     a stop sequence, which is not part of the answer; may be repeated
  --temperature <n> | --greedy      default: 0.7 | always the most likely token
  --top-p <n>, --top-k <n>          default: 0.95, 40 (webllm has no top-k)
  --repeat <n>                      repeat penalty; default: 1.1; 1 disables it
  --seed <n>                        default: random
  --json-schema <file>              constrain the answer to JSON that matches this schema
${formatEngineUsage(pageEngineIds)}
${targetUsage.any}
${tensorSettings.usage}
${textSettings.usage}
  --confidence <n>, --iou <n>       detection tasks: the minimum score (default: 0.25), and
                                    the IoU above which only the best box is kept
                                    (default: the model's own)
  --out <folder>                    segmentation: write each mask to this folder as a PNG, at
                                    the model's resolution; speech-recognition: write each
                                    transcript as SRT, VTT and TXT
  --json                            print JSON`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const inputs = [...(values.input ?? []), ...positionals]; // the shell expands `--input *.jpg` to one option value and positional arguments
    if (values.task === undefined) throw new UsageError('--task is required');
    rejectOptionsOfOtherTasks(values);
    if (values.task === 'text-generation') return runTextGeneration(values, inputs, context);
    const task = taskIds.find((id) => id === values.task);
    const kind = task ? getTask(task).input : 'image';
    if (inputs.length === 0) throw new UsageError('at least one --input is required');
    rejectOptions(values, [...textOptions, ...textSettings.names], 'is only used with --task text-generation');
    for (const path of inputs) checkFile(path, expectedFiles[kind]);

    const model = values.model && (await readModelArgument(values.model, values.target));
    if (values.target === undefined) checkEngine(model, values.engine);
    if (task && getTask(task).demoModel === null && !model) throw new UsageError('--model is required');
    const query = buildLinkQuery(values.task, values);
    const link = checkLink(() =>
      parseRunLink(new URLSearchParams({ ...Object.fromEntries(query), ...toModelQuery(model) }), readCatalogue()),
    );
    return values.target === undefined
      ? runInPage(values, { inputs, model, query }, context)
      : runOnTarget(values, { inputs, model, link, target: readTarget(values.target) }, context);
  },
};

/** @throws UsageError for an option that the task does not use */
function rejectOptionsOfOtherTasks(values: Values): void {
  if (!findOutputWriter(values))
    rejectOptions(values, ['out'], `is only used with --task ${Object.keys(outputWriters).join(' or ')}`);
  if (values.task !== 'speech-recognition')
    rejectOptions(values, ['language'], 'is only used with --task speech-recognition');
  if (values.task !== 'token-classification')
    rejectOptions(values, ['aggregation'], 'is only used with --task token-classification');
}

async function runTextGeneration(values: Values, inputs: readonly string[], context: Context): Promise<0> {
  if (inputs.length > 0) throw new UsageError(`"${inputs[0]}": text-generation takes no input files; use --prompt`);
  rejectOptions(
    values,
    ['dims', ...detectionNames, ...tensorSettings.names],
    'cannot be used with --task text-generation',
  );
  const generatedText = await generateText(values, listGivenOptions(values, textSettings.names), context);
  context.print(values.json ? JSON.stringify(generatedText, null, 2) : formatGenerated(generatedText));
  return 0;
}

/** Builds the query of the link to the run, without its model. */
function buildLinkQuery(task: string, values: Values): URLSearchParams {
  const query = new URLSearchParams({ task });
  const names = ['engine', 'device', 'threads', ...detectionNames, ...tensorSettings.names] as const;
  for (const [name, value] of listGivenOptions(values, names)) query.set(name, value);
  if (values.language !== undefined) query.set('language', values.language);
  if (values.aggregation !== undefined) query.set('aggregation', values.aggregation);
  if (values.dims !== undefined) query.set('dims', toLinkDims(values.dims));
  return query;
}

interface TargetRun {
  readonly inputs: readonly string[];
  readonly model: ModelArgument | undefined;
  readonly link: RunLink;
  readonly target: CompanionTarget;
}

/** Runs the inputs on an engine of this program, or on a remote server. */
async function runOnTarget(
  values: Values,
  { inputs, model, link, target }: TargetRun,
  { print, log, signal }: Context,
): Promise<0 | 1> {
  rejectOptions(values, ['engine', 'device', 'hub'], 'cannot be combined with --target');
  const nativeRun = { model: model ?? (await readModelArgument([link.model!.id])), target };
  checkNativeOptions(target, nativeRun.model, values, listSettingsOfKind('tensor'));
  const { runInputsNative } = await import('../native/run-inputs.ts');
  const { summary, failure } = await runInputsNative(link, { ...nativeRun, inputs }, signal);
  if (values.out !== undefined) findOutputWriter(values)?.(summary, values.out);
  print(formatSummary(values, summary));
  if (failure) log(formatErrorMessage(failure));
  return failure ? 1 : 0;
}

interface PageRun {
  readonly inputs: readonly string[];
  readonly model: ModelArgument | undefined;
  readonly query: URLSearchParams;
}

/** Runs the inputs on the Run page in a headless browser. */
async function runInPage(values: Values, { inputs, model, query }: PageRun, context: Context): Promise<0 | 1> {
  const { print, log } = context;
  const formatLink = (subject: Readonly<Record<string, string>>) => `#/run?${query}&${new URLSearchParams(subject)}`;
  const settings = {
    hub: values.hub,
    flags: listGpuFlags(values, model),
    onReady: (page: AppPage) => page.addInputs(inputs),
    ...context,
  };
  const status = await (model
    ? driveModel(model, { formatLink, ...settings })
    : drive({ link: `#/run?${query}`, ...settings }));
  if (values.out !== undefined && status.result !== null) findOutputWriter(values)?.(status.result, values.out);
  if (status.state === 'failed' && status.result !== null) {
    print(formatSummary(values, status.result as RunSummary<unknown>)); // readable files have results
    const failure = toError(status);
    log(failure instanceof UsageError ? failure.message : formatErrorMessage(failure));
    return 1;
  }
  print(formatSummary(values, readResult(status).result as Summary));
  return 0;
}

/** The function that writes `--out`, if the task has one. */
function findOutputWriter({ task = '' }: Values) {
  return Object.hasOwn(outputWriters, task) ? outputWriters[task] : undefined;
}

function formatSummary({ json }: Values, summary: Summary): string {
  const summaryWithMessages = addMessages(summary);
  return json ? JSON.stringify(summaryWithMessages, null, 2) : formatValue(summaryWithMessages);
}

/** Adds the app's error message to each failed input. */
function addMessages(summary: Summary) {
  if ('video' in summary) return summary;
  const inputs = summary.inputs.map((input) =>
    'error' in input ? { ...input, error: { ...input.error, message: formatErrorMessage(input.error) } } : input,
  );
  return { ...summary, inputs };
}

import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { engines } from '#core/engine/engines.ts';
import { maxThreads } from '#core/engine/engine-settings.ts';
import { listUnmetGates } from '#core/gate/gate-outcome.ts';
import { allCandidates } from '#optimise/auto-recipe.ts';
import { isPruningScheme } from '#optimise/iterative-pruning.ts';
import { passes } from '#optimise/passes/index.ts';
import { parseRecipe, createRecipe } from '#optimise/recipe.ts';
import { optimise as words } from '#words/en/models/optimise.ts';
import { format } from '#words/en/format.ts';
import { commandGateResults } from '#words/en/gates/gate-results.ts';
import { listSourceFiles } from '../files/model-files.ts';
import { listOutputPaths } from '../files/write-with-external-data.ts';
import {
  checkFile,
  checkDistinctOutputs,
  checkNoInputReplaced,
  checkOutput,
  rejectOptions,
} from '../options/check-options.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { dataUsage, defaultTask, evaluationOptions } from '../page/drive-evaluation.ts';
import { parseSeconds } from '../options/parse-seconds.ts';
import { performanceTestOptions } from '../options/performance-tests.ts';
import { judgeOptimised, judgeByGates } from '../page/judge-optimised.ts';
import type { AutoChoice } from '../native/choose-recipe.ts';
import { optimiseFile, type OptimisedFile, type OptimiseRequest } from '../native/optimise-file.ts';
import { readNativeTarget, targetUsage, type NativeTarget } from '../native/companion-target.ts';
import { timeOptimised, type OptimisedTimes } from '../native/time-optimised.ts';
import { parseDims } from '../options/dimensions.ts';
import { readGateFileArgument } from '../options/gate-file-argument.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseScheme, schemeIds } from '../options/scheme-option.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { toSingleLine } from '../print/terminal-text.ts';

const options = {
  ...evaluationOptions,
  ...performanceTestOptions,
  scheme: { type: 'string' },
  exclude: { type: 'string' },
  'min-sqnr': { type: 'string' },
  'prune-by': { type: 'string' },
  auto: { type: 'boolean' },
  budget: { type: 'string' },
  history: { type: 'string' },
  recipe: { type: 'string' },
  calibrate: { type: 'string' },
  gates: { type: 'string' },
  hallmark: { type: 'string' },
  out: { type: 'string' },
} as const;

/** The noise has a hundredth of the signal's power. Heuristic, not measured. */
const defaultMinSqnrDb = 20;
const defaultBudget = '5m';

export const command: Command = {
  usage: `usage: npm run assay -- optimise <model> --out <file> [options]

Cleans an ONNX model and makes it smaller by a scheme or a recipe. A BERT or RoBERTa encoder in safetensors is first
converted to ONNX. Prints what each step did, the size after it, and how closely the outputs agree with those of the
original. With --data and --gates, the result is then judged by these gates, with the original as the baseline. The
original file is not changed. With --target, both models are also timed on that target, in interleaved blocks, and judged
there.

  --out <file>                      the new model; written only once it is complete
  --scheme <scheme>[:<option>=<value>,...]
                                    ${schemeIds.join(', ')};
                                    for example weight-only:bits=8,blockSize=64
  --exclude <node>[,...]            nodes that the scheme leaves unchanged
  --min-sqnr <dB>                   try the scheme on each node alone, list its effect on the outputs, and leave
                                    the most sensitive nodes unchanged until every output has at least this
                                    signal-to-quantisation-noise ratio
  --prune-by <fraction>             with --scheme channel-pruning or weight-pruning: prune this fraction of the
                                    remaining channels or weights repeatedly, as long as the result passes --gates on
                                    --data, or without them keeps --min-sqnr (default: ${defaultMinSqnrDb} dB). A step that fails is repeated without
                                    the most sensitive nodes. The last step that passes is written
  --auto                            choose the scheme: the smallest result that passes --gates on --data, or without
                                    them keeps --min-sqnr (default: ${defaultMinSqnrDb} dB), with as few nodes left unchanged as
                                    possible. With --scheme, only this one is tried
  --budget <time>                   with --auto or --prune-by, start no other scheme or step after this time;
                                    default: 5m
  --history <file>                  with --auto, also record each trial in this file; with the same model, data and
                                    gates, recorded trials are not repeated
  --recipe <file>                   the steps and options as JSON, such as the entry "recipe" of --json:
                                    the same model gives the same bytes again. Steps other than schemes:
                                    ${Object.keys(passes).join(', ')}
  --calibrate <folder>              inputs to calibrate and to compare outputs with: images, WAV files or a table of
                                    texts, as --task prepares them (64 at most, chosen at random), or NumPy files,
                                    <name>.npy or <name>/<input>.npy; default: seeded random inputs to compare with,
                                    unless the model does not run on them
  --task <task>                     the task of the model; default: the first that accepts it, with --gates
                                    ${defaultTask}
  --gates <file or preset>          judge the result by these gates on --data
  --hallmark <file>                 also sign the verdict, with the original model as the parent
${dataUsage}
${targetUsage.native}
  --json                            print JSON

Exit codes: 0 written, and no gate fails, 1 failed, or a gate fails, 2 usage error, 3 a gate is undecided.`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const [model, ...others] = positionals;
    const { out, gates, data, hallmark } = values;
    if (model === undefined || others.length > 0) throw new UsageError('expected one model file');
    checkFile(model, 'expected an ONNX file');
    if (out === undefined) throw new UsageError('--out is required');
    if ((gates === undefined) !== (data === undefined))
      throw new UsageError('--gates and --data can only be used together');
    const { recipe: recipeFile, calibrate, labels, task } = values;
    if (gates === undefined) rejectOptions(values, ['hallmark', 'labels', 'sample'], 'needs --gates');
    if (gates === undefined && calibrate === undefined) rejectOptions(values, ['task'], 'needs --gates or --calibrate');
    const inputFiles = [recipeFile, calibrate, gates, data, labels].filter((path) => path !== undefined);
    const inputPaths = [...(await listSourceFiles(model)), ...inputFiles];
    checkNoInputReplaced('out', listOutputPaths(out), inputPaths);
    for (const [option, path] of Object.entries({ out, history: values.history, hallmark }))
      if (path !== undefined) await checkOutput(option, path, inputPaths);
    checkDistinctOutputs({ out, history: values.history, hallmark });
    const target = values.target === undefined ? null : readNativeTarget(values.target);
    if (target && !engines[target.engine].formats.includes('onnx'))
      throw new UsageError(`--target is "${values.target}", which does not open onnx files`);
    const judge = gates === undefined ? null : createJudge({ ...values, gates }, model, context);
    const requestedRecipe = toRecipe(values, judge);
    const result = await optimiseFile(
      { model, out, recipe: requestedRecipe, calibrate, task, mustCompare: gates !== undefined },
      context,
      (line) => {
        if (!values.json) context.print(line);
      },
    );
    const recipe = parseRecipe(JSON.stringify(result.recipe));
    const judgedResult =
      gates === undefined ? null : await judgeOptimised({ ...values, gates }, { model, out, recipe, result }, context);
    const times = target && (await timeBothModels([model, out], target, values, context));
    if (values.json) {
      const evidence = { ...(times && { times }), ...(judgedResult && { gates: judgedResult.gateRun }) };
      context.print(JSON.stringify({ ...result, ...evidence }, null, 2));
    } else {
      context.print(formatSummary(result, out));
      if (times) context.print(formatTimes(times));
      if (judgedResult) {
        const { results } = judgedResult.gateRun;
        const lines = results.map((entry) => toSingleLine(commandGateResults.sentence(entry)));
        context.print([...lines, '', toSingleLine(commandGateResults.verdict(judgedResult.gateRun))].join('\n'));
      }
    }
    if (!judgedResult) return 0;
    return ({ pass: 0, fail: 1, undecided: 3 } as const)[judgedResult.gateRun.verdict];
  },
};

/** @throws UsageError | AppError */
function timeBothModels(
  files: readonly [original: string, result: string],
  target: NativeTarget,
  { threads, dims }: Readonly<Partial<Record<'threads' | 'dims', string>>>,
  context: Context,
): Promise<OptimisedTimes> {
  const options = {
    threads: threads === undefined ? null : parseWholeNumber('threads', threads, 1, maxThreads),
    dimensions: parseDims(dims),
  };
  return timeOptimised(files, target, options, context);
}

function formatTimes({ original, result }: OptimisedTimes): string {
  const { times } = words;
  const lines = [`${times.original}: ${times.time(original)}`, `${times.result}: ${times.time(result)}`];
  return [...lines, ...(result.speedUp ? [times.speedUp(result.speedUp)] : [])].map((line) => `  ${line}`).join('\n');
}

function formatSummary({ sizeBytes, parent, outputs, notCompared }: OptimisedFile, out: string): string {
  const relativeSize = format.percent(sizeBytes / parent.sizeBytes);
  const agreementLines = outputs?.map(
    ({ name, sqnrDb, cosine }) => `  ${toSingleLine(words.output(name, sqnrDb, cosine))}`,
  );
  return [
    `${words.agreement}:`,
    ...(agreementLines ?? [`  ${toSingleLine(words.notCompared(notCompared))}`]),
    `${words.written}: ${basename(out)}, ${format.bytes(sizeBytes)}, ${relativeSize}`,
  ].join('\n');
}

/** Gates whose result cannot improve when nodes are left unchanged. */
const sizeGates: ReadonlySet<string> = new Set(['model-size', 'model-size-ratio']);

const createJudge =
  (values: Parameters<typeof judgeByGates>[2], model: string, context: Context): NonNullable<AutoChoice['judge']> =>
  async (path) => {
    const { verdict, results } = (await judgeByGates(path, model, values, context)).gateRun;
    const unmet = listUnmetGates(results);
    if (verdict === 'pass') return { verdict: 'passes', unmet };
    const isTooLarge = unmet.length > 0 && unmet.every((gate) => sizeGates.has(gate));
    return { verdict: isTooLarge ? 'too-large' : 'fails', unmet };
  };

/**
 * Identifies the criteria by which results are judged: canonical JSON of the gate file's text and the other options.
 */
function identifyJudge({ gates, labels, ...values }: Values, minSqnrDb: number): string {
  const { scheme: _scheme, exclude: _exclude, out: _out, budget: _budget, history: _history, ...rest } = values;
  const { json: _json, hallmark: _hallmark, 'min-sqnr': _minSqnr, ...others } = rest;
  const text = gates === undefined ? null : readGateFileArgument(gates);
  return toCanonicalJson({
    ...others,
    minSqnrDb,
    gates: text,
    labels: labels ?? null,
    data: values.data && resolve(values.data),
  });
}

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

/** @throws UsageError | AppError recipe-invalid */
function toRecipe(optionValues: Values, judge: AutoChoice['judge']): OptimiseRequest['recipe'] {
  const { scheme, recipe, exclude, auto = false, 'prune-by': pruneBy, ...values } = optionValues;
  const minSqnrDb = parseDecibels(values['min-sqnr']);
  if (scheme !== undefined && recipe !== undefined) throw new UsageError('expected either --scheme or --recipe');
  if (auto && recipe !== undefined) throw new UsageError('expected either --auto or --recipe');
  if (auto && pruneBy !== undefined) throw new UsageError('expected either --auto or --prune-by');
  if (!auto) rejectOptions(values, ['history'], 'needs --auto');
  if (!auto && pruneBy === undefined) rejectOptions(values, ['budget'], 'needs --auto or --prune-by');
  if (scheme === undefined) {
    if (pruneBy !== undefined) throw new UsageError('--prune-by needs --scheme');
    if (exclude !== undefined) throw new UsageError('--exclude needs --scheme');
    if (minSqnrDb !== null && !auto) throw new UsageError('--min-sqnr needs --scheme or --auto');
  }
  const choice = {
    judge,
    judgedBy: identifyJudge(optionValues, minSqnrDb ?? defaultMinSqnrDb),
    history: values.history ?? null,
    minSqnrDb: minSqnrDb ?? defaultMinSqnrDb,
    budgetMs: 1000 * parseSeconds('budget', values.budget ?? defaultBudget),
  };
  if ((auto || pruneBy !== undefined) && judge && minSqnrDb !== null)
    throw new UsageError(`with --${auto ? 'auto' : 'prune-by'}, expected either --min-sqnr or --gates`);
  if (auto && scheme === undefined) return { kind: 'auto', candidates: allCandidates, ...choice };
  if (recipe !== undefined) {
    checkFile(recipe, 'expected a recipe');
    return parseRecipe(readFileSync(recipe, 'utf8'));
  }
  if (scheme === undefined) return createRecipe(null);
  const { id, options: schemeOptions, recipe: schemeRecipe } = parseScheme(scheme, exclude?.split(','));
  if (pruneBy !== undefined) {
    if (!isPruningScheme(id)) throw new UsageError('--prune-by needs --scheme channel-pruning or weight-pruning');
    const pruning = { scheme: id, options: schemeOptions, stepFraction: parseStepFraction(pruneBy) };
    return { kind: 'pruning', ...pruning, ...choice };
  }
  if (auto) return { kind: 'auto', candidates: [{ scheme: id, options: schemeOptions }], ...choice };
  return minSqnrDb === null ? schemeRecipe : { kind: 'mixed', scheme: id, options: schemeOptions, minSqnrDb };
}

/**
 * Parses `--prune-by`.
 * @throws UsageError
 */
function parseStepFraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new UsageError(`--prune-by is "${text}"; expected a fraction between 0 and 1, such as 0.1`);
}

/**
 * Parses `--min-sqnr`, in decibels; `null` if it is absent.
 * @throws UsageError
 */
function parseDecibels(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`--min-sqnr is "${text}"; expected decibels, such as 20`);
}

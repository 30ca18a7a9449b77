import { writeFile } from 'node:fs/promises';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import { toJunit } from '#gates/exports/junit.ts';
import { toGateMarkdown } from '#gates/exports/gates-markdown.ts';
import { presetIds } from '#gates/file/presets/index.ts';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { runGates } from '#gates/run-gates.ts';
import { collectSpeedEvidence } from '#gates/speed-evidence.ts';
import { compareWithRun } from '#hallmark/compare/compare-with-run.ts';
import { toEvaluatedRun } from '#hallmark/compare/evaluated-run.ts';
import { toHallmarkFile } from '#hallmark/file/hallmark-file.ts';
import { findGateFile } from '#hallmark/statement/find-gate-file.ts';
import { buildStatement, signHallmark, type EvaluatedRun } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import type { HallmarkStatement } from '#hallmark/statement/statement.ts';
import type { VerifiedHallmark } from '#hallmark/verify.ts';
import { scoredTasks } from '#tasks/scored-tasks.ts';
import { commandGateResults as words } from '#words/en/gates/gate-results.ts';
import { gates } from '#words/en/gates/gates.ts';
import { checkDistinctOutputs, checkOutput, rejectOptions } from '../options/check-options.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { driveBench } from '../page/drive-bench.ts';
import {
  dataUsage,
  defaultTask,
  driveEvaluation,
  evaluationEngineUsage,
  evaluationOptions,
} from '../page/drive-evaluation.ts';
import { performanceTestOptions, toPerformanceTestQuery, performanceTestUsage } from '../options/performance-tests.ts';
import { writeCiFile } from '../files/write-ci-file.ts';
import { readGateFileArgument } from '../options/gate-file-argument.ts';
import { isServerTarget, readTarget } from '../native/companion-target.ts';
import { isHallmark, readHallmarkArgument } from '../options/hallmark-argument.ts';
import { toSingleLine } from '../print/terminal-text.ts';
import { modelOptions } from '../options/model-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { formatSinceHallmark } from '../print/since-hallmark-text.ts';

const { severities } = gates;

const options = {
  ...evaluationOptions,
  ...performanceTestOptions,
  candidate: modelOptions.model,
  gates: { type: 'string' },
  junit: { type: 'string' },
  md: { type: 'string' },
  hallmark: { type: 'string' },
  ci: { type: 'string' },
  repository: { type: 'string' },
  out: { type: 'string' },
} as const;

/** The options that only an evaluation on labelled data uses. */
const dataOptions = [
  'task',
  'labels',
  'split',
  'sample',
  'seed',
  'robustness',
  'severity',
  'robustness-items',
  'baseline',
  'items',
  'load-test',
  'sustained-run',
] as const;

const exampleGateFile = `  {
    "version": 1,
    "gates": {
      "quality": { "severity": "error", "limit": 0.7, "unit": "fraction" },
      "latency": { "severity": "error", "limit": 100, "unit": "ms" },
      "model-size": "warn"
    }
  }`;

const exitCodes = { pass: 0, fail: 1, undecided: 3 } as const satisfies Record<GateRun['verdict'], number>;

export const command: Command = {
  usage: `usage: npm run assay -- gate --candidate <model> [--data <folder or file>] --gates <file or preset> [options]

Evaluates a model on labelled files and judges it by a gate file, which is read before anything is measured.
Without --data, measures speed, size and memory, as assay bench does: time to first token and generation speed for
language models, latency for others.

  --candidate <file, folder, id or URL>
                                    the model; may be repeated
  --baseline <file, folder or id>   the model to compare it with, on the same items
  --baseline <hallmark>             an earlier result, as a file (*.hallmark.json) or link: its figures
                                    are compared with those of this run, and the changes are listed.
                                    Its task, sample and gates are the defaults
  --gates <file>                    a gate file, or a preset: ${presetIds.join(', ')}
  --task ${scoredTasks.join('|')}
                                    default: ${defaultTask}
${dataUsage}
${performanceTestUsage}
  --junit <file>                    also write the results as JUnit XML
  --md <file>                       also write the results as Markdown, for a pull request
  --hallmark <file>                 also sign the results with a new key, which is used only once, and
                                    write the hallmark (*.hallmark.json), which assay verify reads
${evaluationEngineUsage}
  --json                            print JSON

  --ci github|gitlab                run nothing; write the file that makes this service run the command:
                                    .github/workflows/assay.yml or .gitlab-ci.yml
  --repository <git URL>[#<tag>]    where the service clones Assay from
  --out <file>                      another name for the file

Example of a gate file. The severity "error" means ${severities.error} and is the default; "warn" means ${severities.warn}.
A gate without a limit has its default limit:

${exampleGateFile}

Exit codes:
  0  ${words.verdicts.pass}
  1  ${words.verdicts.fail} Or a figure is worse than in the hallmark.
  2  Usage error.
  3  ${words.verdicts.undecided}
  4  The run ended in an error.`,

  errorCode: 4,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const { candidate, junit, md, hallmark } = values;
    if (candidate === undefined) throw new UsageError('--candidate is required');
    if (values.ci !== undefined) {
      context.print(writeCiFile(values.ci, values));
      return 0;
    }
    rejectOptions(values, ['repository', 'out'], 'needs --ci');
    const { baseline: baselines = [], data, gates, labels } = values;
    const inputs = [...candidate, ...baselines, data, gates, labels].filter((input) => input !== undefined);
    for (const [option, path] of Object.entries({ junit, md, hallmark }))
      if (path !== undefined) await checkOutput(option, path, inputs);
    checkDistinctOutputs({ junit, md, hallmark });
    if (hallmark !== undefined && values.target !== undefined && isServerTarget(readTarget(values.target)))
      throw new UsageError('--hallmark needs the SHA-256 of the model, but its files are on a server');
    const baselineHallmark = await readHallmarkBaseline(values.baseline);
    const gateFile = {
      text: await readGateFileText(values.gates, baselineHallmark),
      runs: toPerformanceTestQuery(values),
    };
    const { baseline: _, ...others } = values;
    const models = values.baseline?.filter((name) => !isHallmark(name)) ?? [];
    const runOptions = {
      ...(baselineHallmark && listReproductionOptions(baselineHallmark.statement)),
      ...others,
      ...(models.length > 0 && { baseline: models }),
    };
    const { run, summary } = await (runOptions.data === undefined
      ? measureRun(runOptions, candidate, context, gateFile.text)
      : evaluateRun(runOptions, candidate, context, gateFile));
    const { gates: gateRun, report } = run;
    const sinceHallmark = baselineHallmark && compareWithRun(baselineHallmark.statement, run);
    const model = report.subject.id;
    if (junit !== undefined) await writeFile(junit, toJunit(gateRun, model, words));
    if (md !== undefined) await writeFile(md, toGateMarkdown(gateRun, model, words));
    if (hallmark !== undefined) {
      const signedHallmark = await signHallmark(buildStatement(run), await generateKeyPair());
      await writeFile(hallmark, `${await toHallmarkFile(signedHallmark)}\n`);
    }
    const result = { ...summary, ...(sinceHallmark && { since: sinceHallmark }) };
    const lines = [formatVerdict(gateRun), ...(sinceHallmark ? ['', formatSinceHallmark(sinceHallmark)] : [])];
    context.print(values.json ? JSON.stringify(result, null, 2) : lines.join('\n'));
    return sinceHallmark?.hasRegressed ? 1 : exitCodes[gateRun.verdict];
  },
};

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

/** A run judged by gates, and its summary as JSON. */
interface JudgedRun {
  readonly run: EvaluatedRun & { readonly report: Report };
  readonly summary: object;
}

/** Evaluates the model on labelled files, and judges it. */
async function evaluateRun(
  values: Values,
  candidate: readonly string[],
  context: Context,
  gateFile: Parameters<typeof driveEvaluation>[3],
): Promise<JudgedRun> {
  const summary = await driveEvaluation(values, candidate, context, gateFile);
  const { gateRun, report } = summary;
  if (!gateRun) throw new Error('the page judged no gates');
  return { run: { ...toEvaluatedRun(report, gateRun), report }, summary };
}

/** Benchmarks the model as `assay bench` does, and judges it. */
async function measureRun(
  values: Values,
  candidate: readonly string[],
  context: Context,
  text: string,
): Promise<JudgedRun> {
  rejectOptions(values, dataOptions, 'needs --data');
  const gateFile = { ...parseGateFile(text), readAt: new Date().toISOString() };
  const { report, powerWatts } = await driveBench({ ...values, model: [...candidate] }, context);
  const evidence = collectSpeedEvidence(report);
  const gateRun = await runGates(gateFile, { ...evidence, candidate: { ...evidence.candidate, powerWatts } });
  return { run: { ...toEvaluatedRun(report, gateRun), report }, summary: { report, gateRun } };
}

/**
 * Reads the hallmark among the baselines; `null` if none of them is a hallmark.
 * @throws UsageError
 */
async function readHallmarkBaseline(names: readonly string[] = []): Promise<VerifiedHallmark | null> {
  const [hallmark, ...others] = names.filter(isHallmark);
  if (others.length > 0) throw new UsageError('--baseline: expected one hallmark');
  return hallmark === undefined ? null : readHallmarkArgument('baseline', hallmark);
}

/**
 * Reads the gate file of `--gates`, or that of the hallmark.
 * @throws UsageError
 */
async function readGateFileText(name: string | undefined, baselineHallmark: VerifiedHallmark | null): Promise<string> {
  if (name !== undefined) return readGateFileArgument(name);
  if (!baselineHallmark) throw new UsageError('--gates is required');
  const text = await findGateFile(baselineHallmark.statement);
  if (text !== null) return text;
  const { sha256 } = baselineHallmark.statement.predicate.gateFile.digest;
  throw new UsageError(`--gates is required: give the gate file of the hallmark, which has the SHA-256 ${sha256}`);
}

/** Lists the options with which a run reproduces that of a hallmark. */
function listReproductionOptions({
  predicate,
}: HallmarkStatement): Partial<Record<'task' | 'sample' | 'seed' | 'stop-after', string>> {
  const { task, data } = predicate;
  return {
    ...(task !== undefined && { task }),
    ...(data && data.notRun > 0 && { 'stop-after': String(data.items + data.failed) }),
    ...(data?.sample && { sample: String(data.items + data.failed + data.notRun), seed: String(data.sample.seed) }),
  };
}

function formatVerdict(run: GateRun): string {
  const { results, grade } = run;
  const lines = results.map((result) => toSingleLine(words.sentence(result)));
  return [...lines, '', toSingleLine(words.verdict(run)), ...(grade === null ? [] : [words.grade(grade)])].join('\n');
}

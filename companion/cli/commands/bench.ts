import { writeFile } from 'node:fs/promises';
import { settingIds } from '#core/engine-settings.ts';
import { pageEngineIds, type EngineId } from '#core/engines.ts';
import type { Dimensions, SpeedReport } from '#core/report.ts';
import { parseBenchLink } from '#links/bench-link.ts';
import { checkEngineOptions, checkRuntime, checkWritable } from '../check-options.ts';
import { checkLink } from '../check-link.ts';
import { UsageError, type Command } from '../command.ts';
import { suggestDimensions, suggestedDims, dimsForLink } from '../dimensions.ts';
import { driveModel } from '../../browser/drive-model.ts';
import { drive } from '../../browser/drive.ts';
import { engineUsage, gpuFlags, modelOptions, runtimeOf } from '../model-options.ts';
import { readModelArgument, type ModelArgument } from '../model-argument.ts';
import { parseOptions } from '../parse-options.ts';
import { failureOf, resultOf } from '../page-result.ts';
import { givenOptions, settingOptions } from '../setting-options.ts';
import { reportMarkdown } from '../report-markdown.ts';

const settings = settingOptions(settingIds);

const options = {
  ...settings.options,
  workload: { type: 'string' },
  ...modelOptions,
  quick: { type: 'boolean' },
  full: { type: 'boolean' },
  json: { type: 'boolean' },
  out: { type: 'string' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- bench (--workload conv|encoder|decoder | --model <file, folder, id or URL>...) [options]

Benchmarks a standard workload, a tensor model or a language model, and prints the report with a shareable link. A hub model
(organisation/name[:file]) or a URL is downloaded for this command only, into a temporary browser profile.

${engineUsage(pageEngineIds)}
${settings.usage}
  --quick                           10 samples or 3 s, whichever comes first
  --full                            at least 130 samples and 60 s; default: at least 30 samples and 10 s
                                    Language models: prompts of 128 tokens | 512 tokens, more samples;
                                    default: 512 tokens, at least 5 samples
  --json                            print JSON instead of Markdown
  --out <file>                      also write it to a file`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const model = values.model && (await readModelArgument(values.model));
    const linkTo = (subject: Subject) => linkFor(values, model, subject);
    // Checked before any work starts, with a placeholder if the model's id is not known yet.
    const checked = linkTo(values.workload === undefined ? { file: '1' } : { workload: values.workload });
    if (values.out !== undefined) await checkWritable('out', values.out);
    const driveOptions = { hub: values.hub, flags: gpuFlags(values, model), ...context };
    const status = await (model
      ? driveModel(model, { linkTo, ...driveOptions })
      : drive({ link: checked, ...driveOptions }));
    if (status.state === 'failed') throw suggestDimensions(failureOf(status), values.dims);
    const { result, link } = resultOf(status);
    const report = result as SpeedReport;
    const chosen = suggestedDims(sizesOf(report), values.dims);
    if (chosen !== '') context.log(`Suggested sizes were used: ${chosen} (--dims changes them)`);
    const text = values.json ? JSON.stringify(flatten(report, link), null, 2) : reportMarkdown(report, link);
    context.print(text);
    if (values.out !== undefined) await writeFile(values.out, `${text}\n`);
    return report.outcome === 'invalid' || report.outcome === 'interrupted' ? 1 : 0;
  },
};

/** `null` if only the model's header determines it, or if it is not an engine, which the check of the link reports. */
function engineFor(values: Values, model: ModelArgument | undefined): EngineId | null {
  if (values.workload !== undefined) return 'ort';
  const name = runtimeOf(values, model);
  return pageEngineIds.find((id) => id === name) ?? null;
}

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

/** The measured model or workload, as link parameters. */
type Subject = Readonly<Record<string, string>>;

/** @throws UsageError if the options do not define a run */
function linkFor(values: Values, model: ModelArgument | undefined, subject: Subject): string {
  if ((values.workload === undefined) === (model === undefined)) {
    throw new UsageError('expected either --workload or --model');
  }
  if (values.quick && values.full) throw new UsageError('--quick and --full cannot be combined');
  if (values.workload !== undefined && (values.runtime ?? 'ort') !== 'ort') {
    throw new UsageError('standard workloads are ONNX: runtime ort only');
  }
  checkRuntime(model, values.runtime);
  const engine = engineFor(values, model);
  if (engine) checkEngineOptions(engine, values, settingIds);
  const query = new URLSearchParams(subject);
  const runtime = runtimeOf(values, model);
  if (runtime !== null) query.set('runtime', runtime);
  if (values.dims !== undefined) query.set('dims', dimsForLink(values.dims));
  for (const [name, value] of givenOptions(values, ['device', 'threads', ...settings.names])) query.set(name, value);
  query.set('effort', values.quick ? 'quick' : values.full ? 'full' : 'standard');
  query.set('auto', '1');
  const link = `#/bench?${query}`;
  checkLink(() => parseBenchLink(link));
  return link;
}

function sizesOf(report: SpeedReport): Dimensions {
  return (report.kind === 'tensor' && report.dimensions) || {};
}

/** The most important values at the top level, followed by the whole report. */
function flatten(report: SpeedReport, link: string) {
  const { kind, subject, target, phases, cells, flags, outcome } = report;
  const { engine, device, threads } = target.opened;
  const [first] = cells;
  if (!first) throw new Error('the report contains no measured run');
  const { medianMs, madMs, n, samplesMs } = first.steady;
  return {
    kind,
    [subject.kind === 'workload' ? 'workload' : 'model']: subject.id,
    runtime: engine,
    device,
    threads,
    sizes: sizesOf(report),
    start: phases?.start ?? null,
    codeFrom: phases?.codeFrom ?? null,
    phases: {
      downloadMs: phases?.downloadMs ?? null,
      loadMs: phases?.loadMs ?? null,
      createMs: phases?.createMs ?? null,
      firstMs: first.firstMs,
      warmupRuns: first.warmup.runs,
      warmupMs: first.warmup.ms,
    },
    steady: { medianMs, madMs: n < 2 ? null : madMs, n, samplesMs },
    ...(report.kind === 'text' && { firstTokenMs: report.firstToken?.steady.medianMs ?? null }),
    agreement: agreementOf(report),
    flags,
    outcome,
    link,
    cells,
    report,
  };
}

function agreementOf(report: SpeedReport) {
  const agreement = report.kind === 'text' ? report.agreement : report.cells[0]?.agreement;
  return agreement?.verdict === 'not-measured' ? { metric: null, value: null, ...agreement } : agreement;
}

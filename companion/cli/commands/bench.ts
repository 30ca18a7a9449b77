import { writeFile } from 'node:fs/promises';
import { pageEngineIds } from '#core/engine/engines.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { SpeedReport } from '#core/report/report.ts';
import { checkOutput } from '../options/check-options.ts';
import type { Command } from '../command.ts';
import { formatChosenDims } from '../options/dimensions.ts';
import { benchOptions, benchSettings, driveBench } from '../page/drive-bench.ts';
import { formatEngineUsage } from '../options/model-options.ts';
import { parseOptions } from '../options/parse-options.ts';
import { gridUsage } from '../options/grid-intensity.ts';
import { targetUsage } from '../native/companion-target.ts';
import { toLoadCurveMarkdown } from '../print/load-curve-markdown.ts';
import { toReportMarkdown } from '../print/report-markdown.ts';

const options = {
  ...benchOptions,
  'load-curve': { type: 'boolean' },
  json: { type: 'boolean' },
  out: { type: 'string' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- bench (--workload conv|encoder|decoder | --model <file, folder, id or URL>...) [options]

Benchmarks a standard workload, a tensor model or a language model, and prints the report with a shareable link. A Hub model
(organisation/name[:file]) or a URL is downloaded for this command only, into a temporary browser profile.

${formatEngineUsage(pageEngineIds)}
${targetUsage.any}
${gridUsage}
${benchSettings.usage}
  --quick                           up to 10 samples, within 3 s
  --full                            at least 130 samples and 60 s; default: at least 30 samples and 10 s
                                    Language models: prompts of 512 tokens, at least 5 samples of each test;
                                    with --quick 128 tokens, with --full at least 10 samples
  --load-curve                      with --target, for tensor models: also measure throughput and latency for
                                    batch sizes 1 to 32, and for 1 to 16 concurrent requests
  --json                            print JSON instead of Markdown
  --out <file>                      also write the report to a file`,

  async run(args, context) {
    const { values } = parseOptions(args, options);
    const { report, link, loadCurve } = await driveBench(values, context, {
      check: async () => {
        if (values.out !== undefined) await checkOutput('out', values.out, values.model ?? []);
      },
      withLoadCurve: values['load-curve'] ?? false,
    });
    const chosenDims = formatChosenDims(findReportedSizes(report), values.dims);
    if (chosenDims !== '') context.log(`Used the suggested sizes ${chosenDims}; change them with --dims`);
    const json = { ...flatten(report, link), ...(loadCurve && { loadCurve }) };
    const markdown = () => [toReportMarkdown(report, link), ...(loadCurve ? [toLoadCurveMarkdown(loadCurve)] : [])];
    const text = values.json ? JSON.stringify(json, null, 2) : markdown().join('\n');
    context.print(text);
    if (values.out !== undefined) await writeFile(values.out, `${text}\n`);
    return report.validity === 'invalid' || report.validity === 'interrupted' ? 1 : 0;
  },
};

function findReportedSizes(report: SpeedReport): Dimensions {
  return (report.kind === 'tensor' && report.dimensions) || {};
}

/** Adds the most important values of a report at the top level of the JSON. */
function flatten(report: SpeedReport, link: string) {
  const { kind, subject, target, phases, cells, flags, validity } = report;
  const { engine, device, threads } = target.opened;
  const [first] = cells;
  if (!first) throw new Error('the report contains no measured run');
  const { medianMs, madMs, n, samplesMs } = first.steady;
  return {
    kind,
    [subject.kind === 'workload' ? 'workload' : 'model']: subject.id,
    engine,
    device,
    threads,
    sizes: findReportedSizes(report),
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
    energy: report.energy ?? null,
    agreement: findReportedAgreement(report),
    flags,
    validity,
    link,
    cells,
    report,
  };
}

function findReportedAgreement(report: SpeedReport) {
  const agreement = report.kind === 'text' ? report.agreement : report.cells[0]?.agreement;
  return agreement?.verdict === 'not-measured' ? { metric: null, value: null, ...agreement } : agreement;
}

import type { Agreement } from '#core/report/tensor-report.ts';
import type { Validity, StartupTimes } from '#core/report/report-header.ts';
import type { TextCell } from '#core/report/text-report.ts';
import { scores } from '../evaluate/metrics.ts';
import { compare } from '../results/compare.ts';
import { facts } from './report-facts.ts';
import { flags } from './report-flags.ts';
import { markdown, notComparedText, referenceText } from './report-markdown.ts';

export const report = {
  markdown: () => markdown,

  /** The first line of a result: subject, speed and machine. */
  title: (subject: string, speed: string, machine: string) => `${subject}: ${speed} on ${machine}`,
  lead: 'Shared as a link that contains the whole result.',
  reading: 'Reading the link',
  badLink: 'Invalid result link',
  selfReported:
    'Self-reported by the device it ran on. The link’s checksum detects damage; it is not a signature and proves nothing about the sender.',

  /** Titles of the tests of a run. */
  scores,

  cells: {
    seeded: 'Generated input',
    pre: 'Decoding and pre-processing',
    inference: 'Inference',
    post: 'Post-processing',
    prompt: (tokens: string) => `Prompt of ${tokens} tokens`,
    generation: (tokens: string) => `Generation of ${tokens} tokens`,
    batch: (size: string) => `Batch size ${size}`,
    emptyContext: 'Empty context',
    context: (tokens: string) => `${tokens} tokens of context`,
    after: (work: string, context: string) => `${work} ·\u00a0${context}`,
  },

  verdict: {
    label: 'Verdict',
    perInference: 'per inference, median',
    perItem: 'per item, median',
    phaseMedian: (phase: string, time: string) => `${phase}: ${time} per item, median`,
    rate: (perSecond: string) => `${perSecond} inferences/s`,
    tokensPerS: 'tokens/s',
    works: {
      prompt: 'prompt processing, median',
      generation: 'generation, median',
    } satisfies Record<TextCell['work'], string>,
    firstToken: (promptTokens: string, time: string) =>
      `Time to first token of a prompt of ${promptTokens} tokens: ${time} (median)`,
    spread: (mad: string, fraction: string) => `Median absolute deviation ${mad} (${fraction} of the median)`,
    oneSample: 'Variation not measured: one sample',
    onlyEmptyContext:
      'Speed with a filled context was not measured: the context takes too long to fill, is too short, or cannot be reused by the engine.',
    validities: {
      valid: { mark: 'valid', sentence: 'Measured by the full method, without interruption.' },
      indicative: {
        mark: 'indicative',
        sentence: 'Rough estimate only: too few samples for a reliable result.',
      },
      noisy: {
        mark: 'noisy',
        sentence: 'Do not rely on this speed: the flags give the reason. Run again on an idle device.',
      },
      interrupted: {
        mark: 'interrupted',
        sentence: 'The run was disturbed. Do not rely on this speed; run again.',
      },
      invalid: { mark: 'invalid', sentence: 'The outputs are wrong, so this speed does not count.' },
    } satisfies Record<Validity, { mark: string; sentence: string }>,
    on: (engine: string, version: string, device: string, threads: string) =>
      `${engine} ${version} on ${device}, ${threads}`,
    machine: (name: string, os: string, cores: string) => `${name}, ${os}, ${cores} logical cores`,
    size: (size: string, sha256: string | null) => (sha256 === null ? size : `${size}, SHA-256 ${sha256}`),
    wrong: 'wrong outputs',
    gatesFailed: 'gates failed',
    failedTitle: (title: string) => `Gates failed: ${title}`,
    fallback: (requested: string) => `fallback from ${requested}`,
  },

  agreement: {
    title: 'Agreement with the reference',
    words: {
      identical: 'Identical',
      expected: 'As expected',
      investigate: 'Investigate',
      broken: 'Wrong',
      'not-measured': 'Not measured',
    } satisfies Record<Agreement['verdict'], string>,
    sentences: {
      identical: (against: string) => `Every value equals the reference, ${against}.`,
      expected: (against: string) => `The outputs differ from ${against} by rounding only.`,
      investigate: (against: string) => `The outputs differ from ${against} by more than rounding explains.`,
      broken: (against: string) => `The outputs do not agree with ${against}.`,
    } satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, (against: string) => string>,
    values: (metric: string, value: string, difference: string) =>
      `${metric} ${value}, largest difference ${difference}`,
    tokens: (same: string, tokens: string) => `${same} of the first ${tokens} greedy tokens are the same`,
    margin: (value: string) => `log-probability margin at the first difference ${value}`,
    nearlyOne: 'above 0.99999999',
    noDifference: 'not finite',
    notMeasured: (why: string) => `Not compared: ${notComparedText(why)}.`,
    reference: referenceText,
  },

  statistics: {
    title: 'Statistics',
    caption: 'Statistics of each test, in milliseconds per inference or token',
    statistic: 'Statistic',
    median: 'Median',
    mad: 'MAD',
    mean: 'Mean, 95% CI',
    interval: (mean: string, half: string) => `${mean} ± ${half}`,
    min: 'Min',
    max: 'Max',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    needs: (n: string) => `needs n ≥ ${n}`,
    n: 'Samples (n)',
    excluded: 'Excluded samples',
    perSample: 'Inferences per sample',
    tokensPerSample: 'Tokens per sample',
  },

  phases: {
    title: 'Phases (timed separately)',
    caption: 'Duration of each phase',
    download: 'Download',
    nothing: 'nothing downloaded',
    load: 'Engine load',
    notApart: 'not timed separately',
    create: 'Session creation',
    first: (cell: string) => `First inference, ${cell}`,
    firstPerToken: (cell: string) => `First run, per token, ${cell}`,
    warmup: (cell: string) => `Warm-up, ${cell}`,
    warmupText: (runs: string, time: string, settled: boolean) =>
      `${runs} runs in ${time}, ${settled ? 'stable' : 'not stable'}`,
    starts: {
      cold: 'cold: first use of this engine since the page was opened, its code not cached',
      warm: 'warm: this engine had run before, or its code was cached',
    } satisfies Record<StartupTimes['start'], string>,
    codes: {
      network: 'network',
      cache: 'browser cache',
    } satisfies Record<NonNullable<StartupTimes['codeFrom']>, string>,
  },

  plot: {
    title: 'Distribution',
    samples: 'Samples in the order they were taken',
    fromBins: 'A link contains samples as a histogram: their order is lost.',
    binWidth: (width: string) =>
      `Each value is known only to within its bin. Bins are ${width} wide; the statistics are exact.`,
    label: (n: string, low: string, median: string, high: string) =>
      `Histogram of ${n} samples from ${low} to ${high}, median ${median}.`,
    stripLabel: (n: string, outliers: string) => `${n} samples over time; ${outliers} outliers.`,
    countAbove: (count: string, limit: string) => `+${count} above ${limit}`,
    median: 'median',
    outliers: 'outliers (included)',
    excluded: 'excluded',
  },

  flags,

  facts,

  samples: {
    title: 'Raw samples',
    show: (count: string) => `All ${count} samples, in milliseconds`,
    bins: (count: string) => `All ${count} bins: start, samples`,
  },

  export: {
    title: 'Export',
    json: 'Save JSON',
    csv: 'Save CSV',
    markdown: 'Save Markdown',
    copyMarkdown: 'Copy Markdown',
  },

  share: {
    title: 'The link',
    contents: 'What the link contains',
    lead: 'The link itself contains the result: nothing is stored on a server, and no account is needed. It contains only what is listed here.',
    caption: 'Everything in the link',
    length: (count: string) => `${count} characters`,
    needsData: (folder: string) =>
      `To repeat this evaluation, use the same data: a copy of the folder “${folder}”. After the run, its SHA-256 is`,
    noRepeat: 'This version of Assay does not know the model, so the run cannot be repeated here.',
  },

  /** The image of a result. */
  card: {
    medians: 'medians',
    measured: (date: string, method: string) => `${date} · method ${method}`,
    alt: (title: string, engine: string, verdict: string, date: string, method: string) =>
      `${title}, ${engine}. Result: ${verdict}. Measured ${date} by method ${method} of Assay.`,
  },

  compare,
};

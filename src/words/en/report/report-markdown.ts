import type { Agreement, ReferenceId } from '#core/report/tensor-report.ts';
import type { MarkdownWords } from '#share/export/export-markdown.ts';

const verdicts = {
  identical: 'identical',
  expected: 'as expected',
  investigate: 'to be investigated',
  broken: 'wrong',
} satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, string>;

/** Names of references; other references are shown by their own name. */
const references: Readonly<Record<string, string>> = {
  'this-device-wasm': 'WebAssembly on this device',
  'this-device-wasm-unoptimised': 'WebAssembly on this device, graph not optimised',
  'this-device-wasm-1-thread': 'WebAssembly on this device, 1 thread',
  'this-device-wasm-2-threads': 'WebAssembly on this device, 2 threads',
  'this-device-cpu': 'ONNX Runtime on the CPU of this device',
  'this-device-cpu-1-thread': 'the CPU of this device, 1 thread',
  'this-device-cpu-2-threads': 'the CPU of this device, 2 threads',
  'this-device-cpu-unoptimised': 'ONNX Runtime on the CPU of this device, graph not optimised',
} satisfies Record<ReferenceId, string>;

const notCompared: Readonly<Record<string, string>> = {
  'no-reference': 'no stored outputs, and the run was on the reference device itself',
  'model-too-large': 'the model is above 200 MB, too large to be opened a second time',
  'reference-failed': 'the reference could not be computed',
};

export const referenceText = (name: string): string => references[name] ?? name;

/** @param why a code, optionally followed by `: ` and the engine's message */
export function notComparedText(why: string): string {
  const [code = '', ...message] = why.split(': ');
  const text = notCompared[code];
  if (text === undefined) return why;
  return message.length > 0 ? `${text} (${message.join(': ')})` : text;
}

/** The Markdown of a report. */
export const markdown: Omit<MarkdownWords, 'fact' | 'gates'> = {
  title: (subject, engine, device) => `${subject} on ${engine}, ${device}`,
  factColumns: ['Property', 'Value'],
  columns: {
    cell: 'Part',
    medianMs: 'Median ms',
    tokensPerS: 'Tokens/s',
    interval: '95% CI',
    msPerToken: 'Median ms/token',
    mad: 'MAD',
    mean: 'Mean (95% CI)',
    min: 'Min',
    max: 'Max',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    n: 'n',
    firstMs: 'First ms',
    agreement: 'Agreement',
    metric: 'Metric',
    score: 'Score',
    scoreInterval: '95% interval',
    items: 'Items',
  },
  interval: (low, high) => `${low} to ${high}`,
  needs: (samples) => `needs n ≥ ${samples}`,
  firstToken: (promptTokens, ms) => `Time to first token of a prompt of ${promptTokens} tokens: ${ms} ms (median).`,
  agreement: (agreement) =>
    agreement.verdict === 'not-measured'
      ? `not compared: ${notComparedText(agreement.why)}`
      : `${verdicts[agreement.verdict]} (${agreement.metric} ${agreement.value.toFixed(6)} against ${referenceText(agreement.reference)})`,
  textAgreement: (agreement, margin) => {
    if (agreement.verdict === 'not-measured') return `Agreement: not compared, ${notComparedText(agreement.why)}.`;
    const { verdict, same, tokens, reference } = agreement;
    const difference = margin === null ? '' : `; log-probability margin at the first difference ${margin}`;
    return `Agreement: ${verdicts[verdict]} (${same} of ${tokens} greedy tokens equal those of ${referenceText(reference)}${difference}).`;
  },
  source: 'Self-reported by one device. Open and re-run:',
};

import type * as en from '../../en/report/report-markdown.ts';

const verdicts = {
  identical: 'magkapareho',
  expected: 'gaya ng inaasahan',
  investigate: 'dapat siyasatin',
  broken: 'mali',
};

/** Names of references; other references are shown by their own name. */
const references: Readonly<Record<string, string>> = {
  'this-device-wasm': 'WebAssembly sa device na ito',
  'this-device-wasm-unoptimised': 'WebAssembly sa device na ito, hindi na-optimize ang graph',
  'this-device-wasm-1-thread': 'WebAssembly sa device na ito, 1 thread',
  'this-device-wasm-2-threads': 'WebAssembly sa device na ito, 2 thread',
  'this-device-cpu': 'ONNX Runtime sa CPU ng device na ito',
  'this-device-cpu-1-thread': 'ang CPU ng device na ito, 1 thread',
  'this-device-cpu-2-threads': 'ang CPU ng device na ito, 2 thread',
  'this-device-cpu-unoptimised': 'ONNX Runtime sa CPU ng device na ito, hindi na-optimize ang graph',
};

const notCompared: Readonly<Record<string, string>> = {
  'no-reference': 'walang naka-store na output, at sa mismong reference device tumakbo',
  'model-too-large': 'mahigit 200 MB ang model, masyadong malaki para buksan sa ikalawang pagkakataon',
  'reference-failed': 'hindi na-compute ang reference',
};

export const referenceText: typeof en.referenceText = (name) => references[name] ?? name;

/** @param why a code, optionally followed by `: ` and the engine's message */
export const notComparedText: typeof en.notComparedText = (why) => {
  const [code = '', ...message] = why.split(': ');
  const text = notCompared[code];
  if (text === undefined) return why;
  return message.length > 0 ? `${text} (${message.join(': ')})` : text;
};

/** The Markdown of a report. */
export const markdown: typeof en.markdown = {
  title: (subject, engine, device) => `${subject} sa ${engine}, ${device}`,
  factColumns: ['Katangian', 'Value'],
  columns: {
    cell: 'Bahagi',
    medianMs: 'Median ms',
    tokensPerS: 'Token/s',
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
    firstMs: 'Unang ms',
    agreement: 'Pagtutugma',
    metric: 'Metric',
    score: 'Score',
    scoreInterval: '95% interval',
    items: 'Mga item',
  },
  interval: (low, high) => `${low} hanggang ${high}`,
  needs: (samples) => `kailangan ng n ≥ ${samples}`,
  firstToken: (promptTokens, ms) => `Oras hanggang unang token ng prompt na ${promptTokens} token: ${ms} ms (median).`,
  agreement: (agreement) =>
    agreement.verdict === 'not-measured'
      ? `hindi naihambing: ${notComparedText(agreement.why)}`
      : `${verdicts[agreement.verdict]} (${agreement.metric} ${agreement.value.toFixed(6)} laban sa ${referenceText(agreement.reference)})`,
  textAgreement: (agreement, margin) => {
    if (agreement.verdict === 'not-measured') return `Pagtutugma: hindi naihambing, ${notComparedText(agreement.why)}.`;
    const { verdict, same, tokens, reference } = agreement;
    const difference = margin === null ? '' : `; log-probability margin sa unang pagkakaiba ${margin}`;
    return `Pagtutugma: ${verdicts[verdict]} (${same} sa ${tokens} greedy token ang kapareho ng sa ${referenceText(reference)}${difference}).`;
  },
  source: 'Ayon sa sariling ulat ng isang device. Buksan at patakbuhin muli:',
};

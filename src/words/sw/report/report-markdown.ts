import type { Agreement, ReferenceId } from '#core/report/tensor-report.ts';
import type * as en from '../../en/report/report-markdown.ts';

const verdicts = {
  identical: 'sawa kabisa',
  expected: 'kama inavyotarajiwa',
  investigate: 'yachunguzwe',
  broken: 'si sahihi',
} satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, string>;

/** Names of references; other references are shown by their own name. */
const references: Readonly<Record<string, string>> = {
  'this-device-wasm': 'WebAssembly kwenye kifaa hiki',
  'this-device-wasm-unoptimised': 'WebAssembly kwenye kifaa hiki, grafu bila uboreshaji',
  'this-device-wasm-1-thread': 'WebAssembly kwenye kifaa hiki, uzi 1',
  'this-device-wasm-2-threads': 'WebAssembly kwenye kifaa hiki, nyuzi 2',
  'this-device-cpu': 'ONNX Runtime kwenye CPU ya kifaa hiki',
  'this-device-cpu-1-thread': 'CPU ya kifaa hiki, uzi 1',
  'this-device-cpu-2-threads': 'CPU ya kifaa hiki, nyuzi 2',
  'this-device-cpu-unoptimised': 'ONNX Runtime kwenye CPU ya kifaa hiki, grafu bila uboreshaji',
} satisfies Record<ReferenceId, string>;

const notCompared: Readonly<Record<string, string>> = {
  'no-reference': 'hakuna matokeo yaliyohifadhiwa, na uendeshaji ulifanyika kwenye kifaa cha rejea chenyewe',
  'model-too-large': 'modeli inazidi 200 MB, kubwa mno kufunguliwa mara ya pili',
  'reference-failed': 'rejea haikuweza kukokotolewa',
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
  title: (subject, engine, device) => `${subject} kwa ${engine}, ${device}`,
  factColumns: ['Sifa', 'Thamani'],
  columns: {
    cell: 'Sehemu',
    medianMs: 'Mediani ms',
    tokensPerS: 'Tokeni kwa sekunde',
    interval: 'Wigo wa 95%',
    msPerToken: 'Mediani ms/tokeni',
    mad: 'MAD',
    mean: 'Wastani (wigo wa 95%)',
    min: 'Chini',
    max: 'Juu',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    n: 'n',
    firstMs: 'Ya kwanza ms',
    agreement: 'Ulinganifu',
    metric: 'Kipimo',
    score: 'Alama',
    scoreInterval: 'Wigo wa 95%',
    items: 'Vipengee',
  },
  interval: (low, high) => `${low} hadi ${high}`,
  needs: (samples) => `inahitaji n ≥ ${samples}`,
  firstToken: (promptTokens, ms) =>
    `Muda hadi tokeni ya kwanza kwa prompti ya tokeni ${promptTokens}: ${ms} ms (mediani).`,
  agreement: (agreement) =>
    agreement.verdict === 'not-measured'
      ? `haikulinganishwa: ${notComparedText(agreement.why)}`
      : `${verdicts[agreement.verdict]} (${agreement.metric} ${agreement.value.toFixed(6)} dhidi ya ${referenceText(agreement.reference)})`,
  textAgreement: (agreement, margin) => {
    if (agreement.verdict === 'not-measured') return `Ulinganifu: haikulinganishwa, ${notComparedText(agreement.why)}.`;
    const { verdict, same, tokens, reference } = agreement;
    const difference = margin === null ? '' : `; tofauti ya log-probability kwenye tofauti ya kwanza ni ${margin}`;
    return `Ulinganifu: ${verdicts[verdict]} (tokeni ${same} kati ya ${tokens} za greedy ni sawa na za ${referenceText(reference)}${difference}).`;
  },
  source: 'Imetolewa na kifaa kimoja kuhusu kipimo chake. Fungua na upime tena:',
};

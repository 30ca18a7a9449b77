import type { MissingEvidence, NotApplicable, NotMeasured } from '#gates/gate.ts';
import type { Missing } from '../../gate-result-words.ts';
import { count, format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

type FactsOf<Code> =
  Extract<NotMeasured | NotApplicable, { code: Code }> extends { facts: infer Facts } ? Facts : undefined;

const items = (n: number) => count(n, 'item');

/** Why a value was not measured, and how to measure it, in the page or on the command line. */
export const missing = {
  'no-baseline': {
    why: 'walang baseline na mapaghahambingan',
    page: 'pumili nito sa page na I-evaluate',
    command: 'magbigay nito gamit ang --baseline',
  },
  'no-scores': {
    why: 'walang na-evaluate na dataset na may label',
    page: 'pumili nito sa page na I-evaluate',
    command: 'magbigay nito gamit ang --data',
  },
  'no-paired-scores': {
    why: 'walang ganitong score ang baseline sa parehong mga item',
    page: 'i-evaluate ang dalawa sa isang dataset na may label',
    command: 'i-evaluate ang dalawa gamit ang --data at --baseline',
  },
  'no-times': { why: 'walang inorasang inference' },
  'not-interleaved': {
    why: 'hindi inorasan nang salitan ang kandidato at baseline',
    page: 'i-evaluate ang dalawa sa isang dataset na may label',
    command: 'i-evaluate ang dalawa gamit ang --data at --baseline',
  },
  'no-tokens': {
    why: 'walang nabuong text',
    page: 'sukatin ang language model sa page na Benchmark',
    command: 'sukatin ang language model nang walang --data',
  },
  'no-memory': { why: 'hindi iniuulat ng engine ang memory nito' },
  'no-load-test': {
    why: 'walang load test',
    page: 'piliin ito sa tabi ng mga gate sa page na I-evaluate',
    command: 'idagdag ang --load-test 4 kasama ang --data',
  },
  'no-sustained-run': {
    why: 'walang matagalang run',
    page: 'piliin ito sa tabi ng mga gate sa page na I-evaluate; tumatagal ito nang 10 minuto',
    command: 'idagdag ang --sustained-run 10m kasama ang --data',
  },
  'no-network-record': {
    why: 'hindi naitala ang mga request',
    page: 'mag-evaluate sa isang page nang walang antala',
    command: 'mag-evaluate nang may --data at walang --target',
  },
  'no-power-meter': {
    why: 'hindi kayang sukatin ng page ang konsumo ng kuryente',
    page: 'gamitin ang engine ng companion sa isang machine na may metro',
    command: 'gumamit ng native engine (--target companion:...) sa isang machine na may metro',
  },
  'no-robustness-suite': {
    why: 'hindi pinatakbo ang robustness suite',
    page: 'piliin ito sa page na I-evaluate',
    command: 'idagdag ang --robustness kasama ang --data',
  },
  'no-security-suite': {
    why: 'hindi na-scan ang mga file',
    page: 'mag-evaluate ng naka-store na model, o ng binuksan mula sa mga file nito',
    command: 'mag-evaluate ng model na binuksan mula sa mga file nito',
  },
  'no-model-size': {
    why: 'nasa isang server ang mga file ng model',
    page: 'sukatin ang isang kopya sa device na ito',
    command: 'sukatin ang isang kopya sa device na ito',
  },
  'no-agreement': {
    why: 'hindi inihambing ang mga resulta',
    page: 'pumili ng baseline sa page na I-evaluate',
    command: 'idagdag ang --baseline kasama ang --data',
  },
} satisfies Record<MissingEvidence, Missing>;

const validities: Readonly<Record<string, string>> = {
  indicative: 'tantiya lang',
  noisy: 'maingay',
  interrupted: 'naantala',
  invalid: 'hindi valid',
};

const modelKinds = { tensor: 'mga model na tensor ang mga input at output', text: 'mga language model' } as const;

/** Why a value was not measured, or does not apply, with facts: after a colon. */
export const reasons = {
  'no-such-metric': ({ metric }) => `walang score na “${metric}” ang task`,
  'metric-is-error': ({ metric }) =>
    `error metric ang “${metric}” (mas mababa, mas mabuti); gamitin ang gate na “error-rate”`,
  'metric-is-not-fraction': ({ metric }) => `hindi fraction ang “${metric}”; gamitin ang gate na “perplexity”`,
  'metric-is-not-error': ({ metric }) => `hindi error metric ang “${metric}”; gamitin ang gate na “quality”`,
  'baseline-without-quality': ({ metric }) => `0 o mas mababa ang ${metric} ng baseline, kaya walang ratio laban dito`,
  'no-quality-ratio': ({ metric }) => `walang kahulugan ang ratio ng “${metric}”; gumamit ng ibang metric`,
  'items-failed': ({ metric, failed }) =>
    `pumalya ang kandidato sa ${items(failed)}, na walang value ang “${metric}”; tingnan kung bakit sa listahan ng mga item`,
  'items-not-run': ({ notRun }) =>
    `inihinto ang run nang may ${items(notRun)} na hindi napatakbo; patakbuhin ang lahat`,
  'unreliable-run': ({ validity }) =>
    `${validities[validity] ?? validity} ang run; patakbuhin muli sa device na walang ibang ginagawa`,
  'too-few-samples': ({ n, needs }) => `kailangan ng n ≥ ${format.whole(needs)}, ${format.whole(n)} lang ang mayroon`,
  'no-interval': ({ metric, why }) =>
    `walang confidence interval ang “${metric}” (${scores.noInterval(why === 'unknown' ? undefined : why)})`,
  'run-failed': ({ error }) => `natapos sa error ang matagalang run (${error})`,
  'run-too-short': ({ ms, needsMs }) =>
    `tumagal ang run ng ${format.duration(ms)} sa kailangang ${format.duration(needsMs)}`,
  'other-model-kind': ({ kind }) => `nalalapat lang ito sa ${modelKinds[kind]}`,
} satisfies {
  [Code in Exclude<(NotMeasured | NotApplicable)['code'], MissingEvidence>]: (facts: FactsOf<Code>) => string;
};

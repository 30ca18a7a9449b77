import type { FitLimit, FitTerm, MissingTerm } from '#planner/fit.ts';
import type { WorkKind } from '#planner/forecast-result.ts';
import type { RecommendationReason } from '#planner/recommendation-reasons.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { runText } from './model-evidence.ts';
import { formats } from './model-facts.ts';
import { unsupportedText } from './unsupported.ts';

const { names: engineIds, devices } = engine;

const terms = {
  engine: 'Injini',
  weights: 'Uzito',
  loading: 'Nakala wakati wa kupakia',
  activations: 'Kilele cha uamilishaji',
  cache: 'Akiba ya KV',
  attention: 'Alama za attention (prompti ndefu)',
} satisfies Record<FitTerm['what'], string>;

const missing = {
  weights: 'uzito',
  activations: 'uamilishaji',
  cache: 'akiba ya KV',
} satisfies Record<MissingTerm, string>;

const limits = {
  'engine-ceiling': 'kiwango cha juu cha injini',
  'heap-measured': 'kumbukumbu ya WebAssembly hapa',
  'gpu-measured': 'kumbukumbu ya GPU hapa',
} satisfies Record<FitLimit['what'], string>;

const work = {
  memory: 'kusoma uzito',
  call: 'gharama isiyobadilika ya injini',
  dense: 'uzidishaji wa matriki na konvolusheni',
  depthwise: 'konvolusheni za depthwise',
  integer: 'uzidishaji wa matriki za namba kamili',
  requantised: 'konvolusheni za namba kamili',
  requantisedDepthwise: 'konvolusheni za depthwise za namba kamili',
  'float32-convolution': 'konvolusheni za namba kamili kwa float32',
  floatDepthwise: 'konvolusheni za depthwise za namba kamili kwa float32',
  recurrent: 'matabaka ya recurrent',
  pool: 'pooling',
  transcendental: 'vitendaji vya transcendental',
  quantise: 'ukwantishaji',
  interpolate: 'kubadilisha ukubwa',
  simple: 'operesheni za elementi moja moja na nakala',
  absent: 'hakuna',
  attention: 'attention ya muktadha',
} satisfies Record<WorkKind, string>;

/** @param size formats one size */
function memoryRange(low: number, high: number, size: (bytes: number) => string = format.bytes): string {
  const [min, max] = [size(low), size(high)];
  if (min === max) return max;
  return `${low === 0 ? 'hadi' : `${min} hadi`} ${max}`;
}

const value = (facts: RecommendationReason['facts'], name: string) => Number(facts[name] ?? 0);

/** The reasons for this engine and device, and what would change them. */
const reasons = {
  'only-engine': (facts) =>
    `Modeli za ${formats[String(facts['format']) as FormatId]} huendeshwa kwa ${engineIds[String(facts['engine']) as keyof typeof engineIds]}.`,
  'no-engine': (facts) =>
    `Hakuna injini hapa inayoendesha ${formats[String(facts['format']) as FormatId]}. Tafuta lahaja ya ONNX, GGUF au TFLite ya modeli.`,
  fastest: (facts) =>
    `Wa kasi zaidi kwa makadirio: ${format.duration(value(facts, 'ms'))} dhidi ya ${format.duration(value(facts, 'nextMs'))} za unaofuata.`,
  safest: (facts) =>
    `Mwingine una kasi zaidi kwa makadirio, ${format.duration(value(facts, 'fasterMs'))} dhidi ya ${format.duration(value(facts, 'ms'))}, lakini hauna uhakika wa kutosha kwenye kumbukumbu.`,
  'only-candidate': (facts) =>
    facts['verdict'] === 'fits' ? 'Ni huu pekee unaotosha.' : 'Ni huu pekee unaoweza kutosha.',
  'nothing-fits': (facts) =>
    `Inahitaji angalau ${format.bytes(value(facts, 'needBytes'))}, lakini zilizopo ni ${format.bytes(value(facts, 'limitBytes'))} pekee.`,
  'software-gpu': () => 'GPU ya hapa inaigwa kwenye CPU. GPU halisi inaweza kuwa na kasi zaidi sana.',
  'no-gpu': () => 'Kivinjari chenye WebGPU kinaweza kutumia GPU pia.',
  'webgl-unmeasured': () =>
    'WebGL haikupimwa hapa. Ikiwa kivinjari hiki kina GPU, upimaji wa kasi utaonyesha kama ina kasi zaidi.',
  'one-thread': () => 'Kukiwa na utengaji wa cross-origin inaweza kutumia nyuzi zaidi: angalia ukurasa wa Kifaa.',
  'needs-half': () => 'Lahaja hii inahitaji hesabu za f16, ambazo GPU hii haina. Tafuta lahaja ya q4f32.',
  'shorter-context': (facts) =>
    `Muktadha mfupi zaidi unahitaji kumbukumbu ndogo zaidi: ${format.bytes(value(facts, 'bytesPerToken'))} kwa tokeni.`,
  'smaller-weights': (facts) =>
    `Kila uzito wake una biti ${format.number(value(facts, 'bitsPerWeight'))}. Lahaja iliyokwantishwa ingehitaji nusu au robo ya hapo.`,
  'integers-in-wasm': () =>
    'Opereta za namba kamili huokoa kumbukumbu hapa, lakini si muda: kwenye WebAssembly lahaja ya float32 inaweza kuwa na kasi sawa.',
  'disturbed-speeds': () =>
    'Programu nyingine zilitumia kifaa hiki kasi yake ilipopimwa, kwa hivyo mpangilio hautokani na kasi. Pima kifaa tena kikiwa kimetulia.',
  'wide-range': () =>
    'Makadirio hayajafanyiwa kalibresheni kwa injini hii. Upimaji wa kasi hapa utayafanya yategemeke.',
} satisfies Record<RecommendationReason['code'], (facts: RecommendationReason['facts']) => string>;

export const modelFit: Text['models']['fit'] = {
  title: 'Utoshelevu wa kumbukumbu na makadirio ya kasi',
  verdicts: {
    fits: 'Inatosha',
    tight: 'Kwa shida',
    'does-not-fit': 'Haitoshi',
    unknown: 'Haijulikani',
  },
  sentences: {
    fits: (need, limit) => `Inahitaji ${need}; zilizopo ni ${limit}.`,
    tight: (need, limit) =>
      `Inahitaji ${need}; zilizopo ni ${limit}: kima cha chini kinatosha, cha juu huenda kisitoshe.`,
    'does-not-fit': (need, limit) => `Inahitaji ${need}, lakini zilizopo ni ${limit} pekee.`,
    unknown: () => 'Faili haitaji ukubwa wa uzito wake, au kikomo cha hapa hakikupimwa.',
  },
  missing: (what) =>
    `Havikuhesabiwa, kwa sababu faili haitaji ukubwa wake: ${format.list(what.map((term) => missing[term]))}.`,
  noEngine: 'Hakuna injini hapa inayofungua muundo huu',
  cannotRun: 'Haiwezi kuendeshwa hapa',
  need: memoryRange,
  arithmetic: 'Mchanganuo wa kumbukumbu',
  arithmeticCaption: 'Kumbukumbu inayohitajika na iliyopo',
  columns: { term: 'Kipengee', bytes: 'Kumbukumbu' },
  term: (what) => terms[what],
  total: 'Jumla',
  limit: (what) => `Kikomo: ${limits[what]}`,
  assumed:
    'Kwenye simu na kompyuta kibao kumbukumbu haichunguzwi, kwa sababu kutenga kiasi kikubwa mno hufanya kichupo kiache kufanya kazi. Vikomo ni viwango ambavyo mradi wa webgpu-bench ulivipata kuwa salama.',
  measured: (date) => `Kifaa hiki kilipimwa ${date}.`,
  measureAgain: 'Kipime tena',
  sizesHelp:
    'Modeli huacha wazi ukubwa na maingizo haya ya namba kamili. Kumbukumbu na makadirio yanayoonyeshwa ni ya thamani hizo, na upimaji wa kasi huzitumia.',
  context: 'Urefu wa muktadha (tokeni)',
  contextValue: (tokens, trained) =>
    `${format.whole(tokens)} kati ya tokeni ${format.whole(trained)} ambazo ilifunzwa nazo`,
};

export const modelForecast: Text['models']['forecast'] = {
  per: { run: 'Kwa uendeshaji', token: 'Kwa tokeni ya jibu' },
  perPromptToken: 'Kwa tokeni ya prompti',
  estimate: ({ expectedMs, lowMs, highMs }) =>
    `${format.duration(expectedMs)} (${format.duration(lowMs)} hadi ${format.duration(highMs)})`,
  tokensIn: ({ expectedMs, lowMs, highMs }) =>
    `tokeni ${format.number(1000 / expectedMs)} kwa sekunde (${format.number(1000 / highMs)} hadi ${format.number(1000 / lowMs)})`,
  sizes: ({ promptTokens, tokens, depth }) =>
    `Kwa prompti ya tokeni ${format.whole(promptTokens)} na jibu la tokeni ${format.whole(tokens)}${
      depth === 0 ? ', kuanzia na muktadha mtupu' : ` baada ya muktadha wa tokeni ${format.whole(depth)}`
    }.`,
  basis: {
    kernels:
      'Yanatokana na kichwa cha modeli na kasi iliyopimwa ya uzidishaji wa matriki wa injini kwa aina hizi za uzito kwenye kifaa hiki.',
    calibrated: 'Yanatokana na grafu ya modeli, kasi iliyopimwa ya kifaa hiki, na kalibresheni yetu ya injini hii.',
    record:
      'Yanatokana na grafu ya modeli, kasi iliyopimwa ya kifaa hiki, na usahihi wa makadirio yaliyotangulia hapa.',
    uncalibrated:
      'Yanatokana na grafu ya modeli na kasi iliyopimwa ya kifaa hiki pekee: injini hii au aina hizi za uzito hazijapimwa hapa, kwa hivyo wigo ni mpana.',
  },
  runIs: runText,
  mostly: (kind, fraction) => `Sehemu kubwa zaidi: ${work[kind]}, ${fraction}.`,
  unknown: {
    'no-costs': 'Hakuna makadirio: gharama za operesheni hazijulikani kwa muundo huu.',
    'sizes-free': 'Hakuna makadirio: ukubwa wa ingizo lake haujawekwa. Ipime kasi kwa ukubwa unaouchagua.',
    'control-flow':
      'Hakuna makadirio: grafu ina matawi au vitanzi, na kiasi kitakachoendeshwa hujulikana tu wakati wa uendeshaji.',
    'shapes-unknown': 'Hakuna makadirio: maumbo mengi mno kwenye grafu hujulikana tu wakati wa uendeshaji.',
    'device-not-measured': 'Hakuna makadirio: kifaa hiki hakikupimwa.',
    uncalibrated: 'Bado hakuna makadirio ya kutegemewa kwa injini hii: pima kasi yake.',
  },
  rough: 'Makadirio ya juujuu',
  record: 'Usahihi wa makadirio kwenye kifaa hiki',
  recordCaption: 'Muda uliokadiriwa na uliopimwa kwenye kifaa hiki, wa hivi karibuni kwanza',
  recordColumns: {
    model: 'Modeli',
    target: 'Injini na kifaa',
    forecast: 'Makadirio',
    measured: 'Uliopimwa',
    error: 'Uliopimwa / uliotarajiwa',
  },
  recordSummary: (inside, all) =>
    `Muda ${format.whole(inside)} kati ya ${format.whole(all)} uliopimwa ulikuwa ndani ya wigo wa makadirio.`,
  recordNone: 'Bado hakuna. Pima kasi ya mojawapo ya modeli zako, au piga gumzo nayo, ili kujaribu makadirio yake.',
};

export const modelRecommendation: Text['models']['recommendation'] = {
  title: 'Usanidi unaopendekezwa',
  target: (engineId, device, threads) =>
    `${engineIds[engineId]} kwenye ${devices[device]}${device === 'wasm' ? `, ${engine.threads(threads)}` : ''}`,
  reason: ({ code, facts }) => reasons[code](facts),
  unsupported: unsupportedText,
  changes: 'Nini kinaweza kubadilisha hili',
  considered: 'Usanidi wote uliozingatiwa',
  consideredColumns: { target: 'Injini na kifaa', fits: 'Inatosha', need: 'Kumbukumbu', forecast: 'Makadirio' },
  notForecast: 'hayajulikani',
  run: 'Endesha',
  chat: 'Piga gumzo',
  measure: 'Pima kasi',
  profile: 'Changanua muda',
  optimise: 'Boresha',
  graph: 'Onyesha grafu',
  storeCopy: 'Hifadhi nakala kwenye kivinjari hiki',
  storeCopyHelp: 'Faili hubaki ilipo. Nakala hufunguka kutoka kwenye orodha iliyo hapa chini bila kuchagua faili tena.',
  copying: 'Inanakili',
  copied: (id) => `Imehifadhiwa kwenye kivinjari hiki kama ${isolate(id)}.`,
  download: 'Pakua',
  downloadLabel: (bytes) => `Pakua (${format.bytes(bytes)})`,
  open: 'Fungua',
  stored: 'Imehifadhiwa kwenye kivinjari hiki.',
  downloadSource: (host) => `Kutoka ${host}, huhifadhiwa kwenye kivinjari hiki.`,
  noTask: 'Assay bado haiwezi kuendesha kazi hii, lakini inaweza kupima kasi ya modeli.',
  missingFiles: (names) =>
    `Modeli inahitaji pia ${names}: chagua faili zake zote kwa pamoja, au folda yenye faili hizo.`,
};

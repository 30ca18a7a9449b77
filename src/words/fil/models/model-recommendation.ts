import type { FormatId } from '#core/model/model-facts.ts';
import type { RecommendationReason } from '#planner/recommendation-reasons.ts';
import type * as en from '../../en/models/model-recommendation.ts';
import { isolate } from '../../isolate.ts';
import { engine } from '../device/engine.ts';
import { count, format } from '../format.ts';
import { runText } from './model-evidence.ts';
import { formats } from './model-facts.ts';
import { unsupportedText } from './unsupported.ts';

const { names: engineIds, devices } = engine;

const terms = {
  engine: 'Engine',
  weights: 'Mga weight',
  loading: 'Mga kopya habang naglo-load',
  activations: 'Pinakamataas na activation',
  cache: 'KV cache',
  attention: 'Mga attention score (mahabang prompt)',
};

const missing = {
  weights: 'mga weight',
  activations: 'mga activation',
  cache: 'KV cache',
};

const limits = {
  'engine-ceiling': 'pinakamataas ng engine',
  'heap-measured': 'WebAssembly memory dito',
  'gpu-measured': 'GPU memory dito',
};

const work = {
  memory: 'pagbasa sa mga weight',
  call: 'takdang overhead ng engine',
  dense: 'mga matrix multiplication at convolution',
  depthwise: 'mga depthwise convolution',
  integer: 'mga integer matrix multiplication',
  requantised: 'mga integer convolution',
  requantisedDepthwise: 'mga integer depthwise convolution',
  'float32-convolution': 'mga integer convolution sa float32',
  floatDepthwise: 'mga integer depthwise convolution sa float32',
  recurrent: 'mga recurrent layer',
  pool: 'pooling',
  transcendental: 'mga transcendental function',
  quantise: 'quantization',
  interpolate: 'pag-resize',
  simple: 'mga element-wise operation at kopya',
  absent: 'wala',
  attention: 'attention sa context',
};

/** @param size formats one size */
function memoryRange(low: number, high: number, size: (bytes: number) => string = format.bytes): string {
  const [min, max] = [size(low), size(high)];
  if (min === max) return max;
  return `${low === 0 ? 'hanggang' : `${min} hanggang`} ${max}`;
}

const value = (facts: RecommendationReason['facts'], name: string) => Number(facts[name] ?? 0);

/** The reasons for this engine and device, and what would change them. */
const reasons = {
  'only-engine': (facts) =>
    `Sa ${engineIds[String(facts['engine']) as keyof typeof engineIds]} tumatakbo ang mga ${formats[String(facts['format']) as FormatId]} model.`,
  'no-engine': (facts) =>
    `Walang engine dito na nagpapatakbo ng ${formats[String(facts['format']) as FormatId]}. Maghanap ng ONNX, GGUF, o TFLite na variant ng model.`,
  fastest: (facts) =>
    `Pinakamabilis ayon sa pagtataya: ${format.duration(value(facts, 'ms'))} laban sa ${format.duration(value(facts, 'nextMs'))} ng kasunod.`,
  safest: (facts) =>
    `May mas mabilis ayon sa pagtataya, ${format.duration(value(facts, 'fasterMs'))} laban sa ${format.duration(value(facts, 'ms'))}, pero hindi gaanong tiyak na kasya.`,
  'only-candidate': (facts) =>
    facts['verdict'] === 'fits' ? 'Ang nag-iisang kasya.' : 'Ang nag-iisang baka magkasya.',
  'nothing-fits': (facts) =>
    `Hindi bababa sa ${format.bytes(value(facts, 'needBytes'))} ang kailangan nito, pero ${format.bytes(value(facts, 'limitBytes'))} lang ang available.`,
  'software-gpu': () => 'Ginagaya lang sa CPU ang GPU rito. Puwedeng mas mabilis nang malaki ang totoong GPU.',
  'no-gpu': () => 'Magagamit din ng browser na may WebGPU ang GPU.',
  'webgl-unmeasured': () =>
    'Hindi sinukat dito ang WebGL. Kung may GPU ang browser na ito, ipapakita ng benchmark kung mas mabilis ito.',
  'one-thread': () =>
    'Kapag may cross-origin isolation, makakagamit ito ng mas maraming thread: tingnan ang page na Device.',
  'needs-half': () =>
    'Kailangan ng variant na ito ng f16 arithmetic, na hindi suportado ng GPU na ito. Maghanap ng q4f32 na variant.',
  'shorter-context': (facts) =>
    `Mas kaunting memory ang kailangan ng mas maikling context: ${format.bytes(value(facts, 'bytesPerToken'))} bawat token.`,
  'smaller-weights': (facts) =>
    `Tig-${count(format.number(value(facts, 'bitsPerWeight')), 'bit')} ang mga weight nito. Kalahati o sangkapat lang niyon ang kailangan ng quantized na variant.`,
  'integers-in-wasm': () =>
    'Nakakatipid ng memory dito ang mga integer operator, pero hindi ng oras: sa WebAssembly, baka kasimbilis din ang float32 na variant.',
  'disturbed-speeds': () =>
    'May ibang program na gumamit ng device na ito habang sinusukat ang bilis nito, kaya hindi batay sa bilis ang pagkakasunod-sunod. Sukatin muli ang device kapag wala itong ibang ginagawa.',
  'wide-range': () =>
    'Hindi naka-calibrate ang pagtataya para sa engine na ito. Nagiging maaasahan ito sa pamamagitan ng benchmark dito.',
} satisfies Record<RecommendationReason['code'], (facts: RecommendationReason['facts']) => string>;

export const modelFit: typeof en.modelFit = {
  title: 'Pagkasya sa memory at pagtataya ng bilis',
  verdicts: {
    fits: 'Kasya',
    tight: 'Alanganin',
    'does-not-fit': 'Hindi kasya',
    unknown: 'Hindi alam',
  },
  sentences: {
    fits: (need, limit) => `Kailangan nito ng ${need}; ${limit} ang available.`,
    tight: (need, limit) =>
      `Kailangan nito ng ${need}; ${limit} ang available: kasya ang pinakamababa, baka hindi ang pinakamataas.`,
    'does-not-fit': (need, limit) => `Kailangan nito ng ${need}, pero ${limit} lang ang available.`,
    unknown: () => 'Hindi isinasaad ng file ang laki ng mga weight nito, o hindi nasukat ang limit dito.',
  },
  missing: (what) =>
    `Hindi binilang, dahil hindi isinasaad ng file ang laki: ${format.list(what.map((term) => missing[term]))}.`,
  noEngine: 'Walang engine dito na nagbubukas ng format na ito',
  cannotRun: 'Hindi mapatakbo rito',
  need: memoryRange,
  arithmetic: 'Detalye ng memory',
  arithmeticCaption: 'Memory na kailangan at available',
  columns: { term: 'Item', bytes: 'Memory' },
  term: (what) => terms[what],
  total: 'Kabuuan',
  limit: (what) => `Limit: ${limits[what]}`,
  assumed:
    'Hindi sinusubok ang memory sa mga telepono at tablet, dahil nagka-crash ang tab kapag sobra ang inilaan. Ang mga limit ay budget na napatunayang ligtas ng project na webgpu-bench.',
  measured: (date) => `Sinukat ang device na ito noong ${date}.`,
  measureAgain: 'Sukatin itong muli',
  sizesHelp:
    'Hindi itinatakda ng model ang mga laki at integer input na ito. Para sa mga ito ang ipinapakitang memory at pagtataya, at ginagamit ang mga ito ng benchmark.',
  context: 'Haba ng context (token)',
  contextValue: (tokens, trained) => `${format.whole(tokens)} sa ${count(trained, 'token')} na pinagsanayan nito`,
};

export const modelForecast: typeof en.modelForecast = {
  per: { run: 'Bawat run', token: 'Bawat nabuong token' },
  perPromptToken: 'Bawat prompt token',
  estimate: ({ expectedMs, lowMs, highMs }) =>
    `${format.duration(expectedMs)} (${format.duration(lowMs)} hanggang ${format.duration(highMs)})`,
  tokensIn: ({ expectedMs, lowMs, highMs }) =>
    `${format.number(1000 / expectedMs)} token/s (${format.number(1000 / highMs)} hanggang ${format.number(1000 / lowMs)})`,
  sizes: ({ promptTokens, tokens, depth }) =>
    `Para sa prompt na ${count(promptTokens, 'token')} at ${count(tokens, 'nabuong token')}${
      depth === 0 ? ', simula sa walang-lamang context' : ` pagkatapos ng context na ${count(depth, 'token')}`
    }.`,
  basis: {
    kernels:
      'Batay sa header ng model at sa nasukat na bilis ng mga matrix multiplication ng engine sa ganitong mga type ng weight sa device na ito.',
    calibrated:
      'Batay sa graph ng model, sa nasukat na bilis ng device na ito, at sa aming calibration ng engine na ito.',
    record:
      'Batay sa graph ng model, sa nasukat na bilis ng device na ito, at sa katumpakan ng mga naunang pagtataya rito.',
    uncalibrated:
      'Batay lang sa graph ng model at sa nasukat na bilis ng device na ito: hindi pa nasusukat dito ang engine o ang mga type ng weight na ito, kaya malawak ang saklaw.',
  },
  runIs: runText,
  mostly: (kind, fraction) => `Pinakamalaking bahagi: ${work[kind]}, ${fraction}.`,
  unknown: {
    'no-costs': 'Walang pagtataya: hindi alam ang gastos ng mga operation para sa format na ito.',
    'sizes-free': 'Walang pagtataya: hindi takda ang laki ng input nito. I-benchmark ito sa laking pipiliin mo.',
    'control-flow':
      'Walang pagtataya: nagsasanga o umuulit ang graph, at sa oras lang ng pagtakbo malalaman kung gaano karami rito ang tatakbo.',
    'shapes-unknown': 'Walang pagtataya: masyadong maraming shape sa graph ang malalaman lang sa oras ng pagtakbo.',
    'device-not-measured': 'Walang pagtataya: hindi nasukat ang device na ito.',
    uncalibrated: 'Wala pang maaasahang pagtataya para sa engine na ito: i-benchmark ito.',
  },
  rough: 'Magaspang na tantiya',
  record: 'Katumpakan ng pagtataya sa device na ito',
  recordCaption: 'Tinaya at nasukat na oras sa device na ito, pinakabago muna',
  recordColumns: {
    model: 'Model',
    target: 'Engine at device',
    forecast: 'Pagtataya',
    measured: 'Nasukat',
    error: 'Nasukat / inaasahan',
  },
  recordSummary: (inside, all) =>
    `${format.whole(inside)} sa ${count(all, 'nasukat na oras')} ang pasok sa saklaw ng pagtataya.`,
  recordNone: 'Wala pa. I-benchmark ang isa sa mga model mo, o makipag-chat sa isa, para masubukan ang pagtataya nito.',
};

export const modelRecommendation: typeof en.modelRecommendation = {
  title: 'Inirerekomendang configuration',
  target: (engine, device, threads) =>
    `${engineIds[engine]} sa ${devices[device]}${device === 'wasm' ? `, ${count(threads, 'thread')}` : ''}`,
  reason: ({ code, facts }) => reasons[code](facts),
  unsupported: unsupportedText,
  changes: 'Ano ang makakapagpabago nito',
  considered: 'Lahat ng isinaalang-alang na configuration',
  consideredColumns: { target: 'Engine at device', fits: 'Pagkasya', need: 'Memory', forecast: 'Pagtataya' },
  notForecast: 'hindi alam',
  run: 'Patakbuhin',
  chat: 'Makipag-chat',
  measure: 'I-benchmark',
  profile: 'I-profile',
  optimise: 'I-optimize',
  graph: 'Ipakita ang graph',
  storeCopy: 'Mag-store ng kopya sa browser na ito',
  storeCopyHelp:
    'Nananatili ang file kung nasaan ito. Bumubukas ang kopya mula sa listahan sa ibaba nang hindi na pinipili muli ang file.',
  copying: 'Kinokopya',
  copied: (id) => `Naka-store sa browser na ito bilang ${isolate(id)}.`,
  download: 'I-download',
  downloadLabel: (bytes) => `I-download (${format.bytes(bytes)})`,
  open: 'Buksan',
  stored: 'Naka-store ito sa browser na ito.',
  downloadSource: (host) => `Mula sa ${host}, naka-store sa browser na ito.`,
  noTask: 'Hindi pa kayang patakbuhin ng Assay ang task na ito, pero kaya nitong i-benchmark ang model.',
  missingFiles: (names) =>
    `Kailangan din ng model ang ${names}: piliin nang sabay-sabay ang lahat ng file nito, o ang folder na may laman ng mga ito.`,
};

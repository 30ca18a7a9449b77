import type { Fit, FitLimit, FitTerm, MissingTerm } from '#planner/fit.ts';
import type { Forecast, NoForecastReason, TextWork, WorkKind } from '#planner/forecast-result.ts';
import type { RecommendationReason } from '#planner/recommendation-reasons.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import { isolate } from '../../isolate.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { runText } from './model-evidence.ts';
import { formats } from './model-facts.ts';
import { unsupportedText } from './unsupported.ts';

const { names: engineIds, devices } = engine;

const terms = {
  engine: 'Engine',
  weights: 'Weights',
  loading: 'Copies while loading',
  activations: 'Peak activations',
  cache: 'KV cache',
  attention: 'Attention scores (long prompt)',
} satisfies Record<FitTerm['what'], string>;

const missing = {
  weights: 'weights',
  activations: 'activations',
  cache: 'KV cache',
} satisfies Record<MissingTerm, string>;

const limits = {
  'engine-ceiling': 'engine maximum',
  'heap-measured': 'WebAssembly memory on this device',
  'gpu-measured': 'GPU memory on this device',
} satisfies Record<FitLimit['what'], string>;

const work = {
  memory: 'reading weights',
  call: 'fixed engine overhead',
  dense: 'matrix multiplications and convolutions',
  depthwise: 'depthwise convolutions',
  integer: 'integer matrix multiplications',
  requantised: 'integer convolutions',
  requantisedDepthwise: 'integer depthwise convolutions',
  'float32-convolution': 'integer convolutions in float32',
  floatDepthwise: 'integer depthwise convolutions in float32',
  recurrent: 'recurrent layers',
  pool: 'pooling',
  transcendental: 'transcendental functions',
  quantise: 'quantisation',
  interpolate: 'resizing',
  simple: 'element-wise operations and copies',
  absent: 'nothing',
  attention: 'attention over the context',
} satisfies Record<WorkKind, string>;

/** @param size formats one size */
function memoryRange(low: number, high: number, size: (bytes: number) => string = format.bytes): string {
  const [min, max] = [size(low), size(high)];
  if (min === max) return max;
  return `${low === 0 ? 'up to' : `${min} to`} ${max}`;
}

const value = (facts: RecommendationReason['facts'], name: string) => Number(facts[name] ?? 0);

/** The reasons for this engine and device, and what would change them. */
const reasons = {
  'only-engine': (facts) =>
    `${formats[String(facts['format']) as FormatId]} models run on ${engineIds[String(facts['engine']) as keyof typeof engineIds]}.`,
  'no-engine': (facts) =>
    `No engine here runs ${formats[String(facts['format']) as FormatId]}. Look for an ONNX, GGUF or TFLite variant of the model.`,
  fastest: (facts) =>
    `Fastest by forecast: ${format.duration(value(facts, 'ms'))}. The next fastest takes ${format.duration(value(facts, 'nextMs'))}.`,
  safest: (facts) =>
    `The most certain to fit. By forecast, another configuration is faster (${format.duration(value(facts, 'fasterMs'))} instead of ${format.duration(value(facts, 'ms'))}).`,
  'only-candidate': (facts) =>
    facts['verdict'] === 'fits' ? 'The only configuration that fits.' : 'The only configuration that may fit.',
  'nothing-fits': (facts) =>
    `The model needs at least ${format.bytes(value(facts, 'needBytes'))}, but only ${format.bytes(value(facts, 'limitBytes'))} is available.`,
  'software-gpu': () => 'The GPU here is emulated on the CPU. A real GPU could be much faster.',
  'no-gpu': () => 'A browser with WebGPU could use the GPU as well.',
  'webgl-unmeasured': () =>
    'WebGL was not measured here. If this browser has a GPU, a benchmark shows whether it is faster.',
  'one-thread': () => 'With cross-origin isolation, the model could use more threads: see the Device page.',
  'needs-half': () =>
    'This variant needs float16 arithmetic, which this GPU does not support. Look for a q4f32 variant.',
  'shorter-context': (facts) =>
    `A shorter context needs less memory: ${format.bytes(value(facts, 'bytesPerToken'))} per token.`,
  'smaller-weights': (facts) =>
    `Its weights have ${format.number(value(facts, 'bitsPerWeight'))} bits each. A quantised variant would need half or a quarter of that.`,
  'integers-in-wasm': () =>
    'Integer operators save memory here, but no time: in WebAssembly, the float32 variant may be as fast.',
  'disturbed-speeds': () =>
    'Other programs used this device while its speed was measured, so the order is not based on speed. Measure the device again when it is idle.',
  'wide-range': () => 'The forecast is not calibrated for this engine. A benchmark here makes it reliable.',
} satisfies Record<RecommendationReason['code'], (facts: RecommendationReason['facts']) => string>;

export const modelFit = {
  title: 'Memory fit and speed forecast',
  verdicts: {
    fits: 'Fits',
    tight: 'Tight',
    'does-not-fit': 'Does not fit',
    unknown: 'Unknown',
  } satisfies Record<Fit['verdict'], string>,
  sentences: {
    fits: (need: string, limit: string) => `It needs ${need}; ${limit} is available.`,
    tight: (need: string, limit: string) =>
      `It needs ${need}; ${limit} is available: the minimum fits, the maximum may not.`,
    'does-not-fit': (need: string, limit: string) => `It needs ${need}, but only ${limit} is available.`,
    unknown: () => 'The file does not specify the size of its weights, or the limit here was not measured.',
  } satisfies Record<Fit['verdict'], (need: string, limit: string) => string>,
  missing: (what: readonly MissingTerm[]) =>
    `Not counted, because the file does not specify their size: ${format.list(what.map((term) => missing[term]))}.`,
  noEngine: 'No engine here opens this format',
  cannotRun: 'Cannot run here',
  need: memoryRange,
  arithmetic: 'Memory breakdown',
  arithmeticCaption: 'Memory needed and available',
  columns: { term: 'Item', bytes: 'Memory' },
  term: (what: FitTerm['what']) => terms[what],
  total: 'Total',
  limit: (what: FitLimit['what']) => `Limit: ${limits[what]}`,
  assumed:
    'On phones and tablets, memory is not probed, because allocating too much crashes the tab. The limits are those that the webgpu-bench project found to be safe.',
  measured: (date: string) => `This device was measured on ${date}.`,
  measureAgain: 'Measure it again',
  sizesHelp:
    'Free dimensions and integer inputs of this model. The memory and forecast shown here assume these values, and a benchmark uses them.',
  context: 'Context length (tokens)',
  contextValue: (tokens: number, trained: number) =>
    `${format.whole(tokens)} of the ${format.whole(trained)} tokens it was trained for`,
};

/** Expected milliseconds and their likely range. */
type Estimate = Readonly<Record<'expectedMs' | 'lowMs' | 'highMs', number>>;

export const modelForecast = {
  per: { run: 'Per run', token: 'Per generated token' } satisfies Record<'run' | 'token', string>,
  perPromptToken: 'Per prompt token',
  estimate: ({ expectedMs, lowMs, highMs }: Estimate) =>
    `${format.duration(expectedMs)} (${format.duration(lowMs)} to ${format.duration(highMs)})`,
  tokensIn: ({ expectedMs, lowMs, highMs }: Estimate) =>
    `${format.number(1000 / expectedMs)} tokens/s (${format.number(1000 / highMs)} to ${format.number(1000 / lowMs)})`,
  sizes: ({ promptTokens, tokens, depth }: TextWork) =>
    `For a prompt of ${format.whole(promptTokens)} tokens and ${format.whole(tokens)} generated tokens${
      depth === 0 ? ', starting with an empty context' : ` after ${format.whole(depth)} tokens of context`
    }.`,
  basis: {
    kernels:
      'Based on the model’s header and on the measured speed of the engine’s matrix multiplications with these weight types on this device.',
    calibrated: 'Based on the model’s graph, this device’s measured speed, and Assay’s calibration of this engine.',
    record: 'Based on the model’s graph, this device’s measured speed, and the accuracy of earlier forecasts here.',
    uncalibrated:
      'Based only on the model’s graph and this device’s measured speed. This engine or these weight types have not been measured here, so the range is wide.',
  } satisfies Record<Extract<Forecast, { known: true }>['basis'], string>,
  runIs: runText,
  mostly: (kind: WorkKind, fraction: string) => `Largest part: ${work[kind]}, ${fraction}.`,
  unknown: {
    'no-costs': 'No forecast: operation costs are not known for this format.',
    'sizes-free': 'No forecast: the input size is not fixed. Benchmark the model at a size you choose.',
    'control-flow': 'No forecast: the graph has branches or loops, so its cost is known only at run time.',
    'shapes-unknown': 'No forecast: too many shapes in the graph are known only at run time.',
    'device-not-measured': 'No forecast: this device was not measured.',
    uncalibrated: 'No reliable forecast for this engine yet: benchmark the model.',
  } satisfies Record<NoForecastReason | 'uncalibrated', string>,
  rough: 'Rough estimate',
  record: 'Forecast accuracy on this device',
  recordCaption: 'Forecast and measured time on this device, latest first',
  recordColumns: {
    model: 'Model',
    target: 'Engine and device',
    forecast: 'Forecast',
    measured: 'Measured',
    error: 'Measured / expected',
  },
  recordSummary: (inside: number, all: number) =>
    `${format.whole(inside)} of ${format.whole(all)} measured times were within the forecast range.`,
  recordNone: 'None yet. Benchmark one of your models or chat with one to test its forecast.',
};

export const modelRecommendation = {
  title: 'Recommended configuration',
  target: (engine: EngineId, device: DeviceId, threads: number) =>
    `${engineIds[engine]} on ${devices[device]}${device === 'wasm' ? `, ${threads === 1 ? '1 thread' : `${threads} threads`}` : ''}`,
  reason: ({ code, facts }: RecommendationReason) => reasons[code](facts),
  unsupported: unsupportedText,
  changes: 'What would change this',
  considered: 'All configurations considered',
  consideredColumns: { target: 'Engine and device', fits: 'Fit', need: 'Memory', forecast: 'Forecast' },
  notForecast: 'unknown',
  run: 'Run',
  chat: 'Chat',
  measure: 'Benchmark',
  profile: 'Profile',
  optimise: 'Optimise',
  graph: 'Show the graph',
  storeCopy: 'Store a copy in this browser',
  storeCopyHelp: 'The file stays where it is. The copy opens from the list below without choosing the file again.',
  copying: 'Copying',
  copied: (id: string) => `Stored in this browser as ${isolate(id)}.`,
  download: 'Download',
  downloadLabel: (bytes: number) => `Download (${format.bytes(bytes)})`,
  open: 'Open',
  stored: 'The model is stored in this browser.',
  downloadSource: (host: string) => `From ${host}, stored in this browser.`,
  noTask: 'Assay cannot run this task yet, but can benchmark the model.',
  missingFiles: (names: string) =>
    `The model needs ${names} as well: choose all of its files together, or the folder that contains them.`,
};

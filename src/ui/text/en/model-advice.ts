import type { Fit, FitLimit, FitTerm, MissingTerm } from '#advise/fit.ts';
import type { Forecast, WorkKind } from '#advise/forecast.ts';
import type { Reason } from '#advise/recommend.ts';
import type { FormatId } from '#core/facts.ts';
import type { DeviceId, RuntimeId, TextRuntimeId } from '#core/runtime.ts';
import { engine } from './engine.ts';
import { format } from './format.ts';
import { formats } from './model-facts.ts';

const { names: runtimes, devices } = engine;

const terms = {
  engine: 'The engine itself',
  weights: 'Weights',
  loading: 'Copies while loading',
  activations: 'Activations, at their peak',
  cache: 'Cache of the context',
  attention: 'Attention scores of a long prompt',
} satisfies Record<FitTerm['what'], string>;

const missing = {
  weights: 'its loaded weights',
  activations: 'its activations',
  cache: 'the cache of its context',
} satisfies Record<MissingTerm, string>;

const limits = {
  'engine-ceiling': 'ceiling of the engine',
  'heap-measured': 'WebAssembly memory here',
  'gpu-measured': 'GPU memory here',
} satisfies Record<FitLimit['what'], string>;

const work = {
  memory: 'reading weights',
  call: 'what the engine takes for any model',
  dense: 'matrix products and convolutions',
  depthwise: 'depthwise convolutions',
  integer: 'integer products',
  requantised: 'integer convolutions',
  requantisedDepthwise: 'integer depthwise convolutions',
  widened: 'integer convolutions in float32',
  widenedDepthwise: 'integer depthwise convolutions in float32',
  recurrent: 'recurrent layers',
  pool: 'pooling',
  transcendental: 'exponentials and the like',
  quantise: 'quantising',
  interpolate: 'resizing',
  simple: 'moving and adding',
  absent: 'nothing',
} satisfies Record<WorkKind, string>;

function memoryRange(low: number, high: number): string {
  const [least, most] = [format.memory(low), format.memory(high)];
  if (least === most) return most;
  return `${low === 0 ? 'up to' : `${least} to`} ${most}`;
}

const value = (facts: Reason['facts'], name: string) => Number(facts[name] ?? 0);

/** Why this engine and device, and what would change it. */
const reasons = {
  'only-engine': (facts) =>
    `${runtimes[String(facts['runtime']) as keyof typeof runtimes]} is the engine here that opens this format.`,
  'no-engine': (facts) =>
    `No engine here runs ${formats[String(facts['format']) as FormatId]}. Look for an ONNX, GGUF or TFLite variant of the model.`,
  fastest: (facts) =>
    `It is the fastest by forecast: ${format.duration(value(facts, 'ms'))} against ${format.duration(value(facts, 'nextMs'))} for the next.`,
  surest: (facts) =>
    `Another is faster by forecast, ${format.duration(value(facts, 'fasterMs'))} against ${format.duration(value(facts, 'ms'))}, but less sure to fit.`,
  'only-candidate': (facts) =>
    facts['verdict'] === 'fits' ? 'It is the only one that fits.' : 'It is the only one that may fit.',
  'nothing-fits': (facts) =>
    `It needs at least ${format.memory(value(facts, 'needBytes'))}, and there are ${format.memory(value(facts, 'limitBytes'))}.`,
  'software-gpu': () => 'The GPU here is emulated by the processor. A browser with a real one could be much faster.',
  'no-gpu': () => 'A browser with WebGPU would offer the GPU as well.',
  'webgl-unmeasured': () =>
    'WebGL was not measured here. If this browser has a GPU, a measured run shows whether it is faster.',
  'one-thread': () => 'With cross-origin isolation it could use more threads. The device page says how.',
  'needs-half': () => 'This variant needs 16-bit arithmetic, which this GPU does not offer. Look for its q4f32 sister.',
  'shorter-context': (facts) =>
    `A shorter context needs less: ${format.memory(value(facts, 'bytesPerToken'))} for each token.`,
  'smaller-weights': (facts) =>
    `Its weights have ${format.number(value(facts, 'bitsPerWeight'))} bits each. A quantised variant would need a half or a quarter of that.`,
  'integers-in-wasm': () =>
    'Integer operators save memory here, but no time: on WebAssembly the float32 variant of the model may be as fast.',
  'wide-range': () =>
    'The range is wide, since the forecast is not calibrated for this engine. A measured run narrows it.',
} satisfies Record<Reason['code'], (facts: Reason['facts']) => string>;

export const modelFit = {
  title: 'Does it fit, and how fast',
  verdicts: {
    fits: 'Fits',
    tight: 'Tight',
    'does-not-fit': 'Does not fit',
    unknown: 'Not known',
  } satisfies Record<Fit['verdict'], string>,
  says: {
    fits: (need: string, limit: string) => `It needs ${need}, and there are ${limit}.`,
    tight: (need: string, limit: string) =>
      `It needs ${need}, and there are ${limit}: what is certain fits, the most it may take does not.`,
    'does-not-fit': (need: string, limit: string) => `It needs ${need}, and there are only ${limit}.`,
    unknown: () => 'The file does not say how large its weights are, or the limit here was not measured.',
  } satisfies Record<Fit['verdict'], (need: string, limit: string) => string>,
  missing: (what: readonly MissingTerm[]) =>
    `Not counted, since the file does not say how large they are: ${format.list(what.map((term) => missing[term]))}.`,
  noEngine: 'No engine here opens this format',
  need: memoryRange,
  arithmetic: 'The arithmetic',
  arithmeticCaption: 'What it needs against what there is',
  columns: { what: 'What', bytes: 'Memory' },
  term: (what: FitTerm['what']) => terms[what],
  sum: 'Together',
  limit: (what: FitLimit['what']) => `Limit: ${limits[what]}`,
  assumed:
    'On phones and tablets memory is not probed, since asking for too much ends the tab. The limits are the budgets that the webgpu-bench project found to hold.',
  measured: (date: string) => `This device was measured on ${date}.`,
  measureAgain: 'Measure it again',
  context: 'Context to open, in tokens',
  contextIs: (tokens: number, trained: number) =>
    `${format.whole(tokens)} of the ${format.whole(trained)} tokens it was trained for`,
};

export const modelForecast = {
  per: { run: 'One run', token: 'One token' } satisfies Record<'run' | 'token', string>,
  range: (low: string, high: string) => `${low} to ${high}`,
  tokensIn: (lowMs: number, highMs: number) =>
    `${format.number(1000 / highMs)} to ${format.number(1000 / lowMs)} tokens a second`,
  basis: {
    calibrated: 'It rests on the model’s graph, this device’s measured speed, and our calibration of this engine.',
    record: 'It rests on the model’s graph, this device’s measured speed, and how earlier forecasts here turned out.',
    uncalibrated:
      'It rests on the model’s graph and this device’s measured speed alone: this engine is not calibrated, so the range is wide.',
  } satisfies Record<Extract<Forecast, { known: true }>['basis'], string>,
  runIs: (basis: string) => (basis === 'one run' ? '' : `Of ${basis}.`),
  mostly: (kind: WorkKind, share: string) => `Most of it, ${share}, is ${work[kind]}.`,
  unknown: {
    'no-costs': 'No forecast: this format’s reader has no costs for what is inside.',
    'sizes-free':
      'No forecast: it takes pictures of any size, and nothing beside it says which is usual. Measure it at a size of your own.',
    'shapes-unknown': 'No forecast: too many shapes in the graph are not known before it runs.',
    'device-not-measured': 'No forecast: this device was not measured.',
  } satisfies Record<Extract<Forecast, { known: false }>['why'], string>,
  tested: (low: string, high: string, measured: string, isInside: boolean) =>
    isInside
      ? `The forecast from this model’s header was ${low} to ${high}, and ${measured} was measured: inside. Later forecasts here rest on it.`
      : `The forecast from this model’s header was ${low} to ${high}, and ${measured} was measured: outside. Later forecasts here learn from it.`,
  record: 'How earlier forecasts here turned out',
  recordCaption: 'Forecast and measured time on this device, the latest first',
  recordColumns: {
    model: 'Model',
    place: 'Where',
    forecast: 'Forecast',
    measured: 'Measured',
    error: 'Measured to expected',
  },
  recordSays: (inside: number, all: number) =>
    `${format.whole(inside)} of ${format.whole(all)} measured times lay inside the range that was forecast.`,
  recordNone: 'None yet. Measure a model of yours, or chat with one, and the forecast is put to the test.',
};

export const modelAdvice = {
  title: 'How to run it here',
  place: (runtime: RuntimeId | TextRuntimeId, device: DeviceId, threads: number) =>
    `${runtimes[runtime]} on ${devices[device]}${device === 'wasm' ? `, ${threads === 1 ? '1 thread' : `${threads} threads`}` : ''}`,
  reason: ({ code, facts }: Reason) => reasons[code](facts),
  changes: 'What would change this',
  considered: 'Everything considered',
  consideredColumns: { place: 'Where', fits: 'Fits', need: 'Needs', forecast: 'Forecast' },
  notForecast: 'not known',
  run: 'Run it',
  chat: 'Chat with it',
  measure: 'Measure it',
  keepCopy: 'Keep a copy in this browser',
  keepCopyHelp:
    'The file itself stays where it is. The copy opens from the list below without choosing the file again.',
  copying: 'Copying',
  copied: (id: string) => `Kept in this browser as ${id}.`,
  keep: 'Download and keep it',
  keepBytes: (bytes: number) => `Download and keep it (${format.bytes(bytes)})`,
  open: 'Open it',
  kept: 'It is kept in this browser.',
  keepAsks: (host: string) => `This fetches from ${host}.`,
  noTask: 'No page here runs this kind of model as a task; its speed can be measured.',
};

import type { FitLimit, FitTerm } from '#advise/fit.ts';
import type { Forecast } from '#advise/forecast.ts';
import type { JudgedVariants } from '#advise/judge-variants.ts';
import type { WorkClass } from '#advise/node-work.ts';
import type { Reason } from '#advise/recommend.ts';
import type { ArchitectureFamily, FormatId, ModelFacts, QuantisationKind, ValueFacts } from '#core/facts.ts';
import type { DeviceId, RuntimeId, TextRuntimeId } from '#core/runtime.ts';
import type { DownloadProgress } from '#core/storage.ts';
import type { Fit } from '#advise/fit.ts';
import type { ProfileStep } from '#state/known-profile.svelte.ts';
import { format } from './format.ts';

const runtimes = {
  ort: 'ONNX Runtime Web',
  tfjs: 'TensorFlow.js',
  litert: 'LiteRT',
  wllama: 'wllama (llama.cpp)',
  webllm: 'WebLLM',
} satisfies Record<RuntimeId | TextRuntimeId, string>;

const devices = { wasm: 'WebAssembly', webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'plain JavaScript' } satisfies Record<
  DeviceId,
  string
>;

const formats = {
  onnx: 'ONNX',
  gguf: 'GGUF',
  tflite: 'TFLite',
  tfjs: 'TensorFlow.js',
  safetensors: 'safetensors',
  mlc: 'MLC',
} satisfies Record<FormatId, string>;

const families = {
  decoder: 'text generator (decoder)',
  encoder: 'text encoder',
  'encoder-decoder': 'encoder and decoder',
  'vision-transformer': 'vision transformer',
  'conv-net': 'convolutional network',
  detector: 'detector',
  segmenter: 'segmenter',
  speech: 'speech model',
  recurrent: 'recurrent network',
  perceptron: 'dense layers only',
  'embedding-table': 'table of embeddings',
} satisfies Record<ArchitectureFamily, string>;

const quantisations = {
  none: 'none',
  float16: '16-bit floats',
  bfloat16: 'bfloat16',
  'dynamic-int8': 'int8 weights, activations quantised as it runs',
  qdq: 'quantise and dequantise nodes',
  qoperator: 'integer operators',
  'int4-blocks': '4-bit blocks',
  'weights-only': 'weights only',
  'full-integer': 'integers throughout',
  gguf: 'block types',
  mixed: 'mixed',
  unknown: 'not known',
} satisfies Record<QuantisationKind, string>;

const terms = {
  engine: 'The engine itself',
  weights: 'Weights',
  loading: 'Copies while loading',
  activations: 'Activations, at their peak',
  cache: 'Cache of the context',
  attention: 'Attention scores of a long prompt',
} satisfies Record<FitTerm['what'], string>;

const limits = {
  'engine-ceiling': 'ceiling of the engine',
  'heap-measured': 'WebAssembly memory here',
  'gpu-measured': 'GPU memory here',
} satisfies Record<FitLimit['what'], string>;

const work = {
  memory: 'reading weights',
  dense: 'matrix products and convolutions',
  depthwise: 'depthwise convolutions',
  integer: 'integer products',
  requantised: 'integer convolutions',
  requantisedDepthwise: 'integer depthwise convolutions',
  recurrent: 'recurrent layers',
  pool: 'pooling',
  transcendental: 'exponentials and the like',
  quantise: 'quantising',
  interpolate: 'resizing',
  simple: 'moving and adding',
  absent: 'nothing',
} satisfies Record<WorkClass | 'memory', string>;

const memoryRange = (low: number, high: number) =>
  low === high ? format.memory(low) : `${low === 0 ? 'up to' : `${format.memory(low)} to`} ${format.memory(high)}`;

const value = (facts: Reason['facts'], name: string) => Number(facts[name] ?? 0);

/** Why this engine and device, and what would change it. */
const reasons = {
  'only-engine': (facts) =>
    `${runtimes[String(facts['runtime']) as keyof typeof runtimes]} is the engine here that opens this format.`,
  'no-engine': (facts) =>
    `No engine here runs ${formats[String(facts['format']) as FormatId]}. Look for an ONNX, GGUF or TFLite variant of the model.`,
  fastest: (facts) =>
    `It is the fastest by forecast: ${format.duration(value(facts, 'ms'))} against ${format.duration(value(facts, 'nextMs'))} for the next.`,
  'only-candidate': () => 'It is the only one that fits.',
  'nothing-fits': (facts) =>
    `It needs at least ${format.memory(value(facts, 'needBytes'))}, and there are ${format.memory(value(facts, 'limitBytes'))}.`,
  'software-gpu': () => 'The GPU here is emulated by the processor. A browser with a real one could be much faster.',
  'no-gpu': () => 'A browser with WebGPU would offer the GPU as well.',
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

const notices = {
  'started-over': 'The file on the server has changed, so it started over',
  retrying: 'The connection broke off; trying again',
  waiting: 'Waiting for the server or another tab',
  checking: 'Checking the bytes',
} satisfies Record<NonNullable<DownloadProgress['notice']>, string>;

const shapeOf = (shape: ValueFacts['shape']) =>
  shape === null ? 'not stated' : shape.length === 0 ? 'scalar' : shape.map((size) => size ?? '?').join(' × ');

export const models = {
  title: 'Models',
  lead: 'Bring any model: see what it is, if it fits this device and how fast it will be, before you fetch a gigabyte.',

  bring: {
    title: 'Which model',
    field: 'A hub’s model, an address, or a file of yours',
    hint: 'For example onnx-community/mobilenetv4_conv_small.e2400_r224_in1k, organisation/name:file.gguf, or https://…',
    look: 'Look at it',
    files: 'Choose files',
    folder: 'Choose a folder',
    drop: 'Or drop files or a folder anywhere on this page. They are read here and sent nowhere.',
    dropNow: 'Let go to look at it',
    asks: (host: string) => `Looking asks ${host}, and nobody else, for a listing and the model’s header.`,
    asksNobody: 'It comes with the app: nobody is asked.',
    hub: 'Another hub',
    hubField: 'Address of the model hub',
    hubHint: 'A mirror that speaks the same addresses. Empty it to go back to the public hub.',
    reading: 'Reading the header',
    waiting: (time: string) => `The server is busy and asks to wait ${time}`,
  },

  measuring: (step: ProfileStep | null) =>
    step === 'memory' ? 'Finding out how much memory there is' : 'Measuring this device, once: a few seconds',

  variants: {
    title: (repository: string) => `What ${repository} offers`,
    about: (count: number, licence: string | null) =>
      `${count === 1 ? 'One variant' : `${count} variants`}; licence: ${licence ?? 'not stated'}.`,
    caption: 'Variants',
    columns: { variant: 'Variant', precision: 'Precision', size: 'Size', fits: 'Fits here', speed: 'Forecast' },
    notStated: 'not stated',
    noEngine: 'no engine',
    shown: 'shown below',
    show: 'Look',
    showName: (name: string) => `Look at ${name}`,
    note: 'The header of one variant was read. The others are reckoned by the size of their files.',
    why: {
      'most-precise': (name: string) => `${name}: the most precise of those that fit and answer quickly.`,
      fastest: (name: string) => `${name}: none that fits comes at reading speed, so the smallest.`,
      'only-tight': (name: string) => `${name}: none is sure to fit; this one needs the least.`,
      'nothing-fits': () => 'None of them fits this device.',
      'no-engine': () => 'No engine here opens any of them.',
    } satisfies Record<JudgedVariants['why'], (name: string) => string>,
    advised: 'Advised',
  },

  facts: {
    title: 'What it is',
    label: 'Facts of the model',
    names: {
      format: 'Format',
      name: 'Name',
      producer: 'Made by',
      size: 'Size',
      parameters: 'Parameters',
      weights: 'Weights',
      quantisation: 'Quantisation',
      architecture: 'Architecture',
      layers: 'Layers',
      heads: 'Attention heads',
      context: 'Trained context',
      width: 'Width',
      vocabulary: 'Vocabulary',
      experts: 'Experts',
      tokenizer: 'Tokenizer',
      chatTemplate: 'Chat template',
      licence: 'Licence',
      work: 'Work',
      external: 'Files beside it',
      unknown: 'Operators without a cost rule',
    },
    notStated: 'not stated',
    format: (id: FormatId, version: string | null) => (version === null ? formats[id] : `${formats[id]} ${version}`),
    weights: (weights: ModelFacts['weights']) =>
      weights.map(({ dtype, bytes }) => `${format.bytes(bytes)} ${dtype}`).join(', '),
    quantisation: ({ kind, name, bitsPerWeight }: ModelFacts['quantisation']) =>
      [
        name ?? quantisations[kind],
        ...(name !== null && kind !== 'none' ? [quantisations[kind]] : []),
        ...(bitsPerWeight === null ? [] : [`${format.number(bitsPerWeight)} bits a weight`]),
      ].join(', '),
    architecture: ({ family, name, evidence }: ModelFacts['architecture']) =>
      `${[name, family && families[family]].filter(Boolean).join(', ') || 'nothing tells'} (${evidence})`,
    heads: (heads: number, keyValueHeads: number | null) =>
      keyValueHeads === null || keyValueHeads === heads
        ? format.whole(heads)
        : `${format.whole(heads)}, ${format.whole(keyValueHeads)} for keys and values`,
    tokens: (count: number) => `${format.whole(count)} tokens`,
    experts: (total: number, used: number | null) =>
      used === null ? format.whole(total) : `${format.whole(total)}, ${format.whole(used)} at a time`,
    tokenizer: (model: string, vocabulary: number | null) =>
      vocabulary === null ? model : `${model}, ${format.whole(vocabulary)} tokens`,
    template: { brought: 'brought along', none: 'none' },
    work: (flops: number | null, basis: string) =>
      flops === null ? basis : `${flopsWords(flops)} operations: ${basis}`,
    external: (files: ModelFacts['externalFiles']) =>
      files
        .map(({ name, sizeBytes }) => `${name} (${sizeBytes === null ? 'missing' : format.bytes(sizeBytes)})`)
        .join(', '),
    inputs: 'Inputs',
    outputs: 'Outputs',
    valueColumns: { name: 'Name', type: 'Type', shape: 'Shape' },
    shape: shapeOf,
    operators: (kinds: number, nodes: number) =>
      `Operators: ${format.whole(nodes)} of ${kinds === 1 ? 'one kind' : `${format.whole(kinds)} kinds`}`,
    operatorsCaption: 'Operators and how often they occur',
    operatorColumns: { operator: 'Operator', count: 'Count' },
    costs: 'What each node costs',
    costsCaption: (shown: number, all: number) =>
      shown < all
        ? `The ${format.whole(shown)} dearest of ${format.whole(all)} nodes`
        : `All ${format.whole(all)} nodes`,
    costColumns: {
      node: 'Node',
      operator: 'Operator',
      flops: 'Operations',
      weights: 'Weights',
      moved: 'Activations',
      shape: 'Output',
    },
    notKnown: 'not known',
    metadata: 'What else the file says',
  },

  fit: {
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
  },

  forecast: {
    per: { run: 'One run', token: 'One token' } satisfies Record<'run' | 'token', string>,
    range: (low: string, high: string) => `${low} to ${high}`,
    tokens: (low: string, high: string) => `${low} to ${high} tokens a second`,
    tokensIn: (lowMs: number, highMs: number) =>
      `${format.number(1000 / highMs)} to ${format.number(1000 / lowMs)} tokens a second`,
    basis: {
      calibrated: 'It rests on the model’s graph, this device’s measured speed, and our calibration of this engine.',
      record: 'It rests on the model’s graph, this device’s measured speed, and how earlier forecasts here turned out.',
      uncalibrated:
        'It rests on the model’s graph and this device’s measured speed alone: this engine is not calibrated, so the range is wide.',
    } satisfies Record<Extract<Forecast, { known: true }>['basis'], string>,
    runIs: (basis: string) => `Of ${basis}.`,
    mostly: (kind: WorkClass | 'memory', share: string) => `Most of it, ${share}, is ${work[kind]}.`,
    unknown: {
      'no-costs': 'No forecast: this format’s reader has no costs for what is inside.',
      'shapes-unknown': 'No forecast: too many shapes in the graph are not known before it runs.',
      'device-not-measured': 'No forecast: this device was not measured.',
    } satisfies Record<Extract<Forecast, { known: false }>['why'], string>,
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
  },

  advice: {
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
    keep: 'Download and keep it',
    keepBytes: (bytes: number) => `Download and keep it (${format.bytes(bytes)})`,
    kept: 'Kept in this browser: open it from the list below.',
    keepAsks: (host: string) => `This fetches from ${host}.`,
    noTask: 'No page here runs this kind of model as a task; its speed can be measured.',
  },

  catalogue: {
    title: 'Models people ask for',
    lead: (host: string) =>
      `They lie on the hub: looking at one asks ${host}. None was fetched and run here before, so all count as unverified.`,
    ours: 'With the app',
    caption: 'Models of the catalogue',
    look: (name: string) => `Look at ${name}`,
    columns: { name: 'Model', task: 'For', engine: 'Engine', licence: 'Licence', where: 'Where' },
    unverified: 'unverified',
    runtime: (id: RuntimeId | TextRuntimeId) => runtimes[id],
  },

  store: {
    title: 'Kept in this browser',
    none: 'Nothing yet. A model that you download here stays, and opens without a network.',
    room: (used: string, quota: string) => `${used} used of the ${quota} that this site may use.`,
    persistent: 'The browser has promised not to clear it by itself.',
    clearable: 'The browser may clear it when the disk runs full.',
    memory: 'This browser, or this private window, keeps nothing: what is fetched lasts until the tab closes.',
    cleared: (names: string) => `The browser has cleared ${names} since your last visit.`,
    used: (date: string) => `last used ${date}`,
    from: 'From',
    open: 'Open',
    verify: 'Verify',
    pin: 'Pin',
    unpin: 'Unpin',
    pinned: 'pinned',
    export: 'Save to disk',
    remove: 'Delete',
    removeSure: 'Delete it for good',
    keepIt: 'Leave it',
    checking: 'Reading every byte again',
    whole: 'Every byte is what it was.',
    bad: (names: string) => `No longer whole: ${names}. Delete it and fetch it again.`,
    named: (action: string, name: string) => `${action}: ${name}`,
    pendingTitle: 'On their way',
    resume: 'Go on',
    pause: 'Pause',
    discard: 'Give up',
    paused: 'Paused, or broken off. What was fetched is kept.',
    fetching: (name: string) => `Fetching ${name}`,
    amount: (received: number, total: number | null, rate: number | null) =>
      [
        total === null ? format.bytes(received) : `${format.bytes(received)} of ${format.bytes(total)}`,
        ...(rate === null ? [] : [`${format.bytes(rate)}/s`]),
      ].join(', '),
    notices,
  },
};

function flopsWords(flops: number): string {
  const steps = ['', ' thousand', ' million', ' thousand million', ' million million'];
  let scaled = flops;
  let step = 0;
  while (scaled >= 999.5 && step < steps.length - 1) {
    scaled /= 1000;
    step++;
  }
  return `${format.number(scaled)}${steps[step]}`;
}

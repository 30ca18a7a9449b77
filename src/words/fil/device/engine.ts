import type { Text } from '../../language.ts';
import { count } from '../format.ts';

const onOff = { on: 'Naka-on', off: 'Naka-off' };

/** Names of engines, devices, workloads, phases and settings, shared by all pages. */
export const engine: Text['engine'] = {
  title: 'Engine',
  names: {
    ort: 'ONNX Runtime',
    tfjs: 'TensorFlow.js',
    litert: 'LiteRT',
    wllama: 'wllama (llama.cpp)',
    webllm: 'WebLLM',
    openvino: 'OpenVINO',
    llama: 'llama.cpp',
    'ort-text': 'ONNX Runtime (mga language model)',
    oip: 'Open Inference Protocol',
    openai: 'OpenAI API',
  },
  devices: {
    wasm: 'WebAssembly',
    webgpu: 'WebGPU',
    webgl: 'WebGL',
    javascript: 'purong JavaScript',
    cpu: 'CPU',
    gpu: 'GPU',
    npu: 'NPU',
    server: 'remote server',
  },
  host: 'Tumatakbo sa',
  hosts: { page: 'Page na ito', companion: 'Companion' },
  inCompanion: (name, device) => `${name} sa ${device} (companion)`,
  companion: {
    none: 'Hindi nakakonekta ang page na ito sa companion, na nagpapatakbo ng engine na ito.',
    waiting:
      'Magtatanong muna ang browser mo bago kumonekta ang page na ito sa companion, na nagpapatakbo ng engine na ito.',
    connecting: 'Kumokonekta sa companion, na nagpapatakbo ng engine na ito.',
    unreachable: 'Hindi maabot ang companion, na nagpapatakbo ng engine na ito.',
    notOffered: (name) => `Hindi magamit ng companion ang ${name} sa device na ito.`,
    link: 'Mga native engine',
  },
  workloads: {
    conv: 'Vision (MobileNetV2)',
    encoder: 'Text encoder',
    decoder: 'LLM decoder',
  },
  phases: {
    fetch: 'Kinukuha ang model',
    verify: 'Sinusuri ang mga naka-store na file',
    send: 'Ipinapadala ang model sa companion',
    build: 'Binubuo ang model',
    convert: 'Kino-convert ang model',
    compare: 'Inihahambing sa orihinal ang na-convert na model',
    create: 'Ginagawa ang session',
    first: 'Unang inference',
    'warm-up': 'Nagwa-warm-up (hindi kasama sa resulta)',
    steady: 'Nagsusukat',
    'cool-down': 'Nagpapalamig',
    check: 'Sinusuri ang mga output',
    run: 'Tumatakbo',
  },

  opening: 'Binubuksan ang model',
  retry: 'Buksang muli',
  line: (name, version, device) => `${name} ${version} sa ${device}`,
  threads: (threads) => count(threads, 'thread'),
  build: (name) => `build na ${name}`,
  float32Convolutions: (convolutions) =>
    `${count(convolutions, 'integer convolution')} ang kino-compute sa float32: mas mabilis, at pareho ang resulta`,
  convertedTo: {
    w8a8: 'na-convert sa ONNX na may mga int8 weight at activation: puwedeng bahagyang maiba ang mga sagot nito',
  },
  conversion: (perplexity, prompt, generation) =>
    `ang perplexity ay ${perplexity} ng sa orihinal sa isang maikling text; sa device na ito, ang bilis ay ${prompt} (prompt) at ${generation} (pagbuo) ng sa llama.cpp`,
  size: (bytes) => `model na ${bytes}`,
  created: (time) => `handa sa loob ng ${time}`,
  deviceFailed: (device, why) => `hindi nabuksan ng ${device} ang model: ${why}`,

  sizes: 'Mga laki at value ng input',
  device: 'Backend',
  threadCount: 'Mga thread',
  automatic: 'Awtomatiko',
  automaticValue: (value) => `Awtomatiko (${value})`,
  chosenBy: {
    tuning: 'Awtomatiko: ang pinakamabilis na configuration ng model na ito, ayon sa pag-tune sa device na ito.',
    recommendation: 'Awtomatiko: inirerekomenda para sa model na ito batay sa mga sukat ng device na ito.',
    default:
      'Awtomatiko: hindi pa nasusukat ang device na ito, kaya mga default ng engine ang mga ito. Maaaring hindi ito ang pinakamabilis.',
  },
  measure: 'Sukatin ang device na ito',
  measuring: 'Sinusukat ang device na ito (ilang segundo)',
  more: 'Mga setting ng engine',
  unset: 'Default',
  unsetValue: (value) => `Default (${value})`,
  settingIs: (name, value) => `${name}: ${value}`,
  settings: {
    graphOptimisation: {
      name: 'Graph optimization',
      help: 'Kung hanggang saan isinusulat muli ng ONNX Runtime at Assay ang graph bago ito tumakbo. Kapag naka-off, tumatakbo ang graph nang eksaktong gaya ng nasa file.',
      values: { disabled: 'Naka-off', basic: 'Basic', extended: 'Extended', all: 'Lahat' },
    },
    memoryPattern: {
      name: 'Memory pattern',
      help: 'Kung pinaplano ang memory ng buong run mula sa unang run na may parehong mga shape.',
      values: onOff,
    },
    precision: {
      name: 'Precision',
      help: 'Ang type na ginagamit ng WebGL sa pag-store ng mga value sa pagitan ng mga operator. Kalahati lang ang memory ng half, pero hindi gaanong tumpak.',
      values: { float32: 'Single (float32)', float16: 'Half (float16)' },
    },
    contextLength: {
      name: 'Context (token)',
      help: 'Ang pinakamaraming token na nakikita ng model. Default ng engine: 2,048, o ang haba ng context na pinagsanayan kung mas maikli iyon.',
    },
    interOpThreads: {
      name: 'Mga inter-op thread',
      help: 'Mga thread na sabay-sabay na nagpapatakbo ng magkakahiwalay na operator, kung parallel ang execution mode.',
    },
    executionMode: {
      name: 'Execution mode',
      help: 'Kung sabay-sabay na tumatakbo ang magkakahiwalay na operator.',
      values: { sequential: 'Sunod-sunod', parallel: 'Sabay-sabay' },
    },
    memoryArena: {
      name: 'Memory arena',
      help: 'Kung itinatabi ang nabakanteng memory para sa mga susunod na allocation.',
      values: onOff,
    },
    logLevel: {
      name: 'Log level',
      help: 'Ang pinakamababang severity na inilo-log ng engine.',
      values: { verbose: 'Verbose', info: 'Info', warning: 'Babala', error: 'Error', fatal: 'Fatal' },
    },
    provider: {
      name: 'Execution provider',
      help: 'Ang library na ginagamit ng ONNX Runtime para sa isang device. Bumubukas lang ang model kung may mga node nitong tumatakbo roon.',
      values: {
        cpu: 'Sariling provider ng ONNX Runtime (CPU)',
        openvino: 'OpenVINO',
        webgpu: 'WebGPU',
        cuda: 'CUDA',
        tensorrt: 'TensorRT',
        'tensorrt-rtx': 'TensorRT-RTX',
        qnn: 'QNN (Qualcomm)',
        coreml: 'CoreML (Apple)',
        directml: 'DirectML (Windows)',
        mlx: 'MLX (Apple)',
        cann: 'CANN (Ascend)',
        migraphx: 'MIGraphX (AMD)',
        vitisai: 'Vitis AI (AMD)',
      },
    },
    computePrecision: {
      name: 'Compute precision',
      help: 'Ang type na ginagamit ng engine sa pag-compute. Mas mabilis sa ilang device ang mas maiikling type, pero hindi gaanong tumpak.',
      values: { float32: 'float32', float16: 'float16', bfloat16: 'bfloat16' },
    },
    performanceHint: {
      name: 'Performance hint',
      help: 'Kung nakaayos ang engine para sa paisa-isang inference o para sa maramihan.',
      values: { latency: 'Latency', throughput: 'Throughput' },
    },
    streams: { name: 'Mga stream', help: 'Mga inference na puwedeng tumakbo nang sabay-sabay.' },
    modelCache: {
      name: 'Model cache',
      help: 'Kung naka-store ang na-compile na model, para mas mabilis itong bumukas sa susunod.',
      values: onOff,
    },
    automaticDevice: {
      name: 'Device na pinili ng OpenVINO (AUTO)',
      help: 'Kung OpenVINO ang pipili sa lahat ng device nito. Nasa report ang pinili nito.',
      values: onOff,
    },
    gpuLayers: {
      name: 'Mga GPU layer',
      help: 'Mga layer ng model na tumatakbo sa GPU; sa CPU tumatakbo ang iba. Default ng engine: hanggang sa kasya.',
    },
    memoryLock: {
      name: 'Memory lock',
      help: 'Kung pinananatili sa pisikal na memory ang mga weight, para hindi kailanman ma-swap out ang mga ito.',
      values: onOff,
    },
    batchSize: {
      name: 'Laki ng batch (token)',
      help: 'Mga prompt token na sabay-sabay na pinoproseso.',
    },
    flashAttention: {
      name: 'Flash attention',
      help: 'Kino-compute ang attention nang hindi sino-store ang matrix nito, kaya mas kaunting memory ang kailangan. Sa browser, mas mabilis iproseso ang prompt, pero mas mabagal at bahagyang hindi kasing-eksakto ang pagbuo ng text; pinapatay ito ng I-evaluate maliban kung i-on mo.',
      values: onOff,
    },
    promptCache: {
      name: 'Prompt cache sa disk',
      help: 'Sino-store ang naprosesong prompt sa folder ng companion kapag isinara ang model, para makapagpatuloy ang pag-uusap na iyon nang hindi ito pinoproseso ulit. Laman ng file ang pag-uusap.',
      values: onOff,
    },
  },
};

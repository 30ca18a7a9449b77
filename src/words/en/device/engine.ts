import type { SettingWords } from '#core/engine/engine-settings.ts';
import type { DeviceId, EngineId, HostId } from '#core/engine/engines.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { Progress } from '#core/report/progress.ts';
import type { ChosenSetup, EngineFacts } from '#core/engine/runtime.ts';

/** Names of engines, devices, workloads, phases and settings, shared by all pages. */
export const engine = {
  title: 'Engine',
  names: {
    ort: 'ONNX Runtime',
    tfjs: 'TensorFlow.js',
    litert: 'LiteRT',
    wllama: 'wllama (llama.cpp)',
    webllm: 'WebLLM',
    openvino: 'OpenVINO',
    llama: 'llama.cpp',
    'ort-text': 'ONNX Runtime (language models)',
    oip: 'Open Inference Protocol',
    openai: 'OpenAI API',
  } satisfies Record<EngineId, string>,
  devices: {
    wasm: 'WebAssembly',
    webgpu: 'WebGPU',
    webgl: 'WebGL',
    javascript: 'plain JavaScript',
    cpu: 'CPU',
    gpu: 'GPU',
    npu: 'NPU',
    server: 'remote server',
  } satisfies Record<DeviceId, string>,
  host: 'Runs in',
  hosts: { page: 'This page', companion: 'Companion' } satisfies Record<HostId, string>,
  inCompanion: (name: string, device: string) => `${name} on the ${device} (companion)`,
  /** Why the chosen native engine cannot be used now. */
  companion: {
    none: 'This page is not connected to a companion, which runs this engine.',
    waiting: 'Your browser asks before this page connects to the companion, which runs this engine.',
    connecting: 'Connecting to the companion, which runs this engine.',
    unreachable: 'The companion, which runs this engine, cannot be reached.',
    notOffered: (name: string) => `The companion cannot use ${name} on this device.`,
    link: 'Native engines',
  },
  workloads: {
    conv: 'Vision (MobileNetV2)',
    encoder: 'Text encoder',
    decoder: 'LLM decoder',
  } satisfies Record<WorkloadId, string>,
  phases: {
    fetch: 'Fetching the model',
    verify: 'Checking the stored files',
    send: 'Sending the model to the companion',
    build: 'Building the model',
    convert: 'Converting the model',
    compare: 'Comparing the converted model with the original',
    create: 'Creating the session',
    first: 'First inference',
    'warm-up': 'Warming up (excluded from the result)',
    steady: 'Measuring',
    'cool-down': 'Cooling down',
    check: 'Checking the outputs',
    run: 'Running',
  } satisfies Record<Progress['phase'], string>,

  opening: 'Opening the model',
  retry: 'Open again',
  line: (name: string, version: string, device: string) => `${name} ${version} on ${device}`,
  threads: (count: number) => (count === 1 ? '1 thread' : `${count} threads`),
  build: (name: string) => `build ${name}`,
  float32Convolutions: (count: number) =>
    `${count} integer ${count === 1 ? 'convolution' : 'convolutions'} computed in float32: faster, with the same results`,
  convertedTo: {
    w8a8: 'converted to ONNX with int8 weights and activations: its answers can differ slightly',
  } satisfies Record<NonNullable<EngineFacts['convertedTo']>, string>,
  conversion: (perplexity: string, prompt: string, generation: string) =>
    `perplexity ${perplexity} of the original’s on a short text; speed on this device ${prompt} (prompt) and ${generation} (generation) of llama.cpp’s`,
  size: (bytes: string) => `model of ${bytes}`,
  created: (time: string) => `ready in ${time}`,
  deviceFailed: (device: string, why: string) => `${device} could not open the model: ${why}`,

  sizes: 'Input sizes and values',
  device: 'Backend',
  threadCount: 'Threads',
  automatic: 'Automatic',
  automaticValue: (value: string) => `Automatic (${value})`,
  chosenBy: {
    tuning: 'Automatic: the fastest configuration of this model, as tuned on this device.',
    recommendation: 'Automatic: recommended for this model from the measurements of this device.',
    default:
      'Automatic: this device has not been measured, so these are the defaults of the engine. They may not be the fastest choice.',
  } satisfies Record<ChosenSetup['by'], string>,
  measure: 'Measure this device',
  measuring: 'Measuring this device (a few seconds)',
  more: 'Engine settings',
  unset: 'Default',
  unsetValue: (value: string) => `Default (${value})`,
  settingIs: (name: string, value: string) => `${name}: ${value}`,
  settings: {
    graphOptimisation: {
      name: 'Graph optimisation',
      help: 'How far ONNX Runtime and Assay rewrite the graph before it runs. Off runs the graph exactly as it is in the file.',
      values: { disabled: 'Off', basic: 'Basic', extended: 'Extended', all: 'All' },
    },
    memoryPattern: {
      name: 'Memory pattern',
      help: 'Whether the memory for a run is allocated at once, as planned in the first run with the same shapes.',
      values: { on: 'On', off: 'Off' },
    },
    precision: {
      name: 'Precision',
      help: 'The type in which WebGL stores values between operators. Half takes half the memory and is less accurate.',
      values: { float32: 'Single (float32)', float16: 'Half (float16)' },
    },
    contextLength: {
      name: 'Context (tokens)',
      help: 'The maximum number of tokens that the model sees. Engine default: 2,048, or the trained context length if that is less.',
    },
    interOpThreads: {
      name: 'Inter-op threads',
      help: 'Threads that run independent operators at the same time, if the execution mode is parallel.',
    },
    executionMode: {
      name: 'Execution mode',
      help: 'Whether independent operators run at the same time.',
      values: { sequential: 'Sequential', parallel: 'Parallel' },
    },
    memoryArena: {
      name: 'Memory arena',
      help: 'Whether freed memory is kept for later allocations.',
      values: { on: 'On', off: 'Off' },
    },
    logLevel: {
      name: 'Log level',
      help: 'The lowest severity that the engine logs.',
      values: { verbose: 'Verbose', info: 'Info', warning: 'Warning', error: 'Error', fatal: 'Fatal' },
    },
    provider: {
      name: 'Execution provider',
      help: 'The library through which ONNX Runtime uses a device. A model opens only if some of its nodes run on it.',
      values: {
        cpu: 'ONNX Runtime’s own (CPU)',
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
      help: 'The type in which the engine computes. Shorter types are faster on some devices and less accurate.',
      values: { float32: 'float32', float16: 'float16', bfloat16: 'bfloat16' },
    },
    performanceHint: {
      name: 'Performance hint',
      help: 'Whether the engine is tuned for one inference at a time or for many.',
      values: { latency: 'Latency', throughput: 'Throughput' },
    },
    streams: { name: 'Streams', help: 'Inferences that can run at the same time.' },
    modelCache: {
      name: 'Model cache',
      help: 'Whether the compiled model is stored, so that it opens faster the next time.',
      values: { on: 'On', off: 'Off' },
    },
    automaticDevice: {
      name: 'Device chosen by OpenVINO (AUTO)',
      help: 'Whether OpenVINO chooses among all its devices instead. The report names the chosen device.',
      values: { on: 'On', off: 'Off' },
    },
    gpuLayers: {
      name: 'GPU layers',
      help: 'Layers of the model that run on the GPU; the others run on the CPU. Engine default: as many as fit.',
    },
    memoryLock: {
      name: 'Memory lock',
      help: 'Whether the weights are kept in physical memory, so that they are never swapped out.',
      values: { on: 'On', off: 'Off' },
    },
    batchSize: {
      name: 'Batch size (tokens)',
      help: 'Prompt tokens that are processed at once.',
    },
    flashAttention: {
      name: 'Flash attention',
      help: 'Computes attention without storing its matrix, which needs less memory. In the browser, it processes prompts faster, but generates text more slowly and less exactly. Evaluate turns it off by default.',
      values: { on: 'On', off: 'Off' },
    },
    promptCache: {
      name: 'Prompt cache on disk',
      help: 'Stores the processed prompt in the companion’s folder when the model is closed. The same conversation then continues without processing the prompt again. The stored file contains the conversation.',
      values: { on: 'On', off: 'Off' },
    },
  } satisfies SettingWords,
};

import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ProviderPackageId } from '#core/engine/engine-package.ts';
import { precisionHints } from '../openvino/precision-hints.ts';

/** An execution provider other than the default for the CPU. */
export type ProviderId = Exclude<NonNullable<EngineSettings['provider']>, 'cpu'>;

type Precision = NonNullable<EngineSettings['computePrecision']>;
/** Settings that only some providers support. */
export type ProviderSetting = 'performanceHint' | 'modelCache';
export const providerSettings: readonly ProviderSetting[] = ['performanceHint', 'modelCache'];

/** The request from which a provider's options are computed. */
export interface ProviderRequest {
  readonly device: DeviceId;
  readonly threads: number;
  readonly precision: Precision;
  readonly hint: NonNullable<EngineSettings['performanceHint']>;
  /** The folder for compiled models; `null` if they are not stored. */
  readonly cacheFolder: string | null;
}

interface Provider {
  /** onnxruntime's name of the provider, which the placement of nodes also uses. */
  readonly name: string;
  /** The precisions that can be requested, Assay's default first; empty if the provider computes in the model's types. */
  readonly precisions: readonly Precision[];
  readonly settings: readonly ProviderSetting[];
  /** Returns all options that are passed to the provider. */
  options(request: ProviderRequest): Readonly<Record<string, string>>;
}

const formatSwitch = (isOn: boolean): string => (isOn ? '1' : '0');

/** Providers in separate libraries, which are registered with onnxruntime. */
export const libraryProviders: Readonly<Record<ProviderPackageId, Provider>> = {
  openvino: {
    name: 'OpenVINOExecutionProvider',
    precisions: ['float32', 'float16', 'bfloat16'],
    settings: ['performanceHint', 'modelCache'],
    // Version 1.8.1 silently ignores its option `precision`, but applies the properties in `load_config`.
    options: ({ threads, precision, hint, cacheFolder }) => {
      const hints = {
        INFERENCE_PRECISION_HINT: precisionHints[precision],
        PERFORMANCE_HINT: hint.toUpperCase(),
        ...(cacheFolder !== null && { CACHE_DIR: cacheFolder }),
      };
      const cpu = { ...hints, INFERENCE_NUM_THREADS: String(threads) };
      return { load_config: JSON.stringify({ CPU: cpu, GPU: hints, NPU: hints }) };
    },
  },
  webgpu: { name: 'WebGpuExecutionProvider', precisions: [], settings: [], options: () => ({}) },
  cuda: {
    name: 'CUDAExecutionProvider',
    precisions: ['float32'],
    settings: [],
    options: () => ({ use_tf32: '0' }), // TF32 has no more mantissa bits than float16
  },
  tensorrt: {
    name: 'TensorrtExecutionProvider',
    precisions: ['float32', 'float16', 'bfloat16'],
    settings: ['modelCache'],
    options: ({ precision, cacheFolder }) => ({
      trt_fp16_enable: formatSwitch(precision === 'float16'),
      trt_bf16_enable: formatSwitch(precision === 'bfloat16'),
      ...(cacheFolder !== null && {
        trt_engine_cache_enable: '1',
        trt_engine_cache_path: cacheFolder,
        trt_timing_cache_enable: '1',
        trt_timing_cache_path: cacheFolder,
      }),
    }),
  },
  'tensorrt-rtx': {
    name: 'NvTensorRTRTXExecutionProvider',
    precisions: [],
    settings: ['modelCache'],
    options: ({ cacheFolder }): Record<string, string> =>
      cacheFolder === null ? {} : { nv_runtime_cache_path: cacheFolder },
  },
  qnn: {
    name: 'QNNExecutionProvider',
    precisions: ['float32', 'float16'],
    settings: ['performanceHint'],
    options: ({ device, precision, hint }) => ({
      backend_type: device === 'npu' ? 'htp' : device,
      htp_performance_mode: hint === 'latency' ? 'burst' : 'sustained_high_performance',
      enable_htp_fp16_precision: formatSwitch(precision === 'float16'),
    }),
  },
  mlx: { name: 'MLXExecutionProvider', precisions: [], settings: [], options: () => ({}) },
  migraphx: {
    name: 'MIGraphXExecutionProvider',
    precisions: ['float32', 'float16', 'bfloat16'],
    settings: ['modelCache'],
    options: ({ precision, cacheFolder }) => ({
      migraphx_fp16_enable: formatSwitch(precision === 'float16'),
      migraphx_bf16_enable: formatSwitch(precision === 'bfloat16'),
      ...(cacheFolder !== null && { migraphx_model_cache_dir: cacheFolder }),
    }),
  },
  vitisai: {
    name: 'VitisAIExecutionProvider',
    precisions: [],
    settings: ['modelCache'],
    options: ({ cacheFolder }): Record<string, string> => (cacheFolder === null ? {} : { cache_dir: cacheFolder }),
  },
};

interface BuiltInProvider extends Provider {
  /** The name of the provider in `SessionOptionsAppendExecutionProvider`. */
  readonly append: string;
  readonly devices: readonly DeviceId[];
}

/** Providers that only some builds of onnxruntime contain. */
export const builtInProviders: Readonly<Record<Exclude<ProviderId, ProviderPackageId>, BuiltInProvider>> = {
  coreml: {
    name: 'CoreMLExecutionProvider',
    append: 'CoreML',
    devices: ['npu', 'gpu', 'cpu'],
    precisions: [],
    settings: ['modelCache'],
    options: ({ device, cacheFolder }) => ({
      ModelFormat: 'MLProgram',
      MLComputeUnits: device === 'npu' ? 'CPUAndNeuralEngine' : device === 'gpu' ? 'CPUAndGPU' : 'CPUOnly',
      ...(cacheFolder !== null && { ModelCacheDirectory: cacheFolder }),
    }),
  },
  directml: {
    name: 'DmlExecutionProvider',
    append: 'DML',
    devices: ['gpu'],
    precisions: [],
    settings: [],
    options: () => ({}),
  },
  cann: {
    name: 'CANNExecutionProvider',
    append: 'CANN',
    devices: ['npu'],
    precisions: ['float32', 'float16'],
    settings: [],
    options: ({ precision }) => ({ precision_mode: precision === 'float16' ? 'force_fp16' : 'force_fp32' }),
  },
};

export function isBuiltIn(id: ProviderId): id is keyof typeof builtInProviders {
  return Object.hasOwn(builtInProviders, id);
}

export function getProvider(id: ProviderId): Provider {
  return isBuiltIn(id) ? builtInProviders[id] : libraryProviders[id];
}

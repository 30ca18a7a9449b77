import { MLCEngine, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { defaultContextLength } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { EngineFacts, OpenOptions, Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { requireDevice } from '../require-device.ts';
import { modelBaseUrl, redirectCacheToFiles } from './file-cache.ts';
import { WebllmSession } from './webllm-session.ts';

/** web-llm: MLC models on WebGPU. Their files include the compiled model library (`.wasm`). */
export const webllm: Runtime<TextSession> = {
  id: 'webllm',
  open: (model, options) =>
    openOnFirstDevice('webllm', options, (device, failedDevices) =>
      openOnDevice(device, failedDevices, model, options),
    ),
};

async function openOnDevice(
  device: DeviceId,
  failedDevices: EngineFacts['failedDevices'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<TextSession> {
  await requireDevice('webllm', device);
  const library = [...model.files.keys()].find((name) => name.endsWith('.wasm'));
  if (!library) {
    throw new AppError('model-corrupt', { format: 'mlc', reason: 'no-model-library' });
  }
  const config = await readConfig(model);
  if (config.quantization.includes('f16') && !(await hasShaderF16())) {
    throw new AppError('model-unsupported', { model: model.id, reason: 'needs-half-precision' });
  }
  const startedMs = performance.now();
  redirectCacheToFiles(model);
  const engine = new MLCEngine({
    logLevel: 'ERROR',
    appConfig: {
      ...prebuiltAppConfig,
      cacheBackend: 'cache',
      model_list: [{ model: modelBaseUrl, model_id: model.id, model_lib: modelBaseUrl + library }],
    },
  });
  const contextLength = options.contextLength ?? Math.min(defaultContextLength, config.context_window_size);
  try {
    await engine.reload(model.id, { context_window_size: contextLength });
  } catch (thrown) {
    throw toOpenError(thrown, model.id);
  }
  const facts = {
    engine: 'webllm' as const,
    engineVersion: webllmVersion,
    build: 'webgpu',
    device,
    failedDevices,
    threads: 1,
    createMs: performance.now() - startedMs,
    contextLength,
    trainedContextLength: config.context_window_size,
    kvCacheBytes: null,
    hasChatTemplate: true,
    timed: { sampling: 'inside', tokenising: 'outside' } as const,
  };
  return new WebllmSession(engine, facts, () => readVocabulary(model));
}

/** The library does not report its version. A test compares this constant with the installed package. */
export const webllmVersion = '0.2.86';

const configFile = 'mlc-chat-config.json';

interface ModelConfig {
  readonly quantization: string;
  readonly context_window_size: number;
}

async function readConfig(model: ModelFiles): Promise<ModelConfig> {
  const config = await readJson(model, configFile);
  const { quantization, context_window_size } = (config ?? {}) as Partial<ModelConfig>;
  if (typeof quantization !== 'string' || typeof context_window_size !== 'number') {
    const facts = { format: 'mlc', file: configFile, missing: 'quantization, context_window_size' };
    throw new AppError('model-corrupt', { ...facts, reason: 'file-incomplete' });
  }
  return { quantization, context_window_size };
}

/** Token texts by id. */
async function readVocabulary(model: ModelFiles): Promise<readonly string[]> {
  const tokenizer = (await readJson(model, 'tokenizer.json')) as {
    readonly model?: { readonly vocab?: object };
  } | null;
  const vocabulary = tokenizer?.model?.vocab ?? {};
  // An object from token to id, or a list of tokens with scores for unigram models.
  return Array.isArray(vocabulary) ? vocabulary.map(([token]: [string]) => token) : Object.keys(vocabulary);
}

async function readJson(model: ModelFiles, file: string): Promise<unknown> {
  const bytes = model.files.get(file);
  if (!bytes) throw new AppError('model-corrupt', { format: 'mlc', reason: 'file-missing', file });
  const text = new TextDecoder().decode(bytes instanceof Uint8Array ? bytes : await bytes.arrayBuffer());
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('model-corrupt', { format: 'mlc', reason: 'file-not-json', file }, { cause });
  }
}

async function hasShaderF16(): Promise<boolean> {
  return (await navigator.gpu.requestAdapter())?.features.has('shader-f16') ?? false;
}

function toOpenError(thrown: unknown, model: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (/out of memory|OOM|alloc/i.test(why)) return new AppError('out-of-memory', { why }, { cause: thrown });
  if (/device.*lost|lost.*device/i.test(why)) return new AppError('device-lost', { why }, { cause: thrown });
  if (/WebAssembly|wasm|JSON|Cannot fetch/i.test(why)) {
    return new AppError('model-corrupt', { format: 'mlc', why }, { cause: thrown });
  }
  // The engine calls a function that the model library lacks.
  if (thrown instanceof TypeError) {
    const facts = { model, version: webllmVersion, why };
    return new AppError('model-unsupported', { ...facts, reason: 'library-mismatch' }, { cause: thrown });
  }
  return new AppError('model-unsupported', { model, why }, { cause: thrown });
}

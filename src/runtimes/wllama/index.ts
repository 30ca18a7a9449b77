import { LogLevel, Wllama } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { defaultContextLength } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { EngineFacts, OpenOptions, Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { gguf } from '#formats/gguf/index.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { requireDevice } from '../require-device.ts';
import { chooseThreadCount } from '../choose-thread-count.ts';
import { EngineLog } from './engine-log.ts';
import { WllamaSession } from './wllama-session.ts';

/** wllama (llama.cpp): GGUF models on wasm with threads, or with their layers on WebGPU. */
export const wllama: Runtime<TextSession> = {
  id: 'wllama',
  open: (model, options) =>
    openOnFirstDevice('wllama', options, (device, failedDevices) =>
      retryWithoutAddressSpace(() => openOnDevice(device, failedDevices, model, options)),
    ),
};

/** Waits up to 4.5 s for the memory of closed engines. Heuristic, not measured. */
const maxAttempts = 10;
const attemptDelayMs = 500;

/**
 * Retries if the browser has no address space left for an engine's memory. A process of Chromium 156 has space for the
 * memories of 62 engines, regardless of the sizes of their models (measured). The space of a closed engine is freed
 * when its last thread has ended, which takes longer on a busy machine.
 * @throws the error of `open` after {@link maxAttempts} attempts
 */
async function retryWithoutAddressSpace<T>(open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (thrown) {
      const isOutOfAddressSpace = /allocate WebAssembly\.Memory/.test(String(asAppError(thrown).facts['why']));
      if (attempt === maxAttempts || !isOutOfAddressSpace) throw thrown;
      await new Promise<void>((resolve) => setTimeout(resolve, attemptDelayMs));
    }
  }
}

async function openOnDevice(
  device: DeviceId,
  failedDevices: EngineFacts['failedDevices'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<TextSession> {
  await requireDevice('wllama', device);
  const files = toBlobs(model);
  const entry = files.get(model.entry)!;
  const contextLength = options.contextLength ?? (await readDefaultContextLength(entry));
  const startedMs = performance.now();
  const log = new EngineLog();
  const engine = new Wllama({ default: new URL(wasmUrl, globalThis.location.href).href }, { logger: log.logger });
  engine.setCompat(null); // by default, wllama loads files for older browsers from a CDN
  try {
    const loading = engine.loadModel([...files.values()], {
      n_ctx: contextLength,
      n_parallel: 1,
      embeddings: true, // required by LogitsReader; does not affect answers
      pooling_type: 'LLAMA_POOLING_TYPE_NONE',
      swa_full: true, // otherwise llama.cpp reuses no common prefix of two prompts
      ...(device === 'wasm' && { flash_attn: options.flashAttention ?? true }),
      n_gpu_layers: device === 'webgpu' ? allLayers : 0,
      log_level: logLevel,
      reasoning_format: 'none', // keeps a model's reasoning in its answer
      n_threads: chooseThreadCount(options.threads),
    });
    await log.race(loading);
    // The engine reports an unreadable file as a loaded model without a vocabulary.
    if (engine.getLoadedContextInfo().n_vocab === 0) throw new AppError('model-corrupt', { format: 'gguf' });
    if (device === 'webgpu' && log.gpuLayers === 0) {
      throw new AppError('engine-unavailable', { engine: 'wllama', device, reason: 'gpu-adapter-not-usable' });
    }
  } catch (thrown) {
    await engine.exit();
    throw toOpenError(log.explain(thrown), thrown, model.id);
  }
  return new WllamaSession(
    engine,
    log,
    { id: model.id, entry },
    {
      engine: 'wllama',
      engineVersion: Wllama.getLibllamaVersion(),
      build: engine.isMultithread() ? 'threads' : 'single',
      device,
      failedDevices,
      threads: engine.getNumThreads(),
      createMs: performance.now() - startedMs,
    },
  );
}

/**
 * The level with the least output that prints the number of GPU layers. llama.cpp's server prints more at higher
 * levels, and errors at every level (observed).
 */
const logLevel = LogLevel.INFO;

/** llama.cpp offloads all layers if the number exceeds the model's. */
const allLayers = 999;

/**
 * Reads the default context length, limited to the one that the model was trained for, which llama.cpp's default
 * exceeds. A file whose header cannot be read gets the default; opening it then reports the error.
 */
async function readDefaultContextLength(file: Blob): Promise<number> {
  const facts = await gguf.readFacts(file, '').catch(() => null);
  return Math.min(defaultContextLength, facts?.architecture.contextLength ?? defaultContextLength);
}

/** Returns every file as a Blob, which the engine reads in chunks, without a second copy in memory. */
function toBlobs(model: ModelFiles): Map<string, Blob> {
  const createCorruptError = (reason: 'file-missing' | 'file-empty', file: string) =>
    new AppError('model-corrupt', { format: 'gguf', reason, file });
  if (!model.files.has(model.entry)) throw createCorruptError('file-missing', model.entry);
  const blobs = new Map<string, Blob>();
  for (const [name, bytes] of model.files) {
    const blob = bytes instanceof Uint8Array ? new Blob([bytes]) : bytes;
    if (!(blob instanceof Blob)) throw new AppError('internal', { why: 'a GGUF file is neither bytes nor a Blob' });
    if (blob.size === 0) throw createCorruptError('file-empty', name);
    blobs.set(name, blob);
  }
  return blobs;
}

function toOpenError(why: string, thrown: unknown, model: string): AppError {
  if (thrown instanceof AppError && thrown.code !== 'model-corrupt') return thrown;
  const because = { cause: thrown };
  // A changed or missing file causes a DOMException at the library's first read, and a log line at later reads.
  const isUnreadable = thrown instanceof DOMException && /^Not(Readable|Found)Error$/.test(thrown.name);
  if (isUnreadable || /File read failed/.test(why))
    return new AppError('file-unreadable', { file: model, why }, because);
  if (/alloc|out of memory|OOM|memory access/i.test(why)) return new AppError('out-of-memory', { why }, because);
  if (/unknown (model )?architecture|unsupported/i.test(why)) {
    return new AppError('model-unsupported', { model, why }, because);
  }
  return new AppError('model-corrupt', { format: 'gguf', why }, because);
}

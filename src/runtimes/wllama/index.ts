import { Wllama, WllamaError } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { AppError } from '#core/error.ts';
import type { ModelFiles } from '#core/model.ts';
import type { DeviceId, EngineFacts, OpenOptions, Runtime } from '#core/runtime.ts';
import type { TextSession } from '#core/text.ts';
import { openOnFirst } from '../first-device.ts';
import { webgpuMissing } from '../webgpu-adapter.ts';
import { WllamaSession } from './session.ts';

/** wllama (llama.cpp): any GGUF, on wasm with threads, or with its layers on WebGPU. */
export const wllama: Runtime<TextSession> = {
  id: 'wllama',
  probe: async () => ({ ok: true, devices: (await webgpuMissing()) === null ? ['wasm', 'webgpu'] : ['wasm'] }),
  open: (model, options) =>
    openOnFirst('wllama', options.devices, (device, refused) => openOn(device, refused, model, options)),
};

/** Tokens of context where neither the user nor the model asks for fewer: what a short conversation takes. */
const defaultContextLength = 2048;

async function openOn(
  device: DeviceId,
  refused: EngineFacts['refused'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<TextSession> {
  await requireDevice(device);
  const files = blobsOf(model);
  const startedMs = performance.now();
  const engine = new Wllama(
    { default: new URL(wasmUrl, globalThis.location.href).href },
    { suppressNativeLog: true, logger: { ...console, debug: silent, log: silent } },
  );
  engine.setCompat(null); // by default its files for older browsers come from a CDN
  try {
    await engine.loadModel(files, {
      n_ctx: options.contextLength ?? defaultContextLength,
      n_parallel: 1,
      n_gpu_layers: device === 'webgpu' ? everyLayer : 0,
      ...(options.threads && { n_threads: options.threads }),
    });
  } catch (thrown) {
    await engine.exit().catch(silent); // what failed to load may fail to unload; the first error is the one that counts
    throw openingError(thrown, model.id);
  }
  return new WllamaSession(engine, {
    runtime: 'wllama',
    runtimeVersion: Wllama.getLibllamaVersion(),
    build: engine.isMultithread() ? 'threads' : 'single',
    device,
    refused,
    threads: engine.getNumThreads(),
    createMs: performance.now() - startedMs,
  });
}

/** llama.cpp takes any number above the layers that there are as all of them. */
const everyLayer = 999;
const silent = () => {};

async function requireDevice(device: DeviceId): Promise<void> {
  if (device === 'wasm') return;
  const why = device === 'webgpu' ? await webgpuMissing() : `wllama does not run on ${device}`;
  if (why) throw new AppError('runtime-unavailable', { runtime: 'wllama', device, why });
}

/** Every file as a Blob: the engine reads those piece by piece and never holds a second copy. */
function blobsOf(model: ModelFiles): Blob[] {
  if (!model.files.has(model.entry)) {
    throw new AppError('model-corrupt', { format: 'gguf', why: `${model.entry} is missing` });
  }
  return [...model.files.values()].map((bytes) => {
    if (bytes instanceof Blob) return bytes;
    if (bytes instanceof Uint8Array) return new Blob([bytes]);
    throw new AppError('internal', { why: 'a GGUF file is neither bytes nor a Blob' });
  });
}

function openingError(thrown: unknown, model: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (/alloc|out of memory|OOM|memory access/i.test(why))
    return new AppError('out-of-memory', { why }, { cause: thrown });
  if (thrown instanceof WllamaError && /magic|gguf|invalid|corrupt/i.test(why)) {
    return new AppError('model-corrupt', { format: 'gguf', why }, { cause: thrown });
  }
  return new AppError('model-unsupported', { model, why }, { cause: thrown });
}

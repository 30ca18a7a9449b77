import type { InferenceSession } from 'onnxruntime-web';
import { AppError } from '#core/error.ts';
import type { ByteSource, ModelFiles } from '#core/model.ts';
import type { DeviceId, OpenOptions, Runtime, Session, SessionFacts } from '#core/runtime.ts';
import { openOnFirst } from '../first-device.ts';
import { webgpuMissing } from '../webgpu-adapter.ts';
import { buildFor, loadBuild } from './builds.ts';
import { openingError } from './errors.ts';
import { OrtSession, rejectWhenLost } from './session.ts';
import { specOf } from './tensors.ts';

/** onnxruntime-web: ONNX graphs on wasm (SIMD, threads where the page is cross-origin isolated) and WebGPU. */
export const ort: Runtime = {
  id: 'ort',
  probe: async () => ({ ok: true, devices: (await webgpuMissing()) === null ? ['wasm', 'webgpu'] : ['wasm'] }),
  open: (model, options) =>
    openOnFirst('ort', options.devices, (device, refused) => openOn(device, refused, model, options)),
};

async function openOn(
  device: DeviceId,
  refused: SessionFacts['refused'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<Session> {
  await requireDevice(device);
  const [graph, externalData] = await Promise.all([graphOf(model), externalDataOf(model)]);
  const startedMs = performance.now();
  const build = buildFor(device);
  const library = await loadBuild(build);
  // Counts only before the build's first session; after that the library keeps the threads that it has.
  const threads = threadsFor(options.threads);
  if (threads) library.env.wasm.numThreads ??= threads;
  try {
    const settings = { ...sessionOptions(device, options), externalData };
    const session = await library.InferenceSession.create(graph, settings);
    const facts = {
      runtime: 'ort',
      runtimeVersion: library.env.versions.web ?? 'unknown',
      build,
      device,
      refused,
    } as const;
    return new OrtSession(
      library,
      session,
      {
        ...facts,
        threads: library.env.wasm.numThreads ?? 1,
        inputs: session.inputMetadata.map((value) => specOf(value, model.id)),
        outputs: session.outputMetadata.map((value) => specOf(value, model.id)),
        createMs: performance.now() - startedMs,
      },
      device === 'webgpu' ? rejectWhenLost(await library.env.webgpu.device) : null,
    );
  } catch (thrown) {
    throw openingError(thrown, model.id);
  }
}

async function requireDevice(device: DeviceId): Promise<void> {
  if (device === 'wasm') return;
  const why = device === 'webgpu' ? await webgpuMissing() : `onnxruntime-web does not run on ${device}`;
  if (why) throw new AppError('runtime-unavailable', { runtime: 'ort', device, why });
}

/** `wanted`, within what this place can do; undefined leaves the library's own choice. */
function threadsFor(wanted: number | undefined): number | undefined {
  if (!globalThis.crossOriginIsolated) return 1;
  return wanted === undefined ? undefined : Math.min(Math.max(1, wanted), navigator.hardwareConcurrency);
}

function sessionOptions(device: DeviceId, options: OpenOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    ...(options.graphOptimisation && { graphOptimizationLevel: options.graphOptimisation }),
    ...(options.memoryPattern !== undefined && { enableMemPattern: options.memoryPattern }),
  };
}

async function graphOf(model: ModelFiles): Promise<Uint8Array> {
  const entry = model.files.get(model.entry);
  if (!entry) throw new AppError('model-corrupt', { format: 'onnx', why: `${model.entry} is missing` });
  return entry instanceof Uint8Array ? entry : new Uint8Array(await entry.arrayBuffer());
}

/** Weights beside the graph. A Blob goes as it is: the library reads it when it needs it. */
function externalDataOf(model: ModelFiles): Promise<{ path: string; data: Uint8Array | Blob }[]> {
  const siblings = [...model.files].filter(([name]) => name !== model.entry);
  return Promise.all(siblings.map(async ([path, bytes]) => ({ path, data: await dataOf(bytes) })));
}

async function dataOf(bytes: Uint8Array | ByteSource): Promise<Uint8Array | Blob> {
  return bytes instanceof Uint8Array || bytes instanceof Blob ? bytes : new Uint8Array(await bytes.arrayBuffer());
}

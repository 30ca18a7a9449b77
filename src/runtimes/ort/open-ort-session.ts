import type { InferenceSession } from 'onnxruntime-web';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { fileTimings, loadDurationMs } from '../file-timing.ts';
import { requireDevice } from '../require-device.ts';
import { buildFor, loadBuild, consumeLoadMs, wasmUrl, type BuildId, type OrtLibrary } from './ort-builds.ts';
import { openingError } from './ort-errors.ts';
import { captureWasmMemories } from '../wasm-memory.ts';
import { openGpuDevice } from './gpu-device.ts';
import { encodeModel, readModelContent } from './model-bytes.ts';
import { recordPlacement, withConsoleListener } from './node-placement.ts';
import { OrtSession } from './ort-session.ts';
import { toTensorSpec } from './ort-tensors.ts';
import { threadsFor } from '../thread-count.ts';

/** Opens `model` on one device. */
export async function openOnDevice(
  device: DeviceId,
  failedDevices: SessionFacts['failedDevices'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<OrtSession> {
  await requireDevice('ort', device);
  const read = await readModelContent(model);
  const build = buildFor(device);
  const library = await loadBuild(build);
  const startedMs = performance.now();
  const threads = setThreads(library, options.threads);
  const gpu = device === 'webgpu' ? await openGpuDevice() : null;
  try {
    const forWasm = device === 'wasm' && options.graphOptimisation !== 'disabled';
    const { graph, float32Convolutions } = await encodeModel(read, forWasm);
    const create = () =>
      library.InferenceSession.create(graph, {
        executionProviders: [gpu ? { name: 'webgpu', device: gpu } : 'wasm'],
        externalData: read.externalData,
        ...(options.graphOptimisation && { graphOptimizationLevel: options.graphOptimisation }),
        ...(options.memoryPattern !== undefined && { enableMemPattern: options.memoryPattern }),
        ...(options.placement && { logSeverityLevel: 0 }),
      });
    const creating = () => startBuild(build, create);
    const [session, placement] = options.placement ? await recordPlacement(creating) : [await creating()];
    // R1: a worker's first `create` also loads the library's wasm, which the browser compiles while it downloads.
    const wasmMs = loadDurationMs(fileTimings(), wasmUrl(library), startedMs);
    const facts: SessionFacts = {
      engine: 'ort',
      engineVersion: library.env.versions.web ?? 'unknown',
      build,
      device,
      threads: threads(),
      failedDevices,
      ...(await specsOf(session, model)),
      ...(placement && { placement }),
      ...(float32Convolutions > 0 && { float32Convolutions }),
      loadMs: consumeLoadMs(build) + wasmMs,
      createMs: performance.now() - startedMs - wasmMs,
    };
    return new OrtSession({ library, session, facts, device: gpu, memories: memories.get(build) ?? [] });
  } catch (thrown) {
    gpu?.destroy();
    throw openingError(thrown, model.id);
  }
}

/** The wasm memories of the builds that this worker has started. */
const memories = new Map<BuildId, readonly WebAssembly.Memory[]>();

/**
 * Creates a session. The first session of a build also starts its wasm; only then can its log and memory be
 * intercepted.
 */
async function startBuild(build: BuildId, create: () => Promise<InferenceSession>): Promise<InferenceSession> {
  if (memories.has(build)) return create();
  const [session, found] = await captureWasmMemories(() => withConsoleListener(create));
  memories.set(build, found);
  return session;
}

/**
 * Sets the number of threads, limited to what the device allows. Only a build's first session can set it; later ones
 * get the same number.
 * @returns the number that the library actually uses, once a session is open
 */
function setThreads({ env }: OrtLibrary, wanted: number | undefined): () => number {
  env.wasm.numThreads ??= threadsFor(wanted);
  return () => env.wasm.numThreads ?? 1;
}

async function specsOf(
  session: InferenceSession,
  model: ModelFiles,
): Promise<Pick<SessionFacts, 'inputs' | 'outputs'>> {
  try {
    return {
      inputs: session.inputMetadata.map((value) => toTensorSpec(value, model.id)),
      outputs: session.outputMetadata.map((value) => toTensorSpec(value, model.id)),
    };
  } catch (thrown) {
    await session.release();
    throw thrown;
  }
}

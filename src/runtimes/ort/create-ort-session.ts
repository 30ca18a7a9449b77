import type { InferenceSession } from 'onnxruntime-web';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { EngineFacts, OpenOptions } from '#core/engine/runtime.ts';
import { listFileTimings, getLoadDurationMs } from '../file-timing.ts';
import { requireDevice } from '../require-device.ts';
import { selectBuild, loadBuild, consumeLoadMs, getWasmUrl, type BuildId, type OrtLibrary } from './ort-builds.ts';
import { toOpenError } from './ort-errors.ts';
import { captureWasmMemories } from '../wasm-memory.ts';
import { openGpuDevice } from './gpu-device.ts';
import { encodeModel, readModelContent } from './model-bytes.ts';
import { recordPlacement } from './node-placement.ts';
import { listenToConsole } from './ort-log.ts';
import { chooseThreadCount } from '../choose-thread-count.ts';

/** A session of the library, with its device and memory. */
export interface CreatedSession<Engine extends EngineId> {
  readonly library: OrtLibrary;
  readonly session: InferenceSession;
  /** The session's GPU device, which no other session uses; `null` on wasm. */
  readonly gpu: GPUDevice | null;
  /** Wasm memories of the library, which all sessions of this worker share. */
  readonly memories: readonly WebAssembly.Memory[];
  readonly facts: EngineFacts & { readonly engine: Engine };
  /** Node counts of the optimised graph by execution provider, if requested. */
  readonly placement?: Readonly<Record<string, number>>;
}

interface SessionRequest<Engine extends EngineId> {
  readonly engine: Engine;
  readonly device: DeviceId;
  readonly failedDevices: EngineFacts['failedDevices'];
  /** Keeps outputs in GPU buffers; they are read back to host memory if absent. */
  readonly gpuOutputs?: 'gpu-buffer';
}

/** Creates a session of the library on one device. The caller owns the session and the GPU device. */
export async function createSession<Engine extends EngineId>(
  { engine, device, failedDevices, gpuOutputs }: SessionRequest<Engine>,
  model: ModelFiles,
  options: OpenOptions,
): Promise<CreatedSession<Engine>> {
  await requireDevice(engine, device);
  const content = await readModelContent(model);
  const build = selectBuild(device);
  const library = await loadBuild(build);
  const startedMs = performance.now();
  const getThreadCount = setThreads(library, options.threads);
  const gpu = device === 'webgpu' ? await openGpuDevice() : null;
  try {
    const forWasm = device === 'wasm' && options.graphOptimisation !== 'disabled';
    const { graph, float32Convolutions } = await encodeModel(content, forWasm);
    const create = () =>
      library.InferenceSession.create(graph, {
        executionProviders: [gpu ? { name: 'webgpu', device: gpu } : 'wasm'],
        externalData: content.externalData,
        ...(gpu && gpuOutputs && { preferredOutputLocation: gpuOutputs }),
        ...(options.graphOptimisation && { graphOptimizationLevel: options.graphOptimisation }),
        ...(options.memoryPattern !== undefined && { enableMemPattern: options.memoryPattern }),
        ...(options.placement && { logSeverityLevel: 0 }),
        ...(options.profile && { enableProfiling: true }),
      });
    const startCreation = () => startBuild(build, create);
    const [session, placement] = options.placement ? await recordPlacement(startCreation) : [await startCreation()];
    // R1: a worker's first `create` also downloads and compiles the library's wasm.
    const wasmMs = getLoadDurationMs(listFileTimings(), getWasmUrl(library), startedMs);
    const facts = {
      engine,
      engineVersion: library.env.versions.web ?? 'unknown',
      build,
      device,
      threads: getThreadCount(),
      failedDevices,
      ...(float32Convolutions > 0 && { float32Convolutions }),
      loadMs: consumeLoadMs(build) + wasmMs,
      createMs: performance.now() - startedMs - wasmMs,
    };
    return { library, session, gpu, memories: memories.get(build) ?? [], facts, ...(placement && { placement }) };
  } catch (thrown) {
    gpu?.destroy();
    throw toOpenError(thrown, model.id);
  }
}

/** The wasm memories of the builds that this worker has started. */
const memories = new Map<BuildId, readonly WebAssembly.Memory[]>();

/**
 * Creates a session. The first session of a build also starts its wasm, and only then can its log and memory be
 * intercepted.
 */
async function startBuild(build: BuildId, create: () => Promise<InferenceSession>): Promise<InferenceSession> {
  if (memories.has(build)) return create();
  const [session, captured] = await captureWasmMemories(() => listenToConsole(create));
  memories.set(build, captured);
  return session;
}

/**
 * Sets the number of threads, limited to the available ones. It takes effect only before the first session of a build.
 * @returns a function that returns the actual number of threads, once a session is open
 */
function setThreads({ env }: OrtLibrary, requested: number | undefined): () => number {
  env.wasm.numThreads ??= chooseThreadCount(requested);
  return () => env.wasm.numThreads ?? 1;
}

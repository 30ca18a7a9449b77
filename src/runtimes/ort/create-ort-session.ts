import type { InferenceSession } from 'onnxruntime-web';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { EngineFacts, OpenOptions } from '#core/engine/runtime.ts';
import { listFileTimings, loadDurationMs } from '../file-timing.ts';
import { requireDevice } from '../require-device.ts';
import { buildFor, loadBuild, consumeLoadMs, locateWasm, type BuildId, type OrtLibrary } from './ort-builds.ts';
import { toOpenError } from './ort-errors.ts';
import { captureWasmMemories } from '../wasm-memory.ts';
import { openGpuDevice } from './gpu-device.ts';
import { encodeModel, readModelContent } from './model-bytes.ts';
import { recordPlacement } from './node-placement.ts';
import { listenToConsole } from './ort-log.ts';
import { countThreads } from '../thread-count.ts';

/** A session of the library, with its device and memory. */
export interface CreatedSession<Engine extends EngineId> {
  readonly library: OrtLibrary;
  readonly session: InferenceSession;
  /** The device of this session alone; `null` on wasm. */
  readonly gpu: GPUDevice | null;
  /** Memories of the library's wasm, which all sessions of this worker share. */
  readonly memories: readonly WebAssembly.Memory[];
  readonly facts: EngineFacts & { readonly engine: Engine };
  /** Nodes of the optimised graph by execution provider, if requested. */
  readonly placement?: Readonly<Record<string, number>>;
}

interface SessionRequest<Engine extends EngineId> {
  readonly engine: Engine;
  readonly device: DeviceId;
  readonly failedDevices: EngineFacts['failedDevices'];
  /** Where outputs stay on a GPU; in host memory if absent. */
  readonly gpuOutputs?: 'gpu-buffer';
}

/** Creates a session of the library on one device. The caller owns the session and the GPU device. */
export async function createSession<Engine extends EngineId>(
  { engine, device, failedDevices, gpuOutputs }: SessionRequest<Engine>,
  model: ModelFiles,
  options: OpenOptions,
): Promise<CreatedSession<Engine>> {
  await requireDevice(engine, device);
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
        ...(gpu && gpuOutputs && { preferredOutputLocation: gpuOutputs }),
        ...(options.graphOptimisation && { graphOptimizationLevel: options.graphOptimisation }),
        ...(options.memoryPattern !== undefined && { enableMemPattern: options.memoryPattern }),
        ...(options.placement && { logSeverityLevel: 0 }),
        ...(options.profile && { enableProfiling: true }),
      });
    const startCreation = () => startBuild(build, create);
    const [session, placement] = options.placement ? await recordPlacement(startCreation) : [await startCreation()];
    // R1: a worker's first `create` also loads the library's wasm, which the browser compiles while it downloads.
    const wasmMs = loadDurationMs(listFileTimings(), locateWasm(library), startedMs);
    const facts = {
      engine,
      engineVersion: library.env.versions.web ?? 'unknown',
      build,
      device,
      threads: threads(),
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
 * Creates a session. The first session of a build also starts its wasm; only then can its log and memory be
 * intercepted.
 */
async function startBuild(build: BuildId, create: () => Promise<InferenceSession>): Promise<InferenceSession> {
  if (memories.has(build)) return create();
  const [session, found] = await captureWasmMemories(() => listenToConsole(create));
  memories.set(build, found);
  return session;
}

/**
 * Sets the number of threads, limited to what the device allows. Only a build's first session can set it; later ones
 * get the same number.
 * @returns the number that the library actually uses, once a session is open
 */
function setThreads({ env }: OrtLibrary, wanted: number | undefined): () => number {
  env.wasm.numThreads ??= countThreads(wanted);
  return () => env.wasm.numThreads ?? 1;
}

import { availableParallelism } from 'node:os';
import { defaultContextLength } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import { isDraftModel } from '#core/model/entry-file.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { loadOnce } from '#core/load-once.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { EngineFacts, OpenOptions } from '#core/engine/runtime.ts';
import { gguf } from '#formats/gguf/index.ts';
import { openOnFirstDevice } from '#runtimes/open-on-first-device.ts';
import { getEntryFile, isOnDisk, type FileOnDisk } from '../model-on-disk.ts';
import type { NativeEngine } from '../native-engine.ts';
import {
  loadLlamaLibrary,
  type Llama,
  type LlamaContext,
  type LlamaLibrary,
  type LlamaModel,
} from './llama-library.ts';
import { PromptCache } from './prompt-cache.ts';
import { LlamaSession } from './llama-session.ts';
import { chooseThreads, ThreadWatch } from './choose-threads.ts';

/** The size of float16, llama.cpp's default type for the KV cache. */
const cacheElementBytes = 2;

/** The errors that llama.cpp logs while it opens a model. Its exceptions do not contain the cause. */
type Log = string[];

/**
 * Opens llama.cpp through node-llama-cpp. It runs GGUF models on the CPU, or with layers on a GPU.
 * @param path the path of the library (`packages/`)
 */
export async function openLlama(path: string): Promise<NativeEngine<LlamaSession>> {
  const library = await loadLlamaLibrary(path);
  const log: Log = [];
  const start = (gpu: 'auto' | false) => startLlama(library, gpu, log);
  const preferred = await start('auto');
  const loadCpuInstance = preferred.gpu === false ? () => Promise.resolve(preferred) : loadOnce(() => start(false));
  const engine = new LlamaEngine(library, { preferred, loadCpuInstance, log });
  const gpus = preferred.gpu === false ? [] : await preferred.getGpuDeviceNames();
  return {
    id: 'llama',
    version: library.version,
    listDevices: () => [{ device: 'cpu', name: 'CPU' }, ...gpus.map((name) => ({ device: 'gpu' as const, name }))],
    open: (model, options) =>
      openOnFirstDevice('llama', options, (device, failedDevices) =>
        engine.open(device, failedDevices, model, options),
      ),
  };
}

function startLlama({ code }: LlamaLibrary, gpu: 'auto' | false, log: Log): Promise<Llama> {
  return code.getLlama({
    gpu,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: availableParallelism(),
    logger: (level, message) => {
      if (level === 'error' || level === 'fatal') log.push(message.trim());
    },
  });
}

class LlamaEngine {
  readonly #library: LlamaLibrary;
  /** The instance that uses the GPU, or the CPU if there is none. */
  readonly #preferred: Llama;
  readonly #loadCpuInstance: () => Promise<Llama>;
  readonly #log: Log;
  readonly #models = new Map<string, SharedModel>();
  /** The chosen number of threads by the path of the model, shared by its sessions. */
  readonly #chosenThreads = new Map<string, number>();

  constructor(
    library: LlamaLibrary,
    {
      preferred,
      loadCpuInstance,
      log,
    }: { readonly preferred: Llama; readonly loadCpuInstance: () => Promise<Llama>; readonly log: Log },
  ) {
    this.#library = library;
    this.#preferred = preferred;
    this.#loadCpuInstance = loadCpuInstance;
    this.#log = log;
  }

  async open(
    device: DeviceId,
    failedDevices: EngineFacts['failedDevices'],
    files: ModelFiles,
    options: OpenOptions,
  ): Promise<LlamaSession> {
    const file = getEntryFile(files);
    const { path } = file;
    const llama = device === 'gpu' ? this.#preferred : await this.#loadCpuInstance();
    if (device === 'gpu' && llama.gpu === false) {
      throw new AppError('engine-unavailable', { engine: 'llama', device, reason: 'no-gpu-adapter' });
    }
    const header = await readHeader(file);
    const contextSize = options.contextLength ?? Math.min(defaultContextLength, header.contextLength ?? Infinity);
    this.#log.length = 0;
    const startedMs = performance.now();
    const key = JSON.stringify([path, device, options.gpuLayers, options.memoryLock, options.flashAttention]);
    const shared = this.#shareModel(key, () => this.#load(llama, path, device, contextSize, options));
    const draftPath = findDraftModel(files)?.path;
    const sharedDraft =
      draftPath === undefined
        ? null
        : this.#shareModel(key.replace(path, draftPath), () =>
            this.#load(llama, draftPath, device, contextSize, options),
          );
    const release = async () => {
      await shared.release();
      await sharedDraft?.release();
    };
    let context: LlamaContext | undefined;
    let draft: LlamaContext | null = null;
    try {
      const model = await shared.acquire();
      const draftModel = await sharedDraft?.acquire();
      context = await createContext(model, contextSize, await listLoraAdapters(files), options);
      draft = draftModel ? await createContext(draftModel, contextSize, [], options) : null;
      const createMs = performance.now() - startedMs;
      const watch = options.threads === undefined ? await this.#watchThreads(llama, model, path) : null;
      const setup = { key, contextSize, version: this.#library.version, files: [...files.files.keys()] };
      const session = new LlamaSession(
        {
          library: this.#library,
          llama,
          model,
          context,
          file,
          threadWatch: watch,
          template: header.template,
          draft,
          promptCache: options.promptCache ? await PromptCache.create(file, setup) : null,
          release,
        },
        {
          engine: 'llama',
          engineVersion: this.#library.version,
          build: `${llama.gpu === false ? 'cpu' : llama.gpu}${draft ? '+draft' : ''}`,
          device,
          failedDevices,
          threads: watch?.threads ?? Math.min(options.threads ?? 1, availableParallelism()),
          createMs,
          contextLength: context.contextSize,
          trainedContextLength: header.contextLength,
          kvCacheBytes:
            header.cacheElementsPerToken && header.cacheElementsPerToken * context.contextSize * cacheElementBytes,
          hasChatTemplate: header.template !== null,
          timed: { sampling: 'inside', tokenising: 'outside' },
        },
      );
      await session.restore();
      return session;
    } catch (thrown) {
      await context?.dispose();
      await draft?.dispose();
      await release();
      throw this.#toOpenError(thrown, files.id);
    }
  }

  #shareModel(key: string, load: () => Promise<LlamaModel>): SharedModel {
    const shared = this.#models.get(key) ?? new SharedModel(load(), () => this.#models.delete(key));
    this.#models.set(key, shared);
    return shared;
  }

  #load(llama: Llama, modelPath: string, device: DeviceId, contextSize: number, options: OpenOptions) {
    const { gpuLayers, memoryLock = false, flashAttention = true } = options;
    return llama.loadModel({
      modelPath,
      gpuLayers: device === 'cpu' ? 0 : (gpuLayers ?? { min: 1, fitContext: { contextSize } }),
      useMlock: memoryLock,
      defaultContextFlashAttention: flashAttention,
      defaultContextSwaFullCache: true, // otherwise a prompt that shares only a prefix with the last one is processed again
    });
  }

  /** Creates the watch of a model's threads. Their number is measured once per model, in a separate context. */
  async #watchThreads(llama: Llama, model: LlamaModel, path: string): Promise<ThreadWatch> {
    const setThreads = (threads: number) => (llama.maxThreads = threads);
    let threads = this.#chosenThreads.get(path);
    if (threads === undefined) {
      const context = await model.createContext({
        contextSize: 512,
        threads: { ideal: availableParallelism(), min: 1 },
      });
      const sequence = context.getSequence();
      const startGeneration = () => sequence.evaluate(model.tokenize('0'), { temperature: 0, yieldEogToken: true });
      let generation = startGeneration();
      const generateToken = async () => {
        if (sequence.nextTokenIndex > 256) {
          await sequence.clearHistory();
          generation = startGeneration();
        }
        await generation.next();
      };
      threads = await chooseThreads(generateToken, setThreads);
      await generation.return();
      await context.dispose();
      this.#chosenThreads.set(path, threads);
    }
    setThreads(threads);
    return new ThreadWatch(threads, setThreads);
  }

  #toOpenError(thrown: unknown, model: string): AppError {
    if (thrown instanceof AppError) return thrown;
    const options = { cause: thrown };
    const message = [...this.#log, asAppError(thrown).facts['why']].join(' ');
    if (/alloc|out of memory|insufficient|VRAM/i.test(message))
      return new AppError('out-of-memory', { why: message }, options);
    if (/unknown (model )?architecture|unsupported/i.test(message)) {
      return new AppError('model-unsupported', { model, why: message }, options);
    }
    return new AppError('model-corrupt', { format: 'gguf', why: message }, options);
  }
}

/**
 * Reads facts from the file's header. They are `null` if the header is unreadable; the library then rejects the file
 * with a reason.
 */
async function readHeader(file: FileOnDisk) {
  const facts = await gguf.readFacts(file, '').catch(() => null);
  const { contextLength = null, cacheElementsPerToken = null } = facts?.architecture ?? {};
  return { contextLength, cacheElementsPerToken, template: facts?.chatTemplate ?? null };
}

async function createContext(
  model: LlamaModel,
  contextSize: number,
  adapters: readonly { readonly filePath: string }[],
  { threads = availableParallelism(), batchSize }: OpenOptions,
): Promise<LlamaContext> {
  return model.createContext({
    contextSize,
    threads: { ideal: threads, min: 1 }, // a higher minimum would block sessions while `maxThreads` is lower
    ...(batchSize !== undefined && { batchSize }),
    ...(adapters.length > 0 && { lora: { adapters } }),
  });
}

/** A reference-counted model, shared by several sessions and closed by the last. */
class SharedModel {
  readonly #model: Promise<LlamaModel>;
  readonly #onClose: () => void;
  #userCount = 0;

  constructor(model: Promise<LlamaModel>, onClose: () => void) {
    this.#model = model;
    this.#onClose = onClose;
  }

  acquire(): Promise<LlamaModel> {
    this.#userCount++;
    return this.#model;
  }

  async release(): Promise<void> {
    if (--this.#userCount > 0) return;
    this.#onClose();
    const model = await this.#model.catch(() => null); // `acquire` has already thrown this error
    await model?.dispose();
  }
}

/** Finds the draft model among the files of a model: a GGUF file with “draft” in its name. */
function findDraftModel({ files, entry }: ModelFiles): FileOnDisk | null {
  for (const [name, file] of files) if (name !== entry && isDraftModel(name) && isOnDisk(file)) return file;
  return null;
}

/** Lists the LoRA adapters among the files of a model. */
async function listLoraAdapters(model: ModelFiles): Promise<{ filePath: string }[]> {
  const adapters: { filePath: string }[] = [];
  for (const [name, file] of model.files) {
    if (name === model.entry || !name.endsWith('.gguf') || isDraftModel(name) || !isOnDisk(file)) continue;
    const { metadata } = await gguf.readFacts(file, name);
    if (metadata['general.type'] === 'adapter') adapters.push({ filePath: file.path });
  }
  return adapters;
}

import { availableParallelism } from 'node:os';
import { defaultContextLength } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import { isDraftModel } from '#core/model/entry-file.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { loadOnce } from '#core/once.ts';
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

/** The size of an f16, llama.cpp's default for keys and values. */
const cacheElementBytes = 2;

/** Errors that the engine logs while it opens a model, since its exceptions do not contain the cause. */
type Log = string[];

/**
 * Opens llama.cpp by node-llama-cpp, for any GGUF model on the CPU or with layers on a GPU.
 * @param path the path of the library (`packages/`)
 */
export async function openLlama(path: string): Promise<NativeEngine<LlamaSession>> {
  const library = await loadLlamaLibrary(path);
  const log: Log = [];
  const start = (gpu: 'auto' | false) => startLlama(library, gpu, log);
  const best = await start('auto');
  const onCpu = best.gpu === false ? () => Promise.resolve(best) : loadOnce(() => start(false));
  const engine = new LlamaEngine(library, { best, onCpu, log });
  const gpus = best.gpu === false ? [] : await best.getGpuDeviceNames();
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
  readonly #best: Llama;
  readonly #onCpu: () => Promise<Llama>;
  readonly #log: Log;
  readonly #models = new Map<string, SharedModel>();
  /** The chosen number of threads by file, since it is the same for every session of a model. */
  readonly #chosenThreads = new Map<string, number>();

  constructor(
    library: LlamaLibrary,
    { best, onCpu, log }: { readonly best: Llama; readonly onCpu: () => Promise<Llama>; readonly log: Log },
  ) {
    this.#library = library;
    this.#best = best;
    this.#onCpu = onCpu;
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
    const llama = device === 'gpu' ? this.#best : await this.#onCpu();
    if (device === 'gpu' && llama.gpu === false) {
      throw new AppError('engine-unavailable', { engine: 'llama', device, reason: 'no-gpu-adapter' });
    }
    const header = await readHeader(file);
    const contextSize = options.contextLength ?? Math.min(defaultContextLength, header.contextLength ?? Infinity);
    this.#log.length = 0;
    const startedMs = performance.now();
    const key = JSON.stringify([path, device, options.gpuLayers, options.memoryLock, options.flashAttention]);
    const shared = this.#shareModel(key, () => this.#load(llama, path, device, contextSize, options));
    const draftPath = findDraft(files)?.path;
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
      const model = await shared.use();
      const draftModel = await sharedDraft?.use();
      context = await createContext(model, contextSize, await listAdapters(files), options);
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
          watch,
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
      defaultContextSwaFullCache: true, // otherwise a prompt that shares only its beginning with the last one is reprocessed
    });
  }

  /** Watches the threads. The first time, their number is chosen by a measurement, in a separate context. */
  async #watchThreads(llama: Llama, model: LlamaModel, path: string): Promise<ThreadWatch> {
    const use = (threads: number) => (llama.maxThreads = threads);
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
      threads = await chooseThreads(generateToken, use);
      await generation.return();
      await context.dispose();
      this.#chosenThreads.set(path, threads);
    }
    use(threads);
    return new ThreadWatch(threads, use);
  }

  #toOpenError(thrown: unknown, model: string): AppError {
    if (thrown instanceof AppError) return thrown;
    const because = { cause: thrown };
    const why = [...this.#log, asAppError(thrown).facts['why']].join(' ');
    if (/alloc|out of memory|insufficient|VRAM/i.test(why)) return new AppError('out-of-memory', { why }, because);
    if (/unknown (model )?architecture|unsupported/i.test(why)) {
      return new AppError('model-unsupported', { model, why }, because);
    }
    return new AppError('model-corrupt', { format: 'gguf', why }, because);
  }
}

/** Reads facts of the file's header. If it cannot be read, the library rejects the file with the reason. */
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
    threads: { ideal: threads, min: 1 }, // with a higher minimum, a lower limit for all threads could never be met
    ...(batchSize !== undefined && { batchSize }),
    ...(adapters.length > 0 && { lora: { adapters } }),
  });
}

/** A model shared by several sessions. The last session closes it. */
class SharedModel {
  readonly #model: Promise<LlamaModel>;
  readonly #onClose: () => void;
  #users = 0;

  constructor(model: Promise<LlamaModel>, onClose: () => void) {
    this.#model = model;
    this.#onClose = onClose;
  }

  use(): Promise<LlamaModel> {
    this.#users++;
    return this.#model;
  }

  async release(): Promise<void> {
    if (--this.#users > 0) return;
    this.#onClose();
    const model = await this.#model.catch(() => null); // `use` has reported why it could not be loaded
    await model?.dispose();
  }
}

/** Finds the draft model among the files of a model: a GGUF file with “draft” in its name. */
function findDraft({ files, entry }: ModelFiles): FileOnDisk | null {
  for (const [name, file] of files) if (name !== entry && isDraftModel(name) && isOnDisk(file)) return file;
  return null;
}

/** Lists the LoRA adapters among the files of a model. */
async function listAdapters(model: ModelFiles): Promise<{ filePath: string }[]> {
  const adapters: { filePath: string }[] = [];
  for (const [name, file] of model.files) {
    if (name === model.entry || !name.endsWith('.gguf') || isDraftModel(name) || !isOnDisk(file)) continue;
    const { metadata } = await gguf.readFacts(file, name);
    if (metadata['general.type'] === 'adapter') adapters.push({ filePath: file.path });
  }
  return adapters;
}

import { detectEntryFile } from '#core/model/entry-file.ts';
import { listDevices, engineIds, engines, generatesText, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { ModelResources } from '../gateway/sessions/client-sessions.ts';
import type { BatchSettings } from '../gateway/sessions/batching/batch-settings.ts';
import { sumModelSize } from '../gateway/sessions/model-store.ts';
import { OpenModel } from '../gateway/sessions/open-model.ts';

/** A model in the companion's folder that one of its engines can open, or a model of a remote server. */
export interface ServedModel {
  /** The path of the model in the folder, or `<server>/<model>`. */
  readonly name: string;
  /** `null` for a model of a remote server. */
  readonly format: FormatId | null;
  readonly engine: EngineId;
  readonly kind: 'tensor' | 'text';
  /** `ready`: the model is opened on first use. */
  readonly state: 'ready' | 'unloaded' | 'failed';
  /** The reason why it could not be opened. */
  readonly error: AppError | null;
}

/** The options with which a model is opened. Absent options have their defaults. */
export interface LoadOptions {
  readonly engine?: EngineId;
  readonly device?: DeviceId;
  readonly threads?: number;
  readonly settings?: EngineSettings;
  readonly batching?: Partial<BatchSettings>;
}

/** Matches all but the first shard of a split GGUF model, which is listed under its first shard. */
const laterShard = /-(?!00001-)\d{5}-of-\d{5}\.gguf$/i;

/** The models that clients with an API key use by name. All clients share one session per model. */
export class ServedModels {
  readonly #resources: ModelResources;
  readonly #sessions = new Map<string, Promise<OpenModel>>();
  readonly #options = new Map<string, LoadOptions>();
  readonly #unloaded = new Set<string>();
  readonly #errors = new Map<string, AppError>();

  constructor(resources: ModelResources) {
    this.#resources = resources;
  }

  async list(): Promise<readonly ServedModel[]> {
    const { store, remote } = this.#resources;
    const [files, models] = await Promise.all([store.list(), remote.list()]);
    return [
      ...files.flatMap(({ name }) => this.#describeFile(name) ?? []),
      ...models.map(({ name, engine }) => this.#toServedModel(name, engine, null)),
    ];
  }

  /** @throws AppError model-unknown */
  async find(name: string): Promise<ServedModel> {
    const { store, remote } = this.#resources;
    const isLocal = (await store.list()).some((file) => file.name === name);
    const engine = isLocal ? null : await remote.findEngine(name);
    const model = isLocal ? this.#describeFile(name) : engine && this.#toServedModel(name, engine, null);
    if (model) return model;
    throw new AppError('model-unknown', { model: name });
  }

  /**
   * Opens a model if necessary, and keeps it open until `work` has completed.
   * @throws AppError model-unknown | request-invalid if the model has the wrong kind (tensors or text) or was unloaded
   * | errors from the engine
   */
  async withModel<T>(name: string, kind: ServedModel['kind'], work: (model: OpenModel) => Promise<T>): Promise<T> {
    for (;;) {
      const model = await this.find(name);
      if (model.kind !== kind) throw new AppError('request-invalid', { reason: 'model-kind', model: name, kind });
      if (model.state === 'unloaded') throw new AppError('request-invalid', { reason: 'model-unloaded', model: name });
      const opening = this.#getOrOpen(model);
      const openModel = await opening;
      // The model may have been unloaded or reloaded with other options in the meantime.
      if (this.#sessions.get(name) === opening) return openModel.keepOpen(() => work(openModel));
    }
  }

  /**
   * Opens a model. With `options`, an open model is reopened.
   * @throws AppError model-unknown | errors from the engine
   */
  async load(name: string, options: LoadOptions | null): Promise<void> {
    await this.find(name);
    if (options) {
      this.#options.set(name, options);
      await this.#close(name);
    }
    this.#unloaded.delete(name);
    await this.#getOrOpen(await this.find(name));
  }

  /**
   * Closes a model once its pending calls have completed. It stays closed until it is loaded again.
   * @throws AppError model-unknown
   */
  async unload(name: string): Promise<void> {
    await this.find(name);
    this.#unloaded.add(name);
    await this.#close(name);
  }

  #describeFile(name: string): ServedModel | null {
    const format = laterShard.test(name) ? null : detectEntryFile([name.slice(name.lastIndexOf('/') + 1)])?.format;
    if (!format) return null;
    const requestedEngine = this.#options.get(name)?.engine;
    const candidates = engineIds.filter(
      (id) => engines[id].formats.includes(format) && this.#resources.engines.runtimes[id],
    );
    const engine = candidates.find((id) => id === requestedEngine) ?? candidates[0];
    if (!engine) return null;
    return this.#toServedModel(name, engine, format);
  }

  #toServedModel(name: string, engine: EngineId, format: FormatId | null): ServedModel {
    const error = this.#errors.get(name) ?? null;
    const state = this.#unloaded.has(name) ? 'unloaded' : error ? 'failed' : 'ready';
    return { name, format, engine, kind: generatesText(engine) ? 'text' : 'tensor', state, error };
  }

  #getOrOpen(model: ServedModel): Promise<OpenModel> {
    const { name } = model;
    const existingSession = this.#sessions.get(name);
    if (existingSession) return existingSession;
    /** Removes this session, unless a newer one has replaced it. */
    const remove = () => {
      if (this.#sessions.get(name) === opening) this.#sessions.delete(name);
    };
    const opening = this.#openSession(model, remove);
    this.#sessions.set(name, opening);
    opening.then(
      () => this.#errors.delete(name),
      (thrown: unknown) => {
        this.#errors.set(name, asAppError(thrown));
        remove();
      },
    );
    return opening;
  }

  /** @param onEvict called when the model is closed to free memory for another */
  async #openSession({ name, engine, format }: ServedModel, onEvict: () => void): Promise<OpenModel> {
    const { engines: registry, store, memory, batching: defaults } = this.#resources;
    const { device, threads, settings, batching } = this.#options.get(name) ?? {};
    const files =
      format === null ? { id: name, entry: '', files: new Map() } : await store.findFiles({ kind: 'named', name });
    const sizeBytes = sumModelSize(files);
    const runtime = registry.runtimes[engine]!; // `#describeFile` selects only engines that this companion has
    const options = {
      ...settings,
      devices: device ? [device] : listDefaultDevices(engine),
      ...(threads !== undefined && { threads }),
    };
    return memory.open(
      sizeBytes,
      async () => new OpenModel(await runtime.open(files, options), name, sizeBytes, { ...defaults, ...batching }),
      async (model) => {
        onEvict();
        await model.close();
      },
    );
  }

  async #close(name: string): Promise<void> {
    const opening = this.#sessions.get(name);
    this.#sessions.delete(name);
    const model = await opening?.catch(() => null);
    if (!model) return;
    await model.close();
    this.#resources.memory.remove(model);
  }
}

/** Lists the default devices: a GPU for language models if the engine supports it, otherwise the engine's first device. */
function listDefaultDevices(engine: EngineId): readonly DeviceId[] {
  const devices = listDevices(engine, 'companion');
  return generatesText(engine) && devices.includes('gpu') ? ['gpu', 'cpu'] : devices.slice(0, 1);
}

import { rejectOnAbort } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import { engines, type DeviceId, type EngineId } from '#core/engine/engines.ts';
import type { NativeEnvironment } from '#core/report/environment.ts';
import type { Hardware } from '#core/engine/hardware.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { Progress } from '#core/report/progress.ts';
import type { OpenOptions, Runtime } from '#core/engine/runtime.ts';
import type { TokenScores } from '#core/engine/text-session.ts';
import type { ClientMessage } from '#protocol/client-messages.ts';
import type { Envelope } from '#federated/protocol/envelope.ts';
import type { CompanionControl, EngineListing, ModelListing } from '#protocol/companion-messages.ts';
import type { AuthenticatedClient } from '../access/authenticated-client.ts';
import type { BatchSettings } from './batching/batch-settings.ts';
import type { ModelMemory } from './model-memory.ts';
import { sumModelSize, type ModelStore } from './model-store.ts';
import { OpenModel, type HostedTensorSession, type HostedTextSession } from './open-model.ts';

/** The engines of this companion. */
export interface EngineRegistry {
  /** Lists all engines. An engine that is not installed has the reason. */
  list(): Promise<readonly EngineListing[]>;
  readonly runtimes: Readonly<Partial<Record<EngineId, Runtime<HostedTensorSession> | Runtime<HostedTextSession>>>>;
}

/** A model of a remote server. */
export interface RemoteListing {
  readonly name: string;
  readonly engine: EngineId;
}

/** The models of remote servers that the user has added. */
export interface RemoteModelRegistry {
  list(): Promise<readonly RemoteListing[]>;
  /** Finds the engine of a model by the model's name; `null` if no server has the model. */
  findEngine(name: string): Promise<EngineId | null>;
}

/** The resources with which models are opened. */
export interface ModelResources {
  readonly engines: EngineRegistry;
  readonly store: ModelStore;
  readonly memory: ModelMemory;
  readonly batching: BatchSettings;
  readonly remote: RemoteModelRegistry;
}

/** The resources that all WebSockets share. */
export interface SessionResources extends ModelResources {
  readonly readHardware: () => Promise<Hardware>;
  /** Measures the mean power of this machine during some work. */
  readonly measurePower: <T>(
    device: DeviceId,
    work: () => Promise<T>,
  ) => Promise<{ readonly result: T; readonly power: MeasuredPower }>;
  /** Answers a signed request of a participant of a federation. */
  readonly federate: (envelope: Envelope) => Promise<Envelope>;
  /** Describes this program and its machine, for reports. */
  readonly readEnvironment: () => Promise<NativeEnvironment>;
}

/** A message that expects a reply. */
export type Request = Exclude<ClientMessage, { readonly type: 'hello' | 'proof' | 'code-proof' | 'cancel' }>;
type RequestOf<T extends Request['type']> = Extract<Request, { readonly type: T }>;
/** The reply to a request; `null` if it has already been sent. */
type Reply = Promise<CompanionControl | null>;

/** The open models and the requests of one WebSocket. */
export class ClientSessions {
  readonly #client: AuthenticatedClient;
  readonly #resources: SessionResources;
  readonly #models = new Map<number, OpenModel>();
  #lastSession = 0;

  constructor(client: AuthenticatedClient, resources: SessionResources) {
    this.#client = client;
    this.#resources = resources;
  }

  /**
   * Handles a request.
   * @throws AppError
   */
  async answer(request: Request, signal: AbortSignal): Reply {
    const { id } = request;
    const { engines: registry, store, readHardware } = this.#resources;
    switch (request.type) {
      case 'list-engines':
        return { type: 'engines', id, engines: [...(await registry.list())] };
      case 'list-models':
        return { type: 'models', id, models: [...(await store.list()), ...(await this.#listRemoteModels())] };
      case 'read-hardware':
        return { type: 'hardware', id, hardware: await readHardware() };
      case 'begin-upload':
        return { type: 'received', id, ...(await store.begin(request.sha256, request.sizeBytes)) };
      case 'upload':
        return this.#upload(request);
      case 'open':
        return this.#open(request, signal);
      case 'run':
        return this.#run(request, signal);
      case 'generate':
        return this.#generate(request, signal);
      case 'time-text': {
        const { model, session } = this.#findTextModel(request.session);
        const timing = await model.callOrAbort(signal, () => session.time(request.request));
        return { type: 'timed', id, timing };
      }
      case 'vocabulary': {
        const { model, session } = this.#findTextModel(request.session);
        return {
          type: 'vocabulary',
          id,
          tokens: [...(await model.callOrAbort(signal, () => session.getVocabulary()))],
        };
      }
      case 'tokenise': {
        const { model, scores } = this.#findTokenScores(request.session);
        return { type: 'tokenised', id, text: await model.callOrAbort(signal, () => scores.tokenise(request.text)) };
      }
      case 'predict': {
        const { model, scores } = this.#findTokenScores(request.session);
        const predict = () => scores.predict(request.tokens, request.from);
        return { type: 'predicted', id, predictions: [...(await model.callOrAbort(signal, predict))] };
      }
      case 'bench':
        return this.#bench(request, signal);
      case 'profile':
        return this.#profile(request, signal);
      case 'memory': {
        const model = this.#findModel(request.session);
        return { type: 'memory', id, memory: await model.callOrAbort(signal, () => model.session.memory()) };
      }
      case 'close': {
        const model = this.#findModel(request.session);
        this.#models.delete(request.session);
        await this.#release(model);
        return { type: 'closed', id };
      }
      case 'federate':
        return { type: 'federated', id, envelope: await this.#resources.federate(request.envelope) };
      case 'rotate-key':
        await this.#client.rotateKey(request.publicKey, request.signature);
        return { type: 'key-rotated', id };
    }
  }

  /** Closes each model once its pending calls have completed. */
  async close(): Promise<void> {
    const models = [...this.#models.values()];
    this.#models.clear();
    await Promise.all(models.map((model) => this.#release(model)));
  }

  async #upload({ id, sha256, offset, tensors }: RequestOf<'upload'>): Reply {
    const { bytes } = tensors;
    if (bytes?.dtype !== 'uint8') throw new AppError('message-invalid', { reason: 'message-field', field: 'bytes' });
    return { type: 'received', id, ...(await this.#resources.store.append(sha256, offset, bytes.data)) };
  }

  async #listRemoteModels(): Promise<readonly ModelListing[]> {
    return (await this.#resources.remote.list()).map(({ name, engine }) => ({ name, sizeBytes: 0, engine }));
  }

  /** Finds the files of a model, none for a model of a remote server. */
  #findFiles({ engine, model }: RequestOf<'open'>): Promise<ModelFiles> {
    if (engines[engine].formats.length > 0) return this.#resources.store.findFiles(model);
    const id = model.kind === 'named' ? model.name : model.id;
    return Promise.resolve({ id, entry: '', files: new Map() });
  }

  async #open(request: RequestOf<'open'>, signal: AbortSignal): Reply {
    const { engines: registry, memory, batching, readEnvironment } = this.#resources;
    const runtime = registry.runtimes[request.engine];
    if (!runtime) {
      const knownEngines = Object.keys(registry.runtimes).join(', ');
      throw new AppError('companion-rejected', {
        reason: 'engine-unknown',
        engine: request.engine,
        known: knownEngines,
      });
    }
    const [files, environment] = await Promise.all([this.#findFiles(request), readEnvironment()]);
    const sizeBytes = sumModelSize(files);
    const { devices, threads, placement, settings } = request;
    const options: OpenOptions = {
      ...settings,
      devices,
      ...(threads !== undefined && { threads }),
      ...(placement !== undefined && { placement }),
    };
    const open = async () => {
      signal.throwIfAborted();
      return new OpenModel(await runtime.open(files, options), files.id, sizeBytes, batching);
    };
    const opening = memory.open(sizeBytes, open, (model) => this.#evict(model));
    let model: OpenModel;
    try {
      model = await rejectOnAbort(signal, opening);
    } catch (thrown) {
      void opening.then(
        (lateModel) => this.#release(lateModel),
        () => {}, // the error is reported below
      );
      throw thrown;
    }
    const session = ++this.#lastSession;
    this.#models.set(session, model);
    return { type: 'opened', id: request.id, session, opened: toOpenedFacts(model.session), environment };
  }

  async #run({ id, session: sessionId, tensors }: RequestOf<'run'>, signal: AbortSignal): Reply {
    const model = this.#findModel(sessionId);
    if (model.session.kind !== 'tensor') throw createKindError(sessionId, model.session.kind);
    const outputs = await model.run(tensors, signal);
    this.#client.connection.sendFrame({ type: 'outputs', id }, outputs);
    await this.#client.connection.waitForDrain();
    return null;
  }

  async #generate({ id, session: sessionId, request }: RequestOf<'generate'>, signal: AbortSignal): Reply {
    const { model } = this.#findTextModel(sessionId);
    const { connection } = this.#client;
    const usage = await model.generate(request, signal, (text) => {
      connection.send({ type: 'text', id, text });
      return connection.waitForDrain();
    });
    if (isDeadlineExceeded(signal)) throw signal.reason;
    return { type: 'generated', id, usage };
  }

  async #bench({ id, session: sessionId, request, orderSeed }: RequestOf<'bench'>, signal: AbortSignal): Reply {
    const model = this.#findModel(sessionId);
    const onProgress = (progress: Progress) => this.#client.connection.send({ type: 'progress', id, progress });
    const { session } = model;
    const measure = session.bench?.bind(session);
    if (!measure) throw new AppError('model-unsupported', { model: model.modelId, reason: 'server-not-timed' });
    const startMeasurement = () => measure(request, orderSeed, { signal, onProgress });
    if (session.facts.device === 'server') {
      const measuredRun = await model.callOrAbort(signal, startMeasurement); // energy counters would measure this machine, not the server
      return { type: 'measured', id, measured: measuredRun };
    }
    const { measurePower } = this.#resources;
    const { result, power } = await model.callOrAbort(signal, () =>
      measurePower(session.facts.device, startMeasurement),
    );
    return { type: 'measured', id, measured: { ...result, power } };
  }

  async #profile({ id, session: sessionId, request }: RequestOf<'profile'>, signal: AbortSignal): Reply {
    const { connection } = this.#client;
    const model = this.#findModel(sessionId);
    const { session } = model;
    const profile = session.profile?.bind(session);
    if (!profile) throw new AppError('engine-unavailable', { engine: session.facts.engine, reason: 'no-profile' });
    const onProgress = (progress: Progress) => connection.send({ type: 'progress', id, progress });
    const recordedProfile = await model.callOrAbort(signal, () => profile(request, { signal, onProgress }));
    return { type: 'profiled', id, recorded: recordedProfile };
  }

  /** Closes a model to free memory for another, and notifies the client. */
  async #evict(model: OpenModel): Promise<void> {
    for (const [session, candidate] of this.#models) {
      if (candidate !== model) continue;
      this.#models.delete(session);
      const facts = { reason: 'closed-for-memory', model: model.modelId };
      this.#client.connection.send({ type: 'session-closed', session, code: 'session-closed', facts });
    }
    await model.close();
  }

  async #release(model: OpenModel): Promise<void> {
    await model.close();
    this.#resources.memory.remove(model);
  }

  #findModel(session: number): OpenModel {
    const model = this.#models.get(session);
    if (!model) throw new AppError('session-closed', { reason: 'session-unknown', session });
    return model;
  }

  #findTextModel(sessionId: number): { readonly model: OpenModel; readonly session: HostedTextSession } {
    const model = this.#findModel(sessionId);
    const { session } = model;
    if (session.kind !== 'text') throw createKindError(sessionId, session.kind);
    return { model, session };
  }

  /** @throws AppError input-invalid (engine-without-token-scores) */
  #findTokenScores(sessionId: number): { readonly model: OpenModel; readonly scores: TokenScores } {
    const { model, session } = this.#findTextModel(sessionId);
    if (session.scores) return { model, scores: session.scores };
    const { engine } = session.facts;
    throw new AppError('input-invalid', { name: 'engine', reason: 'engine-without-token-scores', engine });
  }
}

function toOpenedFacts(session: HostedTensorSession | HostedTextSession) {
  return session.kind === 'tensor'
    ? ({ kind: 'tensor', facts: session.facts } as const)
    : ({ kind: 'text', facts: session.facts } as const);
}

function createKindError(session: number, kind: string): AppError {
  return new AppError('companion-rejected', { reason: 'session-kind', session, kind });
}

function isDeadlineExceeded({ reason }: AbortSignal): boolean {
  return reason instanceof AppError && reason.code === 'deadline-exceeded';
}

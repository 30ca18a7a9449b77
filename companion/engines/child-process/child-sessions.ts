import { AppError } from '#core/errors/error.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import type { Progress } from '#core/report/progress.ts';
import type { EngineFacts, OpenOptions, Runtime, Session, TensorSession } from '#core/engine/runtime.ts';
import type { TextRequest, TextSession, TextUsage } from '#core/engine/text-session.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { openModelInFolder, type ModelFolder } from '../model-on-disk.ts';
import type { NativeEngine, NativeSession, NativeTextSession } from '../native-engine.ts';
import type { Calls, CallName, EngineProbe } from './child-messages.ts';
import { BumpAllocator, readSharedTensors } from './shared-tensors.ts';
import type { SharedMemory } from './shared-memory.ts';

type Request = { [Name in CallName]: { readonly call: Name } & Readonly<Calls[Name]['parameters']> }[CallName];

interface OpenModel {
  readonly session: Session;
  readonly model: ModelFolder;
}

/** The open models of an engine's process. */
export class ChildSessions {
  readonly #load: () => Promise<NativeEngine<Session>>;
  #engine: Promise<NativeEngine<Session>> | null = null;
  readonly #memory: SharedMemory;
  readonly #models = new Map<number, OpenModel>();
  /** The time in milliseconds that loading the engine took; 0 once a session has reported it. */
  #loadMs = 0;

  constructor(load: () => Promise<NativeEngine<Session>>, memory: SharedMemory) {
    this.#load = load;
    this.#memory = memory;
  }

  /**
   * Performs a call of the parent.
   * @throws AppError from the engine
   */
  async perform(request: Request, signal: AbortSignal, report: (update: unknown) => void): Promise<unknown> {
    switch (request.call) {
      case 'probe':
        return this.#probe();
      case 'open':
        return this.#open(request.session, request.model, request.options);
      case 'run':
        return this.#run(request, signal);
      case 'bench':
        return this.#bench(request, signal, report);
      case 'profile':
        return this.#profile(request, signal, report);
      case 'generate':
        return generate(this.#getTextSession(request.session), request.request, signal, report);
      case 'time':
        return this.#getTextSession(request.session).time(request.request);
      case 'embed':
        return this.#getTextSession(request.session).embed(request.text);
      case 'tokenise':
        return this.#getTextSession(request.session).scores.tokenise(request.text);
      case 'predict':
        return this.#getTextSession(request.session).scores.predict(request.tokens, request.from);
      case 'vocabulary':
        return this.#getTextSession(request.session).getVocabulary();
      case 'memory':
        return this.#getModel(request.session).session.memory();
      case 'close':
        await this.#getModel(request.session).session.close();
        this.#models.delete(request.session);
        return null;
    }
  }

  /** Loads the engine once. A failed attempt is repeated, since the engine may have been added in the meantime. */
  async #loadEngine(): Promise<NativeEngine<Session>> {
    const startedMs = performance.now();
    const isFirst = this.#engine === null;
    this.#engine ??= this.#load();
    try {
      const engine = await this.#engine;
      if (isFirst) this.#loadMs = performance.now() - startedMs;
      return engine;
    } catch (thrown) {
      this.#engine = null;
      throw thrown;
    }
  }

  async #probe(): Promise<EngineProbe> {
    const engine = await this.#loadEngine();
    return { engine: engine.id, version: engine.version, devices: await engine.listDevices() };
  }

  async #open(id: number, model: ModelFolder, options: OpenOptions): Promise<EngineFacts> {
    const engine = await this.#loadEngine();
    const session = await engine.open(await openModelInFolder(model), options);
    this.#models.set(id, { session, model });
    const loadMs = this.#loadMs;
    this.#loadMs = 0;
    return { ...session.facts, loadMs };
  }

  async #run({ session, inputs, outputsOffset }: Calls['run']['parameters'], signal: AbortSignal) {
    const memory = this.#memory;
    memory.map();
    const inputTensors = readSharedTensors(memory, inputs);
    const allocator = new BumpAllocator(memory, outputsOffset);
    const allocate = (byteLength: number) => allocator.allocate(byteLength);
    return allocator.store(await this.#getTensorSession(session).run(inputTensors, { signal, allocate }));
  }

  async #bench(
    { session: id, request, orderSeed }: Calls['bench']['parameters'],
    signal: AbortSignal,
    report: (progress: Progress) => void,
  ): Promise<MeasuredRun> {
    const { session, model } = this.#getModel(id);
    const engine = await this.#loadEngine();
    const benchOptions = { orderSeed, onProgress: throwOnAbort(signal, report) };
    if (isTextSession(session)) {
      const { runTextBench } = await import('#bench/run-text-bench.ts');
      const reload = async () => [engine as unknown as Runtime<TextSession>, await openModelInFolder(model)] as const;
      return runTextBench(request, model.id, session, { ...benchOptions, reload });
    }
    const { runBench } = await import('#bench/run-bench.ts');
    await using reference = engine.id === 'ort' ? null : await startReferenceEngine();
    const runtime = reference?.runtime ?? (engine as unknown as Runtime);
    const reload = async () => [runtime, await openModelInFolder(model)] as const;
    return await runBench(request, this.#getTensorSession(id), { ...benchOptions, reload });
  }

  async #profile(
    { session: id, request }: Calls['profile']['parameters'],
    signal: AbortSignal,
    report: (progress: Progress) => void,
  ): Promise<RecordedProfile> {
    const engine = (await this.#loadEngine()) as unknown as Runtime;
    const [{ profileSession }, { measureRoofs }] = await Promise.all([
      import('#profile/profile-session.ts'),
      import('../measure-roofs.ts'),
    ]);
    const session = this.#getTensorSession(id);
    const model = await openModelInFolder(this.#getModel(id).model);
    const recordedProfile = await profileSession(session, [engine, model], request, throwOnAbort(signal, report));
    return { ...recordedProfile, roofs: await measureRoofs(engine, session.facts, pickEngineSettings(request)) };
  }

  #getModel(id: number): OpenModel {
    const model = this.#models.get(id);
    if (!model) throw new AppError('internal', { why: `no session ${id}` });
    return model;
  }

  #getTensorSession(id: number): NativeSession {
    const { session } = this.#getModel(id);
    if ('run' in session) return session as NativeSession & TensorSession;
    throw new AppError('internal', { why: `session ${id} has no tensors` });
  }

  #getTextSession(id: number): NativeTextSession {
    const { session } = this.#getModel(id);
    if (isTextSession(session)) return session;
    throw new AppError('internal', { why: `session ${id} has no text` });
  }
}

function isTextSession(session: Session): session is NativeTextSession {
  return 'generate' in session;
}

/** Wraps a progress listener so that it throws on abort, which ends the measurement. */
function throwOnAbort(signal: AbortSignal, report: (progress: Progress) => void): (progress: Progress) => void {
  return (progress) => {
    if (signal.aborted) throw new AppError('aborted');
    report(progress);
  };
}

async function generate(
  session: TextSession,
  request: TextRequest,
  stop: AbortSignal,
  report: (text: string) => void,
): Promise<TextUsage> {
  const answer = session.generate(request, stop);
  for (;;) {
    const { done, value } = await answer.next();
    if (done) return value;
    report(value);
  }
}

/**
 * Starts the reference engine, onnxruntime, in a separate process, so that a crash cannot end the measured engine (R22). It
 * would also work in the same process: six runs of OpenVINO and onnxruntime, in either order, had no fault.
 */
async function startReferenceEngine(): Promise<AsyncDisposable & { readonly runtime: Runtime }> {
  const [{ EngineHost }, { createTensorRuntime }] = await Promise.all([
    import('./engine-host.ts'),
    import('./remote-tensor-session.ts'),
  ]);
  const host = new EngineHost('ort');
  return { runtime: createTensorRuntime(host), [Symbol.asyncDispose]: () => host.close() };
}

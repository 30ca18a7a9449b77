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
import { placedTensors, Placement } from './placed-tensors.ts';
import type { SharedMemory } from './shared-memory.ts';

type Request = { [Name in CallName]: { readonly call: Name } & Readonly<Calls[Name]['parameters']> }[CallName];

interface Opened {
  readonly session: Session;
  readonly model: ModelFolder;
}

/** The open models of an engine's process. */
export class ChildSessions {
  readonly #load: () => Promise<NativeEngine<Session>>;
  #loading: Promise<NativeEngine<Session>> | null = null;
  readonly #memory: SharedMemory;
  readonly #opened = new Map<number, Opened>();
  /** The time that loading the engine took, until a session reports it. */
  #loadMs = 0;

  constructor(load: () => Promise<NativeEngine<Session>>, memory: SharedMemory) {
    this.#load = load;
    this.#memory = memory;
  }

  /**
   * Performs a call of the parent.
   * @throws AppError what the engine throws
   */
  async perform(request: Request, signal: AbortSignal, report: (part: unknown) => void): Promise<unknown> {
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
        return generate(this.#findTextSession(request.session), request.request, signal, report);
      case 'time':
        return this.#findTextSession(request.session).time(request.request);
      case 'embed':
        return this.#findTextSession(request.session).embed(request.text);
      case 'tokenise':
        return this.#findTextSession(request.session).scores.tokenise(request.text);
      case 'predict':
        return this.#findTextSession(request.session).scores.predict(request.tokens, request.from);
      case 'vocabulary':
        return this.#findTextSession(request.session).getVocabulary();
      case 'memory':
        return this.#find(request.session).session.memory();
      case 'close':
        await this.#find(request.session).session.close();
        this.#opened.delete(request.session);
        return null;
    }
  }

  /** Loads the engine once. A failed attempt is repeated, since the engine may have been added in the meantime. */
  async #loadEngine(): Promise<NativeEngine<Session>> {
    const startedMs = performance.now();
    const isFirst = this.#loading === null;
    this.#loading ??= this.#load();
    try {
      const engine = await this.#loading;
      if (isFirst) this.#loadMs = performance.now() - startedMs;
      return engine;
    } catch (thrown) {
      this.#loading = null;
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
    this.#opened.set(id, { session, model });
    const loadMs = this.#loadMs;
    this.#loadMs = 0;
    return { ...session.facts, loadMs };
  }

  async #run({ session, inputs, outputsAt }: Calls['run']['parameters'], signal: AbortSignal) {
    const memory = this.#memory;
    memory.map();
    const inputTensors = placedTensors(memory, inputs);
    const placement = new Placement(memory, outputsAt);
    const allocate = (byteLength: number) => placement.allocate(byteLength);
    return placement.place(await this.#findTensorSession(session).run(inputTensors, { signal, allocate }));
  }

  async #bench(
    { session: id, request, orderSeed }: Calls['bench']['parameters'],
    signal: AbortSignal,
    report: (progress: Progress) => void,
  ): Promise<MeasuredRun> {
    const { session, model } = this.#find(id);
    const engine = await this.#loadEngine();
    const benchOptions = { orderSeed, onProgress: abortWith(signal, report) };
    if (isTextSession(session)) {
      const { runTextBench } = await import('#bench/run-text-bench.ts');
      const reload = async () => [engine as unknown as Runtime<TextSession>, await openModelInFolder(model)] as const;
      return runTextBench(request, model.id, session, { ...benchOptions, reload });
    }
    const { runBench } = await import('#bench/run-bench.ts');
    await using reference = engine.id === 'ort' ? null : await startReferenceEngine();
    const runtime = reference?.runtime ?? (engine as unknown as Runtime);
    const reload = async () => [runtime, await openModelInFolder(model)] as const;
    return await runBench(request, this.#findTensorSession(id), { ...benchOptions, reload });
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
    const session = this.#findTensorSession(id);
    const model = await openModelInFolder(this.#find(id).model);
    const recorded = await profileSession(session, [engine, model], request, abortWith(signal, report));
    return { ...recorded, roofs: await measureRoofs(engine, session.facts, pickEngineSettings(request)) };
  }

  #find(id: number): Opened {
    const opened = this.#opened.get(id);
    if (!opened) throw new AppError('internal', { why: `no session ${id}` });
    return opened;
  }

  #findTensorSession(id: number): NativeSession {
    const { session } = this.#find(id);
    if ('run' in session) return session as NativeSession & TensorSession;
    throw new AppError('internal', { why: `session ${id} has no tensors` });
  }

  #findTextSession(id: number): NativeTextSession {
    const { session } = this.#find(id);
    if (isTextSession(session)) return session;
    throw new AppError('internal', { why: `session ${id} has no text` });
  }
}

function isTextSession(session: Session): session is NativeTextSession {
  return 'generate' in session;
}

/** Ends a measurement once the signal aborts: measurements report often, and end if their listener throws. */
function abortWith(signal: AbortSignal, report: (progress: Progress) => void): (progress: Progress) => void {
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
 * R22: the reference, onnxruntime, runs in its own process, so that a fault in it cannot end the measured engine. Both in
 * one process also work: six runs of OpenVINO and onnxruntime, in either order, had no fault.
 */
async function startReferenceEngine(): Promise<AsyncDisposable & { readonly runtime: Runtime }> {
  const [{ EngineHost }, { createTensorRuntime }] = await Promise.all([
    import('./engine-host.ts'),
    import('./remote-tensor-session.ts'),
  ]);
  const host = new EngineHost('ort');
  return { runtime: createTensorRuntime(host), [Symbol.asyncDispose]: () => host.close() };
}

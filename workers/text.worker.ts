import { expose } from 'comlink';
import type { OpenTextRequest, Progress, TextWorker } from '#bridge/session-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { TextStream } from '#bridge/text-stream.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { engines, type TextEngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { describeTiming, listFileTimings } from '#runtimes/file-timing.ts';
import { loadTextRuntime } from '#runtimes/index.ts';
import { validateFiles } from '#storage/files/chosen-files.ts';
import type { LoadedModel } from '#storage/files/model-files.ts';
import type { TextEvaluator } from '#sessions/evaluate-texts.ts';
import { explainFailure } from './session/explain-failure.ts';
import { isRemote } from './session/remote-session-setup.ts';
import { chooseSetupBeforeLoading, chooseSetupForModel } from './session/engine-setup.ts';
import { openDatasetFile } from './session/open-dataset-file.ts';
import { loadSubject } from './session/load-subject.ts';

/** The open language model with its id, and the answer that it is generating. */
let opened: { readonly session: TextSession; readonly id: string } | undefined;
let answer: TextStream | undefined;
/** The running evaluation of items, and how to stop it. */
let evaluator: TextEvaluator | undefined;
let stopping = new AbortController();

function requireOpen<T>(value: T | undefined, what: string): T {
  if (!value) throw new AppError('internal', { why: `this worker has no ${what}` });
  return value;
}

async function requireEvaluator(): Promise<TextEvaluator> {
  const { session } = requireOpen(opened, 'open model');
  const { TextEvaluator } = await import('#sessions/evaluate-texts.ts');
  return (evaluator ??= new TextEvaluator(session, { openFile: openDatasetFile }));
}

/**
 * For a conversation, a user's own files are opened without a hash: no report includes it, and hashing gigabytes takes
 * long.
 */
async function load(
  { subject, engine, forReport = false }: Omit<OpenTextRequest, 'options'>,
  onProgress: (progress: Progress) => void,
): Promise<LoadedModel> {
  if (subject.kind !== 'files' || forReport) return loadSubject(subject, engine, onProgress, forReport);
  const sizeBytes = subject.files.reduce((sum, { size }) => sum + size, 0);
  const model = await validateFiles(subject.files, engines[engine].formats);
  return { model, sizeBytes, sha256: '', downloadMs: null };
}

async function loadRuntime(
  engine: TextEngineId,
  onProgress: (progress: Progress) => void,
  companion?: OpenTextRequest['companion'],
): Promise<Runtime<TextSession>> {
  const runtime = await loadTextRuntime(engine, companion && { access: companion, onProgress });
  if (engine !== 'ort-text') return runtime;
  return (await import('./session/stored-conversion.ts')).withStoredConversions(runtime, onProgress);
}

/** The engine of a stored conversion, if that was faster when both were compared. */
async function findFasterEngine(engine: TextEngineId, { sha256 }: LoadedModel): Promise<TextEngineId> {
  if (engine !== 'wllama' || sha256 === '') return engine; // what is not stored is not hashed
  const { hasFasterConversion } = await import('./session/stored-conversion.ts');
  return (await hasFasterConversion(sha256)) ? 'ort-text' : engine;
}

const worker: TextWorker = {
  async open(requested, onProgress) {
    const { companion } = requested;
    const [requestedRuntime, loaded] = await Promise.all([
      loadRuntime(requested.engine, onProgress, companion),
      load(requested, onProgress),
    ]);
    const engine = requested.allowsFaster ? await findFasterEngine(requested.engine, loaded) : requested.engine;
    const runtime = engine === requested.engine ? requestedRuntime : await loadRuntime(engine, onProgress);
    const request = { ...requested, engine };
    const { model, ...about } = loaded;
    const { options, chosen } = chooseSetupBeforeLoading(request) ?? (await chooseSetupForModel(request, model));
    onProgress({ phase: 'create', fraction: null, remainingMs: null });
    const session = await runtime.open(model, options).catch(async (thrown: unknown) => {
      throw await explainFailure(thrown, model, engine, options.devices);
    });
    opened = { session, id: model.id };
    const from = companion ? null : describeTiming(listFileTimings());
    const opening = { ...about, ...(chosen && { chosen }), ...(from && { codeFrom: from }) };
    return { facts: session.facts, id: model.id, ...opening };
  },

  async start(request) {
    answer = new TextStream(requireOpen(opened, 'open model').session, request);
  },

  next: () => requireOpen(answer, 'answer').next(),

  async stop() {
    answer?.stop();
    stopping.abort();
  },

  async countTokens(path, file) {
    return (await requireEvaluator()).countTokens(path, file);
  },

  async evaluate(items, returnGroundTruth) {
    stopping = new AbortController();
    return (await requireEvaluator()).evaluate(items, returnGroundTruth, stopping.signal);
  },

  async score(outcomes) {
    return (await requireEvaluator()).score(outcomes);
  },

  async bench(request, onProgress) {
    const { session, id } = requireOpen(opened, 'open model');
    const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    if (isRemote(session)) {
      const measured = await session.bench(request, orderSeed, onProgress);
      if (measured.kind === 'text') return measured;
      throw new AppError('internal', { why: `measured as ${measured.kind}` });
    }
    const { runTextBench } = await import('#bench/run-text-bench.ts');
    const { engine } = session.facts;
    const reload = async () => {
      const { model } = await load({ subject: request.subject, engine }, () => {});
      return [await loadRuntime(engine, () => {}), model] as const;
    };
    return runTextBench(request, id, session, { orderSeed, onProgress, reload });
  },
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);

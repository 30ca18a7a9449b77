import { expose } from 'comlink';
import type { OpenTextRequest, Progress, TextWorker } from '#bridge/session-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { TextStream } from '#bridge/text-stream.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { engines, type TextEngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { detectCodeSource, listFileTimings } from '#runtimes/file-timing.ts';
import { loadTextRuntime } from '#runtimes/index.ts';
import { validateFiles } from '#storage/files/chosen-files.ts';
import type { LoadedModel } from '#storage/files/model-files.ts';
import type { TextEvaluator } from '#sessions/text-evaluator.ts';
import { explainFailure } from './session/explain-failure.ts';
import { isRemote } from './session/remote-session-setup.ts';
import { chooseSetupBeforeLoading, chooseSetupForModel } from './session/engine-setup.ts';
import { openDatasetFile } from './session/open-dataset-file.ts';
import { loadSubject } from './session/load-subject.ts';

/** The open language model. */
let openedModel: { readonly session: TextSession; readonly id: string } | undefined;
/** The answer that is being generated. */
let answer: TextStream | undefined;
let evaluator: TextEvaluator | undefined;
/** Stops the evaluation that is running. */
let evaluationController = new AbortController();

function requireOpen<T>(value: T | undefined, description: string): T {
  if (!value) throw new AppError('internal', { why: `this worker has no ${description}` });
  return value;
}

async function requireEvaluator(): Promise<TextEvaluator> {
  const { session } = requireOpen(openedModel, 'open model');
  const { TextEvaluator } = await import('#sessions/text-evaluator.ts');
  return (evaluator ??= new TextEvaluator(session, { openFile: openDatasetFile }));
}

/** Loads a model. The user's files are hashed only for a report, because hashing gigabytes takes long. */
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
  return (await import('./session/stored-conversion.ts')).addConversionStore(runtime, onProgress);
}

/** Returns the engine of a stored conversion if it was faster than `engine`, else `engine`. */
async function findFasterEngine(engine: TextEngineId, { sha256 }: LoadedModel): Promise<TextEngineId> {
  if (engine !== 'wllama' || sha256 === '') return engine; // the hash is only known for stored models
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
    const { model, ...loading } = loaded;
    const { options, chosen } = chooseSetupBeforeLoading(request) ?? (await chooseSetupForModel(request, model));
    onProgress({ phase: 'create', fraction: null, remainingMs: null });
    const session = await runtime.open(model, options).catch(async (thrown: unknown) => {
      throw await explainFailure(thrown, model, engine, options.devices);
    });
    openedModel = { session, id: model.id };
    const codeSource = companion ? null : detectCodeSource(listFileTimings());
    const details = { ...loading, ...(chosen && { chosen }), ...(codeSource && { codeFrom: codeSource }) };
    return { facts: session.facts, id: model.id, ...details };
  },

  async start(request) {
    answer = new TextStream(requireOpen(openedModel, 'open model').session, request);
  },

  next: () => requireOpen(answer, 'answer').next(),

  async stop() {
    answer?.stop();
    evaluationController.abort();
  },

  async countTokens(path, file) {
    return (await requireEvaluator()).countTokens(path, file);
  },

  async evaluate(items, returnGroundTruth) {
    evaluationController = new AbortController();
    return (await requireEvaluator()).evaluate(items, returnGroundTruth, evaluationController.signal);
  },

  async score(outcomes) {
    return (await requireEvaluator()).score(outcomes);
  },

  async bench(request, onProgress) {
    const { session, id } = requireOpen(openedModel, 'open model');
    const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    if (isRemote(session)) {
      const measuredText = await session.bench(request, orderSeed, onProgress);
      if (measuredText.kind === 'text') return measuredText;
      throw new AppError('internal', { why: `measured as ${measuredText.kind}` });
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

import { expose, transfer } from 'comlink';
import type { SessionWorker } from '#bridge/session-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { listBuffers, registerErrorTransfer } from '#bridge/transfer.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { Subject } from '#core/model/model.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Runtime, TensorSession } from '#core/engine/runtime.ts';
import { RequestRecord } from '#device/request-record.ts';
import { describeTiming, listFileTimings } from '#runtimes/file-timing.ts';
import { loadRuntime } from '#runtimes/index.ts';
import { selectModelFiles } from '#storage/files/chosen-files.ts';
import type { TaskSession } from '#sessions/task-session.ts';
import { explainFailure } from './session/explain-failure.ts';
import { itemReader } from './session/item-reader.ts';
import { isRemote } from './session/remote-session-setup.ts';
import { chooseSetupBeforeLoading, chooseSetupForModel } from './session/engine-setup.ts';
import { loadSubject } from './session/load-subject.ts';
import { openImage } from './session/decode-image.ts';
import { openInput } from './session/task-input.ts';
import type { VideoRun } from './session/video-run.ts';

const requests = new RequestRecord();

/**
 * The open model: one graph, or the graphs of a task. The page starts a worker for each model, and terminates it to
 * free all its memory.
 */
let opened: TensorSession | undefined;
let task: TaskSession | undefined;
/** The code that decodes videos is loaded with the first one. */
let video: Promise<VideoRun> | undefined;

/** Replaces an engine's message by the reason found in the header of the open model. */
let explain = (thrown: unknown): AppError | Promise<AppError> => asAppError(thrown);

/**
 * Loads the engine and the files again, from the browser's cache, so without progress and without hashing a user's
 * files.
 */
function reload(subject: Subject, engine: TensorEngineId) {
  const loadFiles = async () =>
    subject.kind === 'files' ? selectModelFiles(subject.files) : (await loadSubject(subject, engine, () => {})).model;
  return Promise.all([loadRuntime(engine), loadFiles()]);
}

async function explainErrors<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (thrown) {
    throw await explain(thrown);
  }
}

function requireSession(): TensorSession {
  if (!opened) throw new AppError('internal', { why: 'this worker has no open model' });
  return opened;
}

function requireTaskSession(): TaskSession {
  if (!task) throw new AppError('internal', { why: 'this worker has no model open for a task' });
  return task;
}

function requireVideoRun(): Promise<VideoRun> {
  return (video ??= import('./session/video-run.ts').then(({ VideoRun }) => new VideoRun()));
}

const worker: SessionWorker = {
  async open(request, onProgress) {
    const { subject, engine, task: id, companion, forReport = false } = request;
    const early = chooseSetupBeforeLoading(request);
    const preparing = loadRuntime(engine, companion && { access: companion, onProgress }).then((runtime: Runtime) => {
      if (early) runtime.prepare?.(early.options);
      return runtime;
    });
    const [runtime, loaded, tasks] = await Promise.all([
      preparing,
      loadSubject(subject, engine, onProgress, forReport),
      id && import('#sessions/task-session.ts'),
    ]);
    onProgress({ phase: 'create', fraction: null, remainingMs: null });
    const { model, ...about } = loaded;
    const { options, chosen } = early ?? (await chooseSetupForModel(request, model));
    explain = (thrown) => explainFailure(thrown, model, engine, options.devices);
    const openGraphs = async () => {
      const forTask = id && (await tasks?.openForTask(id, runtime, model, { ...request, options }));
      if (forTask) task = forTask;
      else opened = await runtime.open(model, options);
      return forTask;
    };
    const forTask = await explainErrors(openGraphs());
    const from = companion ? null : describeTiming(listFileTimings());
    const facts = forTask ? forTask.facts : { facts: requireSession().facts };
    return { ...facts, id: model.id, ...about, ...(chosen && { chosen }), ...(from && { codeFrom: from }) };
  },

  async run(inputs) {
    const outputs = await requireSession().run(inputs);
    return transfer(outputs, listBuffers(outputs));
  },

  async time(inputs, count) {
    const open = requireSession();
    const timesMs: number[] = [];
    for (let run = 0; run < count; run++) {
      const startMs = performance.now();
      await open.run(inputs);
      timesMs.push(performance.now() - startMs);
    }
    return { timesMs, memory: await open.memory() };
  },

  async runTask(input, onPartial) {
    const { pipeline, input: kind } = requireTaskSession();
    const startMs = performance.now();
    const opened = await openInput(input, kind);
    const decodeMs = performance.now() - startMs;
    const running = pipeline.run(opened.input, onPartial ? { onPartial } : {});
    const { timing, ...run } = await explainErrors(running.finally(() => opened.close()));
    return { ...run, timing: { ...timing, preMs: timing.preMs + decodeMs } };
  },

  async extractImageFeatures(image) {
    const { measureImageFeatures } = await import('#drift/image-features.ts');
    const opened = await openImage(image);
    try {
      return measureImageFeatures(opened);
    } finally {
      opened.close();
    }
  },

  async openVideo(file) {
    return (await requireVideoRun()).open(file, requireTaskSession().input);
  },

  async runNextFrame() {
    return explainErrors((await requireVideoRun()).next(requireTaskSession()));
  },

  async closeVideo() {
    await (await video)?.close();
  },

  async evaluate(items, returnGroundTruth) {
    const { evaluateWith } = await import('#sessions/evaluate-task.ts');
    return explainErrors(evaluateWith(requireTaskSession(), items, returnGroundTruth, itemReader));
  },

  async score(outcomes) {
    const { computeScores } = await import('#sessions/evaluate-task.ts');
    return computeScores(requireTaskSession(), outcomes);
  },

  async listRequestsSince(startedAtMs) {
    return requests.listHostsSince(startedAtMs);
  },

  async runHostile(id) {
    const { runHostileInput } = await import('#sessions/run-hostile-input.ts');
    return runHostileInput(requireTaskSession().graphs, id);
  },

  async bench(request, onProgress) {
    const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    const open = requireSession();
    if (isRemote(open)) {
      const { benchRemotely } = await import('./session/bench-remotely.ts');
      return benchRemotely(open, request, orderSeed, onProgress);
    }
    const { runBench } = await import('#bench/run-bench.ts');
    const { engine } = open.facts;
    const measuring = runBench(request, open, {
      orderSeed,
      onProgress,
      reload: () => reload(request.subject, engine),
    });
    return explainErrors(measuring);
  },

  async profile(request, onProgress) {
    const open = requireSession();
    if (isRemote(open)) return open.profile(request, onProgress);
    const { profileSession } = await import('#profile/profile-session.ts');
    const loaded = await reload(request.subject, open.facts.engine);
    return explainErrors(profileSession(open, loaded, request, onProgress));
  },

  async measureLoadCurve(request, onProgress) {
    const { measureLoadCurve } = await import('#bench/load-curve/measure-load-curve.ts');
    const open = requireSession();
    const run = (inputs: Tensors) => open.run(inputs);
    return explainErrors(
      measureLoadCurve({ facts: open.facts, canOverlap: isRemote(open), run }, request, { onProgress }),
    );
  },
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);

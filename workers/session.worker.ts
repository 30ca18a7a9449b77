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
import { detectCodeSource, listFileTimings } from '#runtimes/file-timing.ts';
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

const requestRecord = new RequestRecord();

/**
 * The open model: one graph, or the graphs of a task. The page starts a worker for each model and terminates it to free
 * its memory.
 */
let openedSession: TensorSession | undefined;
let task: TaskSession | undefined;
/** Loaded with the first video. */
let videoRun: Promise<VideoRun> | undefined;

/** Replaces an engine's error by one with the reason found in the header of the open model. */
let explain = (thrown: unknown): AppError | Promise<AppError> => asAppError(thrown);

/** Loads the engine and the files again, from the browser's cache, without progress and without hashing the user's files. */
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
  if (!openedSession) throw new AppError('internal', { why: 'this worker has no open model' });
  return openedSession;
}

function requireTaskSession(): TaskSession {
  if (!task) throw new AppError('internal', { why: 'this worker has no model open for a task' });
  return task;
}

function requireVideoRun(): Promise<VideoRun> {
  return (videoRun ??= import('./session/video-run.ts').then(({ VideoRun }) => new VideoRun()));
}

const worker: SessionWorker = {
  async open(request, onProgress) {
    const { subject, engine, task: id, companion, forReport = false } = request;
    const earlySetup = chooseSetupBeforeLoading(request);
    const runtimePromise = loadRuntime(engine, companion && { access: companion, onProgress }).then(
      (runtime: Runtime) => {
        if (earlySetup) runtime.prepare?.(earlySetup.options);
        return runtime;
      },
    );
    const [runtime, loaded, tasks] = await Promise.all([
      runtimePromise,
      loadSubject(subject, engine, onProgress, forReport),
      id && import('#sessions/task-session.ts'),
    ]);
    onProgress({ phase: 'create', fraction: null, remainingMs: null });
    const { model, ...loading } = loaded;
    const { options, chosen } = earlySetup ?? (await chooseSetupForModel(request, model));
    explain = (thrown) => explainFailure(thrown, model, engine, options.devices);
    const openGraphs = async () => {
      const taskSession = id && (await tasks?.openForTask(id, runtime, model, { ...request, options }));
      if (taskSession) task = taskSession;
      else openedSession = await runtime.open(model, options);
      return taskSession;
    };
    const taskSession = await explainErrors(openGraphs());
    const codeSource = companion ? null : detectCodeSource(listFileTimings());
    const facts = taskSession ? taskSession.facts : { facts: requireSession().facts };
    return {
      ...facts,
      id: model.id,
      ...loading,
      ...(chosen && { chosen }),
      ...(codeSource && { codeFrom: codeSource }),
    };
  },

  async run(inputs) {
    const outputs = await requireSession().run(inputs);
    return transfer(outputs, listBuffers(outputs));
  },

  async time(inputs, count) {
    const session = requireSession();
    const timesMs: number[] = [];
    for (let run = 0; run < count; run++) {
      const startMs = performance.now();
      await session.run(inputs);
      timesMs.push(performance.now() - startMs);
    }
    return { timesMs, memory: await session.memory() };
  },

  async runTask(input, onPartial) {
    const { pipeline, input: kind } = requireTaskSession();
    const startMs = performance.now();
    const openedInput = await openInput(input, kind);
    const decodeMs = performance.now() - startMs;
    const runPromise = pipeline.run(openedInput.input, onPartial ? { onPartial } : {});
    const { timing, ...run } = await explainErrors(runPromise.finally(() => openedInput.close()));
    return { ...run, timing: { ...timing, preMs: timing.preMs + decodeMs } };
  },

  async extractImageFeatures(image) {
    const { measureImageFeatures } = await import('#drift/image-features.ts');
    const openedImage = await openImage(image);
    try {
      return measureImageFeatures(openedImage);
    } finally {
      openedImage.close();
    }
  },

  async openVideo(file) {
    return (await requireVideoRun()).open(file, requireTaskSession().input);
  },

  async runNextFrame() {
    return explainErrors((await requireVideoRun()).next(requireTaskSession()));
  },

  async closeVideo() {
    await (await videoRun)?.close();
  },

  async evaluate(items, returnGroundTruth) {
    const { evaluateTask: evaluateWith } = await import('#sessions/evaluate-task.ts');
    return explainErrors(evaluateWith(requireTaskSession(), items, returnGroundTruth, itemReader));
  },

  async score(outcomes) {
    const { computeScores } = await import('#sessions/evaluate-task.ts');
    return computeScores(requireTaskSession(), outcomes);
  },

  async listRequestsSince(startedAtMs) {
    return requestRecord.listHostsSince(startedAtMs);
  },

  async runHostile(id) {
    const { runHostileInput } = await import('#sessions/run-hostile-input.ts');
    return runHostileInput(requireTaskSession().graphs, id);
  },

  async bench(request, onProgress) {
    const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    const session = requireSession();
    if (isRemote(session)) {
      const { benchRemotely } = await import('./session/bench-remotely.ts');
      return benchRemotely(session, request, orderSeed, onProgress);
    }
    const { runBench } = await import('#bench/run-bench.ts');
    const { engine } = session.facts;
    const measuring = runBench(request, session, {
      orderSeed,
      onProgress,
      reload: () => reload(request.subject, engine),
    });
    return explainErrors(measuring);
  },

  async profile(request, onProgress) {
    const session = requireSession();
    if (isRemote(session)) return session.profile(request, onProgress);
    const { profileSession } = await import('#profile/profile-session.ts');
    const reloadedModel = await reload(request.subject, session.facts.engine);
    return explainErrors(profileSession(session, reloadedModel, request, onProgress));
  },

  async rampLoad(request, options, onLevel) {
    const { rampLoad, serialise } = await import('#bench/load-curve/ramp-load.ts');
    const { createLoadInputs } = await import('#bench/load-curve/load-inputs.ts');
    const open = requireSession();
    const inputs = createLoadInputs(request, open.facts);
    const run = () => open.run(inputs);
    return explainErrors(rampLoad(isRemote(open) ? run : serialise(run), { ...options, onLevel }));
  },

  async loseDevice() {
    const { loseDevice, facts } = requireSession();
    if (!loseDevice) throw new AppError('engine-unavailable', { engine: facts.engine, device: facts.device });
    loseDevice();
  },

  async measureLoadCurve(request, onProgress) {
    const { measureLoadCurve } = await import('#bench/load-curve/measure-load-curve.ts');
    const session = requireSession();
    const run = (inputs: Tensors) => session.run(inputs);
    return explainErrors(
      measureLoadCurve({ facts: session.facts, canOverlap: isRemote(session), run }, request, { onProgress }),
    );
  },
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);

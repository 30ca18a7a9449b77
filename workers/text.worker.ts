import { expose } from 'comlink';
import type { OpenTextRequest, Progress, TextWorker } from '#bridge/contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { TextStream } from '#bridge/text-stream.ts';
import { keepErrorFacts } from '#bridge/transfer.ts';
import { engines } from '#core/engines.ts';
import { AppError } from '#core/error.ts';
import type { TextSession } from '#core/text.ts';
import { textRuntimes } from '#runtimes/index.ts';
import { checkedFiles } from '#storage/chosen-files.ts';
import { loadSubject } from './subject.ts';

/** The open language model, and the answer that it is generating. */
let opened: TextSession | undefined;
let answer: TextStream | undefined;

function current<T>(value: T | undefined, what: string): T {
  if (!value) throw new AppError('internal', { why: `this worker has no ${what}` });
  return value;
}

/** A user's own files are opened without a hash: no report names it, and hashing gigabytes takes long. */
async function load({ subject, runtime }: OpenTextRequest, onProgress: (progress: Progress) => void) {
  if (subject.kind !== 'files') return loadSubject(subject, runtime, onProgress);
  const sizeBytes = subject.files.reduce((sum, { size }) => sum + size, 0);
  return { model: await checkedFiles(subject.files, engines[runtime].formats), sizeBytes };
}

const worker: TextWorker = {
  async open(request, onProgress) {
    const { runtime, options } = request;
    const [engine, { model, sizeBytes }] = await Promise.all([textRuntimes[runtime](), load(request, onProgress)]);
    onProgress({ phase: 'create', fraction: null, leftMs: null });
    opened = await engine.open(model, options);
    return { facts: opened.facts, id: model.id, sizeBytes };
  },

  async start(request) {
    answer = new TextStream(current(opened, 'open model'), request);
  },

  next: () => current(answer, 'answer').next(),

  async stop() {
    answer?.stop();
  },
};

keepErrorFacts();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);

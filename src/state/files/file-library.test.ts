import { beforeEach, expect, test, vi } from 'vitest';
import type { IndexedDocument } from '#bridge/files-contract.ts';
import { noModel } from '#retrieval/no-model.ts';
import { AppError } from '#core/errors/error.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { filesHandles, type FilesHandle } from '../fakes/files-handle.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { OpenModel } from '../run/open-model.svelte.ts';
import { FileLibrary } from './file-library.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
vi.mock('#bridge/files-handle.ts', () => import('../fakes/files-handle.fixture.ts'));

const [a, b, c] = ['a.txt', 'b.txt', 'c.txt'].map((name) => new File([name], name)) as [File, File, File];
let model: OpenModel;
let session: FakeSession;
let library: FileLibrary;
let worker: FilesHandle;

async function openModel(): Promise<void> {
  void model.open({ model: [a], engine: 'ort', device: 'wasm', threads: null, task: 'sentence-embedding' });
  session = new FakeSession();
  openCalls.at(-1)?.answer(session);
  await flushPromises();
}

beforeEach(async () => {
  model = new OpenModel();
  library = new FileLibrary(model);
  worker = filesHandles.at(-1)!;
  await openModel();
});

/** Reads and embeds the document of the latest read. */
async function finishIndexing(id: string): Promise<void> {
  worker.reads.at(-1)?.answer({ id, texts: ['text'] });
  await flushPromises();
  session.runs.at(-1)?.answer(createTaskRun({ vectors: [Float32Array.of(1)] }));
  await flushPromises();
}

const listReadRequests = () => worker.reads.map(({ request }) => request);

test('files are indexed one after another', async () => {
  const adding = library.add([a, b]);
  expect(library.progress).toMatchObject({ file: 'a.txt', phase: 'read', waiting: 1 });
  await finishIndexing('a');
  await finishIndexing('b');
  await adding;
  expect(worker.added).toEqual(['a', 'b']);
  expect(library).toMatchObject({ progress: null, waitingCount: 0, failures: [] });
});

test('files that are added right after a cancel are indexed', async () => {
  const cancelled = library.add([a, b]);
  library.cancel();
  const adding = library.add([c]);
  await flushPromises();
  expect(listReadRequests()).toEqual([a, c]);
  await finishIndexing('c');
  await Promise.all([cancelled, adding]);
  expect(worker.added).toEqual(['c']);
  expect(library).toMatchObject({ progress: null, waitingCount: 0, failures: [] });
});

test('files that wait while a model opens are indexed by it', async () => {
  model.close();
  void model.open({ model: [a], engine: 'ort', device: 'wasm', threads: null, task: 'sentence-embedding' });
  await library.add([a]);
  expect(library).toMatchObject({ progress: null, waitingCount: 1 });
  session = new FakeSession();
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  const indexing = library.embedFiles();
  await finishIndexing('a');
  await indexing;
  expect(worker.added).toEqual(['a']);
});

test('without a model, files are indexed by words, and embedded by the next one', async () => {
  model.close();
  const adding = library.add([a]);
  worker.reads.at(-1)?.answer({ id: 'a', texts: ['text'] });
  await adding;
  expect(worker.added).toEqual(['a']);
  library.documents = [{ id: 'a', name: 'a.txt', model: noModel } as IndexedDocument];
  await openModel();
  const embedding = library.embedFiles();
  await finishIndexing('a');
  await embedding;
  expect(listReadRequests()).toEqual([a, 'a']);
  expect(session.runs).toHaveLength(1);
  expect(worker.added).toEqual(['a', 'a']);
});

test('a file that was indexed by words while a model opened is embedded too', async () => {
  model.close();
  const adding = library.add([a]);
  await openModel();
  worker.reads.at(-1)?.answer({ id: 'a', texts: ['text'] });
  await flushPromises();
  await finishIndexing('a');
  await adding;
  expect(listReadRequests()).toEqual([a, a]);
});

test('cancelling ends the wait for a document that is read for re-embedding', async () => {
  library.documents = [{ id: 'old', name: 'old.txt', model: 'other' } as IndexedDocument];
  const embedding = library.reembedDocuments();
  expect(listReadRequests()).toEqual(['old']);
  library.cancel();
  await embedding; // the worker never answers
  expect(library).toMatchObject({ progress: null, failures: [] });
});

test('a file that cannot be read is listed with its error, and the next one is read', async () => {
  const adding = library.add([a, b]);
  worker.reads[0]?.fail(new AppError('file-unreadable', { file: 'a.txt' }));
  await flushPromises();
  await finishIndexing('b');
  await adding;
  expect(library.failures).toMatchObject([{ name: 'a.txt', error: { code: 'file-unreadable' } }]);
  expect(worker.added).toEqual(['b']);
});

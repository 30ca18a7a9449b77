import { beforeEach, expect, test, vi } from 'vitest';
import type { IndexedDocument } from '#bridge/files-contract.ts';
import { AppError } from '#core/errors/error.ts';
import {
  FakeSession,
  filesHandles,
  flushPromises,
  openCalls,
  taskRun,
  type FilesHandle,
} from '../fake-handles.fixture.ts';
import { OpenModel } from '../run/open-model.svelte.ts';
import { FileLibrary } from './file-library.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fake-handles.fixture.ts'));
vi.mock('#bridge/files-handle.ts', () => import('../fake-handles.fixture.ts'));

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
async function index(id: string): Promise<void> {
  worker.reads.at(-1)?.answer({ id, texts: ['text'] });
  await flushPromises();
  session.runs.at(-1)?.answer(taskRun({ vectors: [Float32Array.of(1)] }));
  await flushPromises();
}

const requests = () => worker.reads.map(({ request }) => request);

test('files are indexed one after another', async () => {
  const adding = library.add([a, b]);
  expect(library.progress).toMatchObject({ file: 'a.txt', phase: 'read', waiting: 1 });
  await index('a');
  await index('b');
  await adding;
  expect(worker.added).toEqual(['a', 'b']);
  expect(library).toMatchObject({ progress: null, waiting: 0, failures: [] });
});

test('files that are added right after a cancel are indexed', async () => {
  const cancelled = library.add([a, b]);
  library.cancel();
  const adding = library.add([c]);
  await flushPromises();
  expect(requests()).toEqual([a, c]);
  await index('c');
  await Promise.all([cancelled, adding]);
  expect(worker.added).toEqual(['c']);
  expect(library).toMatchObject({ progress: null, waiting: 0, failures: [] });
});

test('files that wait when the model is closed are indexed by the next one', async () => {
  const adding = library.add([a, b]);
  worker.reads[0]?.answer({ id: 'a', texts: ['text'] });
  await flushPromises();
  model.close();
  await flushPromises();
  await adding;
  expect(library).toMatchObject({ progress: null, waiting: 1 });
  await openModel();
  const indexing = library.indexWaiting();
  await index('b');
  await indexing;
  expect(worker.added).toEqual(['b']);
});

test('a cancel ends the second reading of a document', async () => {
  library.documents = [{ id: 'old', name: 'old.txt', model: 'other' } as IndexedDocument];
  const embedding = library.embedAgain();
  expect(requests()).toEqual(['old']);
  library.cancel();
  await embedding; // the worker never answers
  expect(library).toMatchObject({ progress: null, failures: [] });
});

test('a file that cannot be read is listed with its error, and the next one is read', async () => {
  const adding = library.add([a, b]);
  worker.reads[0]?.fail(new AppError('file-unreadable', { file: 'a.txt' }));
  await flushPromises();
  await index('b');
  await adding;
  expect(library.failures).toMatchObject([{ name: 'a.txt', error: { code: 'file-unreadable' } }]);
  expect(worker.added).toEqual(['b']);
});

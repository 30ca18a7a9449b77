import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Inspection } from '#bridge/inspect-contract.ts';
import type { FetchRequest } from '#core/model/stored-model.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { Variant } from '#planner/variants.ts';
import { openNextPage, readLastStatus, flushPromises } from '../fakes/calls.fixture.ts';
import { inspectors } from '../fakes/inspect-handle.fixture.ts';
import { stores } from '../fakes/store-handle.fixture.ts';
import { listPendingFiles } from '../shell/file-handoff.ts';
import { Models } from './models.svelte.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));
vi.mock('#records/forecast-records.ts', () => ({ listForecastChecks: async () => [] }));
vi.mock('../device/cached-device-profile.svelte.ts', () => ({
  cachedDeviceProfile: { profile: {}, read: async () => ({}), discard() {} },
}));

let models: Models;

beforeEach(() => {
  models = new Models();
  models.start({ model: null, contextLength: null, dimensions: {}, device: null });
});

afterEach(() => models.close());

const createBlobs = (name: string) => new Map([[name, new Blob(['bytes'])]]);
const listReadFileNames = () =>
  inspectors.map(({ reads }) => (reads[0]?.request as readonly File[] | undefined)?.map(({ name }) => name));
const emptyRecommendation = { best: null, candidates: [], unsupported: [], reasons: [], changes: [] } as Recommendation;

/** The facts of a header that the page uses. */
function createHeader(name: string, architecture: object = {}): Inspection {
  const facts = { format: 'onnx', architecture: { contextLength: null, cacheElementsPerToken: null, ...architecture } };
  return { name, facts, sizes: {}, costliest: [], nodeCount: 0 } as unknown as Inspection;
}

const textArchitecture = { contextLength: 8192, cacheElementsPerToken: 10 };

/** Resolves the calls of the latest worker until the page is done. */
async function answerInspection(name: string, architecture?: object): Promise<void> {
  const inspector = inspectors.at(-1);
  inspector?.reads.at(-1)?.answer(createHeader(name, architecture));
  await flushPromises();
  inspector?.recommendations.at(-1)?.answer(emptyRecommendation);
  await flushPromises();
}

test('chosen files are inspected, and the recommended configuration is reported', async () => {
  void models.inspectFiles([new File([], 'model.onnx')]);
  expect(readLastStatus()).toMatchObject({ state: 'running', progress: { phase: 'read' } });
  await answerInspection('model.onnx');
  expect(models.inspection.phase).toBe('done');
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { model: 'model.onnx', fits: 'unknown' } });
});

test('choosing another model terminates the previous worker, whose late results are discarded', async () => {
  void models.inspectFiles([new File([], 'first.onnx')]);
  void models.inspectFiles([new File([], 'second.onnx')]);
  expect(inspectors.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  inspectors[0]?.reads[0]?.answer(createHeader('first.onnx'));
  await flushPromises();
  await answerInspection('second.onnx');
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { model: 'second.onnx' } });
});

test('a stored model that is read only after another model was chosen does not replace it', async () => {
  void models.inspectStored('stored');
  void models.inspectFiles([new File([], 'newer.onnx')]);
  stores[0]?.reads.at(-1)?.answer(createBlobs('stored.onnx'));
  await flushPromises();
  expect(listReadFileNames()).toEqual([['newer.onnx']]);
  expect(listPendingFiles().map(({ name }) => name)).toEqual(['newer.onnx']);
});

test('the last chosen stored model is inspected, regardless of the order in which models are read', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    inspectors.length = 0;
    void models.inspectStored('first');
    void models.inspectStored('second');
    const reads = stores[0]?.reads.slice(-2) ?? [];
    for (const index of order) {
      reads[index]?.answer(createBlobs(`${reads[index].request}.onnx`));
      await flushPromises();
    }
    expect(listReadFileNames()).toEqual([['second.onnx']]);
  }
});

test('a stored model that is read only after the page was left starts no worker', async () => {
  void models.inspectStored('stored');
  models.close();
  const next = openNextPage();
  stores[0]?.reads.at(-1)?.answer(createBlobs('stored.onnx'));
  await flushPromises();
  expect(inspectors).toEqual([]);
  expect(readLastStatus()).toEqual(next);
});

test('an unreadable stored model does not replace the model shown', async () => {
  void models.inspectFiles([new File([], 'first.onnx')]);
  await answerInspection('first.onnx');
  void models.inspectStored('stored');
  stores[0]?.reads.at(-1)?.fail(new AppError('storage-failed'));
  await flushPromises();
  expect(models.inspection.phase).toBe('done');
  expect(inspectors).toHaveLength(1);
});

test('leaving during an inspection terminates its worker and reports nothing to the next page', async () => {
  void models.inspectFiles([new File([], 'model.onnx')]);
  models.close();
  const next = openNextPage();
  await flushPromises();
  expect(inspectors[0]?.isClosed).toBe(true);
  expect(readLastStatus()).toEqual(next);
});

test('a cancelled inspection is reported and can be retried', async () => {
  void models.inspectFiles([new File([], 'model.onnx')]);
  models.inspection.cancel();
  await flushPromises();
  expect(models.inspection.phase).toBe('failed');
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'aborted' } });
  models.retry();
  await answerInspection('model.onnx');
  expect(models.inspection.phase).toBe('done');
});

/** A repository with one model in two variants. */
async function listRepository(): Promise<void> {
  models.modelInput = 'organisation/model';
  void models.inspectInput();
  const [small, large] = ['small.onnx', 'large.onnx'].map((path) => {
    const file = { path, url: `https://hub.test/${path}`, sizeBytes: 1, sha256: null };
    return { entry: file, files: [file], format: 'onnx', precision: null, sizeBytes: 1 } as unknown as Variant;
  }) as [Variant, Variant];
  inspectors[0]?.listings[0]?.answer({
    repository: { id: 'organisation/model', licence: null, files: [] },
    variants: [small, large],
  } as never);
  await flushPromises();
  inspectors[0]?.reads[0]?.answer(createHeader('small.onnx'));
  await flushPromises();
  inspectors[0]?.recommendations[0]?.answer(emptyRecommendation);
  inspectors[0]?.ratings[0]?.answer({
    variants: [small, large].map((variant) => ({ variant, fit: null, forecast: null })),
    pick: 1,
    reason: 'largest-that-fits',
  } as never);
  await flushPromises();
}

test('the recommended variant of a repository is read after the first one, and reported', async () => {
  await listRepository();
  expect(inspectors[0]?.reads[1]?.request).toMatchObject({ entry: { path: 'large.onnx' } });
  inspectors[0]?.reads[1]?.answer(createHeader('large.onnx'));
  await flushPromises();
  inspectors[0]?.recommendations[1]?.answer(emptyRecommendation);
  inspectors[0]?.ratings[1]?.answer({ variants: [], pick: null, reason: 'nothing-fits' } as never);
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { model: 'large.onnx' } });
});

const request: FetchRequest = {
  id: 'https://models.test/model.onnx',
  entry: 'model.onnx',
  source: 'https://models.test/model.onnx',
  files: [{ url: 'https://models.test/model.onnx', name: 'model.onnx', sha256: null, sizeBytes: null }],
};

/** A model at a URL, which can be downloaded. */
async function inspectAddress(): Promise<void> {
  models.modelInput = request.id;
  void models.inspectInput();
  await answerInspection('model.onnx');
}

test('a download reports its progress, and its files are handed over to the next page', async () => {
  await inspectAddress();
  void models.download();
  const [store] = stores;
  store?.reportProgress({ receivedBytes: 1, totalBytes: 4, bytesPerS: null, remainingMs: null, notice: null });
  expect(readLastStatus()).toMatchObject({ state: 'running', progress: { phase: 'download', fraction: 0.25 } });
  store?.fetches.at(-1)?.answer({ ...request, files: [], addedAt: 0, usedAt: 0, isPinned: false });
  await flushPromises();
  store?.reads.at(-1)?.answer(createBlobs('model.onnx'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { id: request.id } });
});

test('a download continues after its page was left, without a report to the next page', async () => {
  await inspectAddress();
  void models.download();
  models.close();
  const next = openNextPage();
  const [store] = stores;
  const [fetching] = store?.fetches.slice(-1) ?? [];
  store?.reportProgress({ receivedBytes: 1, totalBytes: 4, bytesPerS: null, remainingMs: null, notice: null });
  expect(readLastStatus()).toEqual(next);
  fetching?.answer({ ...request, files: [], addedAt: 0, usedAt: 0, isPinned: false });
  await flushPromises();
  expect(readLastStatus()).toEqual(next);
});

test('a paused download is reported as aborted, not as done', async () => {
  const { storedModels } = await import('./stored-models.svelte.ts');
  await inspectAddress();
  void models.download();
  storedModels.pause(request.id);
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'aborted' } });
});

test('the recommendation shown is for the latest context length', async () => {
  void models.inspectFiles([new File([], 'model.gguf')]);
  await answerInspection('model.gguf', textArchitecture);
  const [inspector] = inspectors;
  expect(inspector?.recommendations[0]?.request).toMatchObject({ contextLength: 2048 });
  void models.inspection.setContextLength(4096);
  void models.inspection.setContextLength(512);
  const [, first, second] = inspector?.recommendations ?? [];
  const latest = { ...emptyRecommendation };
  second?.answer(latest);
  await flushPromises();
  expect(models.inspection.recommendation).toBe(latest);
  first?.answer({ ...emptyRecommendation });
  await flushPromises();
  inspector?.recommendations[3]?.answer(latest);
  await flushPromises();
  expect(inspector?.recommendations.at(-1)?.request).toMatchObject({ contextLength: 512 });
  expect(models.inspection.recommendation).toBe(latest);
});

test('a context length set during the computation is used for the reported recommendation', async () => {
  void models.inspectFiles([new File([], 'model.gguf')]);
  const [inspector] = inspectors;
  inspector?.reads[0]?.answer(createHeader('model.gguf', textArchitecture));
  await flushPromises();
  void models.inspection.setContextLength(512);
  inspector?.recommendations[0]?.answer(emptyRecommendation);
  await flushPromises();
  expect(readLastStatus().state).toBe('running');
  for (const { answer } of inspector?.recommendations ?? []) answer(emptyRecommendation);
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { model: 'model.gguf' } });
});

test('measuring the device again twice reports once, with the second recommendation', async () => {
  void models.inspectFiles([new File([], 'model.onnx')]);
  await answerInspection('model.onnx');
  void models.measureAgain();
  void models.measureAgain();
  await flushPromises();
  expect(readLastStatus().state).toBe('running');
  for (const { answer } of inspectors[0]?.recommendations ?? []) answer(emptyRecommendation);
  await flushPromises();
  expect(models.inspection.phase).toBe('done');
  expect(readLastStatus()).toMatchObject({ state: 'done', error: null });
});

test('a new size of a free dimension updates the header facts, the recommendation and the links', async () => {
  const files = { externalFiles: [] };
  const withSequence = (sequence: number) => {
    const inspection = createHeader('bert.onnx');
    const facts = { ...inspection.facts, ...files } as Inspection['facts'];
    return { ...inspection, facts, tasks: [], sizes: { sequence }, taskSizes: {} };
  };
  const best = { engine: 'ort', device: 'wasm', threads: 2 } as Recommendation['best'];
  void models.inspectFiles([new File([], 'bert.onnx')]);
  const inspector = inspectors.at(-1)!;
  const answerRecommendation = async () => {
    await flushPromises();
    inspector.recommendations.at(-1)?.answer({ ...emptyRecommendation, best });
    await flushPromises();
  };
  inspector.reads.at(-1)?.answer(withSequence(128));
  await answerRecommendation();
  expect(models.pageLinks?.measure).toBe('#/bench?file=1&engine=ort&device=wasm&threads=2&dims=sequence%3A128');
  void models.inspection.setSize('sequence', 384);
  expect(inspector.resizes.at(-1)?.request).toEqual({ sequence: 384 });
  inspector.resizes.at(-1)?.answer(withSequence(384));
  await answerRecommendation();
  expect(models.pageLinks?.measure).toContain('dims=sequence%3A384');
});

test('findings in a file are shown even if the file is rejected', async () => {
  void models.inspectFiles([new File([], 'model.pt')]);
  const scan = { files: 1, findings: [], omitted: 0, high: 0, isComplete: true };
  inspectors.at(-1)?.scans.at(-1)?.answer(scan);
  inspectors
    .at(-1)
    ?.reads.at(-1)
    ?.fail(new AppError('model-unknown', { model: 'model.pt', detectedAs: 'pytorch' }));
  await flushPromises();
  expect(models.inspection.phase).toBe('failed');
  expect(models.inspection.securityScan).toEqual(scan);
});

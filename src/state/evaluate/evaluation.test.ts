import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import type { DatasetFolder } from '#records/files/dataset-folder.ts';
import type { LastDataset } from '#records/last-datasets.ts';
import type { CompletedItems, UnfinishedEvaluation } from '#records/unfinished-evaluations.ts';
import { flushPromises, readLastStatus } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls } from '../fakes/session-handle.fixture.ts';
import { beginEvaluation, type Evaluation } from './evaluation.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
vi.mock('../companion/companion-access.ts', () => ({ loadCompanionAccess: async () => ({ url: 'ws://127.0.0.1:1' }) }));
vi.mock('#device/environment.ts', () => ({ readEnvironment: async () => createSampleReport().environment }));
vi.mock('#device/page-monitor.ts', () => ({
  PageMonitor: class {
    eventLoop = createSampleReport().eventLoop;
    stop() {}
  },
}));
vi.mock('#device/request-record.ts', () => ({
  RequestRecord: class {
    listHostsSince = () => [];
    stop() {}
  },
}));
vi.mock('../results/record-result.ts', () => ({
  recordReport: async () => ({ id: 'report' }),
  recordGateRun: async () => ({ id: 'report-gates' }),
}));
vi.mock('../results/stored-result.ts', () => ({ loadStoredResult: async (id: string) => ({ stored: id }) }));
vi.mock('#records/last-datasets.ts', () => ({
  loadLastDataset: async () => lastDataset,
  storeLastDataset: async (_: string, dataset: LastDataset) => void (lastDataset = dataset),
}));
vi.mock('#records/unfinished-evaluations.ts', () => ({
  findUnfinishedEvaluation: async (hash: string) => runs.find((run) => run.hash === hash) ?? null,
  findUnfinishedOfTask: async (task: string) => runs.find(({ hash }) => hash.includes(`task=${task}`)) ?? null,
  storeUnfinishedEvaluation: async (run: UnfinishedEvaluation) => void (runs = [run]),
  storeCompletedItems: async (id: string, items: CompletedItems) => {
    runs = runs.map((run) => (run.id === id ? { ...run, done: run.done + items.candidate.length } : run));
    storedBlocks.push(structuredClone(items));
  },
  loadCompletedItems: async () => ({
    candidate: storedBlocks.flatMap(({ candidate }) => candidate),
    baseline: null,
    blocks: storedBlocks.flatMap(({ blocks }) => blocks),
  }),
  deleteUnfinishedEvaluation: async (id: string) => void (runs = runs.filter((run) => run.id !== id)),
}));

/** The browser's storage, which persists between visits of the page. */
let runs: UnfinishedEvaluation[];
let storedBlocks: CompletedItems[];
let lastDataset: LastDataset | null;
let evaluation: Evaluation;
/** How many blocks the test has answered in this visit. */
let answeredBlocks: number;

beforeEach(() => {
  runs = [];
  storedBlocks = [];
  lastDataset = null;
  const entry = { state: null as unknown, replaceState: (state: unknown) => void (entry.state = state) };
  vi.stubGlobal('history', entry);
});
afterEach(() => evaluation.close());

/** One more item than the first three blocks contain: 1, 2 and 4. */
const folder: DatasetFolder = {
  name: 'digits',
  handle: null,
  files: Array.from({ length: 8 }, (_, index) => ({
    path: `${index < 4 ? '1' : '7'}/${index}.png`,
    file: new File([], `${index}.png`),
  })),
};

/** A visit of the page with a model and, unless `data` is `null`, its data. */
async function visitPage(
  data: DatasetFolder | null = folder,
  modelSha256 = 'a'.repeat(64),
  query = 'task=digits&model=digits',
): Promise<FakeSession> {
  openCalls.length = 0;
  answeredBlocks = 0;
  evaluation = await beginEvaluation(new URLSearchParams(query));
  await expect.poll(() => openCalls.length).toBe(1);
  const session = new FakeSession('digits');
  session.opened = { ...session.opened, sha256: modelSha256, labels: ['7', '1'] };
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  if (data) await evaluation.openData(data);
  return session;
}

const createEvaluatedItem = ({ path }: EvaluationItem, prediction = '7'): EvaluatedItem => ({
  path,
  sha256: `sha of ${path}`,
  outcome: { truth: '7', predictions: [prediction], confidence: 1 },
  timing: { preMs: 1, inferenceMs: 2, postMs: 3 },
});

/**
 * Answers the block that waits.
 * @returns paths of its items
 */
async function answerBlock(
  session: FakeSession,
  createItem: (item: EvaluationItem) => EvaluatedItem = createEvaluatedItem,
) {
  await expect.poll(() => session.evaluations.length).toBeGreaterThan(answeredBlocks);
  const { request, answer: resolve } = session.evaluations[answeredBlocks++]!;
  resolve(request.map((item) => createItem(item)));
  await flushPromises();
  return request.map(({ path }) => path);
}
/**
 * Answers the request for scores.
 * @returns the outcomes that were scored
 */
async function answerScores(session: FakeSession): Promise<readonly unknown[]> {
  await expect.poll(() => session.scorings.length).toBe(1);
  const { request, answer: resolve } = session.scorings[0]!;
  resolve({ scores: [{ metric: 'top-1', value: 0.5, n: request.length, interval: null }], memory: {} });
  return request;
}

test('a run shows its progress and a result without the failed item', async () => {
  const session = await visitPage();
  const running = evaluation.evaluate();
  await answerBlock(session, ({ path }) => ({ path, sha256: null, error: { code: 'file-unreadable', facts: {} } }));
  expect(evaluation.run).toMatchObject({ phase: 'running', done: 1, total: 8, failed: 1 });
  await answerBlock(session);
  await answerBlock(session);
  await answerBlock(session);
  expect(await answerScores(session)).toHaveLength(7);
  await running;
  expect(evaluation.run.error).toBeNull();
  expect(evaluation.run.phase).toBe('done');
  expect(evaluation.run.result?.report.data).toMatchObject({ items: 7, failed: 1, notRun: 0 });
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { failed: [{ path: '1/0.png' }] } });
  expect(runs).toEqual([]);
});

test('a pause takes effect after the current block, and the run continues from there', async () => {
  const session = await visitPage();
  void evaluation.evaluate();
  await answerBlock(session);
  evaluation.run.pause();
  await answerBlock(session);
  expect(evaluation.run).toMatchObject({ phase: 'paused', done: 3 });
  expect(session.evaluations).toHaveLength(2);
  expect(runs).toMatchObject([{ done: 3, total: 8 }]);
  evaluation.run.resume();
  expect(await answerBlock(session)).toEqual(['1/3.png', '7/4.png', '7/5.png', '7/6.png']);
});

test('a run that is stopped is scored without the items that did not run', async () => {
  const session = await visitPage();
  const running = evaluation.evaluate();
  await answerBlock(session);
  evaluation.run.stop();
  await answerBlock(session);
  expect(await answerScores(session)).toHaveLength(3);
  await running;
  expect(evaluation.run.result?.report.data).toMatchObject({ items: 3, notRun: 5 });
  expect(runs).toEqual([]);
});

test('a run cancelled by leaving the page continues at the next visit, with the same result', async () => {
  const first = await visitPage();
  const running = evaluation.evaluate();
  await answerBlock(first, (item) => createEvaluatedItem(item, '1'));
  await answerBlock(first);
  evaluation.close();
  await running;
  expect(evaluation.run.error).toBeNull();

  const second = await visitPage(null);
  expect(evaluation.unfinished).toMatchObject({ done: 3, total: 8, folder: { name: 'digits' } });
  expect(evaluation.missingToContinue).toBe('data');
  await evaluation.openData(folder);
  const continued = evaluation.continueRun();
  expect(await answerBlock(second)).toEqual(['1/3.png']);
  expect(evaluation.run.done).toBe(4);
  await answerBlock(second);
  await answerBlock(second);
  const outcomes = (await answerScores(second)) as readonly { readonly predictions: readonly string[] }[];
  await continued;
  expect(outcomes.map(({ predictions }) => predictions[0])).toEqual(['1', ...Array<string>(7).fill('7')]);
  const { sha256 } = evaluation.run.result!.report.data;
  expect(evaluation.run.result?.items.map(({ candidate }) => candidate.sha256)).toContain('sha of 1/0.png');
  expect(runs).toEqual([]);
  evaluation.close();

  const third = await visitPage();
  const whole = evaluation.evaluate();
  for (let block = 0; block < 4; block++) await answerBlock(third);
  await answerScores(third);
  await whole;
  expect(evaluation.run.result?.report.data.sha256).toBe(sha256);
});

test('an unfinished run is offered at another address of its task, with its model and gates', async () => {
  const first = await visitPage();
  evaluation.setup.gates.usePreset('interactive');
  evaluation.rememberGates(evaluation.setup.gates.text);
  const { text } = evaluation.setup.gates;
  void evaluation.evaluate();
  await answerBlock(first);
  evaluation.close();
  await flushPromises();
  const [{ hash = '' } = {}] = runs;

  history.replaceState(null, '');
  await visitPage(null, undefined, 'task=digits&model=digits&seed=7');
  expect(evaluation.unfinished).toBeNull();
  expect(evaluation.unfinishedElsewhere).toMatchObject({
    model: 'Handwritten digits',
    done: 1,
    entry: { gates: text },
  });
  evaluation.openUnfinished(evaluation.unfinishedElsewhere!);
  expect(location.hash).toBe(hash);
  evaluation.close();

  history.replaceState(null, ''); // a new tab
  await visitPage(null);
  expect(evaluation.setup.gates.text).toBe(text);
  expect(evaluation.unfinishedElsewhere).toBeNull();
});

test.each([
  ['models', folder, 'b'.repeat(64)],
  ['items', { ...folder, files: folder.files.slice(1) }, 'a'.repeat(64)],
])('a run is not continued with other %s', async (_, data, model) => {
  const first = await visitPage();
  void evaluation.evaluate();
  await answerBlock(first);
  evaluation.close();
  await flushPromises();

  const second = await visitPage(data, model);
  await evaluation.continueRun();
  expect(evaluation.run.error).toMatchObject({ code: 'input-invalid', facts: { reason: 'unfinished-run-differs' } });
  expect(second.evaluations).toHaveLength(0);
  await flushPromises();
  expect(evaluation.unfinished).toMatchObject({ done: 1 });
  await evaluation.discardUnfinished();
  expect([evaluation.unfinished, runs]).toEqual([null, []]);
});

test('a run ended by a failure of the engine can be continued', async () => {
  const session = await visitPage();
  const running = evaluation.evaluate();
  await answerBlock(session);
  // A block of two, both of its items, the next block and its first item.
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect.poll(() => session.evaluations.length).toBeGreaterThan(attempt);
    session.evaluations[attempt]!.fail(new AppError('out-of-memory'));
  }
  await running;
  expect(evaluation.run).toMatchObject({ phase: 'failed', error: { code: 'out-of-memory' } });
  await flushPromises();
  expect(evaluation.unfinished).toMatchObject({ done: 3 });
});

test('a target in the companion opens the model and its baseline there', async () => {
  await visitPage(null);
  evaluation.setup.pick('baseline', { kind: 'model', id: 'digits' });
  await expect.poll(() => openCalls.length).toBe(2);
  evaluation.setup.chooseSetting('graphOptimisation', 'all');
  openCalls.length = 0;
  evaluation.setup.chooseTarget({ engine: 'openvino', device: 'cpu' });
  await expect.poll(() => openCalls.length).toBe(2);
  for (const { request } of openCalls) {
    expect(request.engine).toBe('openvino');
    expect(await request.companion?.()).toMatchObject({ url: 'ws://127.0.0.1:1' });
    expect(request.options).toEqual({ devices: ['cpu'] }); // OpenVINO has no such setting
  }
  expect(evaluation.setup.link).toMatchObject({ engine: 'openvino', device: 'cpu' });
  openCalls.length = 0;
  evaluation.setup.pick('candidate', { kind: 'model', id: 'digits' });
  await expect.poll(() => openCalls.length).toBe(1);
  expect(openCalls[0]!.request).toMatchObject({ engine: 'ort', options: { devices: [] } });
  expect(openCalls[0]!.request).not.toHaveProperty('companion');
});

test('a reload shows the result, the gate file and the folder of the visit again, until the setup changes', async () => {
  const first = await visitPage();
  const gates = JSON.stringify({ version: 1, gates: { 'model-size': 'error' } });
  evaluation.setup.gates.text = gates;
  evaluation.rememberGates(gates);
  const running = evaluation.evaluate();
  for (let block = 0; block < 4; block++) await answerBlock(first);
  await answerScores(first);
  await running;
  expect(history.state).toEqual({ gates, result: 'report-gates' });
  evaluation.close();

  await visitPage(null);
  await expect.poll(() => evaluation.earlierResult).toEqual({ stored: 'report-gates' });
  expect(evaluation.setup.gates.text).toBe(gates);
  expect(evaluation.lastFolder).toMatchObject({ name: 'digits', opened: folder });
  await evaluation.reopenFolder();
  expect(evaluation.setup.data.dataset?.items).toHaveLength(8);
  expect(evaluation.earlierResult).not.toBeNull();
  evaluation.setup.chooseSample(4, 1);
  expect(evaluation.earlierResult).toBeNull();
  expect(history.state).toEqual({ gates });
});

test('after a reload, files of a baseline are requested by name, and the result remains', async () => {
  await visitPage(null);
  const file = new File(['x'], 'teacher.onnx');
  evaluation.setup.chooseFiles('baseline', [file]);
  expect(history.state).toEqual({ baselineFiles: ['teacher.onnx'] });
  evaluation.close();

  const entry = { baselineFiles: ['teacher.onnx'], result: 'report' };
  history.replaceState(entry, '');
  await visitPage(null, undefined, 'task=digits&model=digits&baseline-file=1');
  expect(evaluation.setup.baseline.modelToReopen).toEqual({ kind: 'files', names: ['teacher.onnx'] });
  evaluation.setup.chooseFiles('baseline', [file]);
  expect(history.state).toEqual(entry);
  evaluation.setup.chooseFiles('baseline', [new File(['y'], 'other.onnx')]);
  expect(history.state).toEqual({ baselineFiles: ['other.onnx'] });
});

test.each([
  [
    'whose classes match no label of the model',
    ['bar/0.png', 'foo/1.png'],
    { reason: 'no-class-matches', classes: 'bar, foo', labels: '7, 1' },
  ],
  ['without labels and without a baseline', ['0.png', '1.png'], { reason: 'no-labels-or-baseline' }],
])('a run that starts automatically fails for data %s', async (_, paths, facts) => {
  const files = paths.map((path) => ({ path, file: new File([], path) }));
  await visitPage({ name: 'data', handle: null, files }, 'a'.repeat(64), 'task=digits&model=digits&auto=1');
  expect(evaluation.run.phase).toBe('setup');
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'dataset-unclear', facts } });
});

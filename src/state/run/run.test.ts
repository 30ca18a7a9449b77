import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { Task, PipelineDefinition, TaskInputs } from '#core/task/task.ts';
import type { RunLink } from '#links/run-link.ts';
import { readLastStatus, flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { automation } from '../shell/automation-status.ts';
import { beginRun, takeRun } from './begin-run.ts';
import { Run } from './run.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));

type Definition = PipelineDefinition<TaskInputs['image'], string>;

const link: RunLink = {
  task: 'object-detection',
  model: { id: 'first', engineIds: ['ort'] },
  linkedId: null,
  engine: null,
  device: 'wasm',
  threads: null,
  dimensions: {},
  detection: {},
  sample: false,
  language: null,
  aggregation: null,
};
const definition: Definition = {
  roles: {},
  bind: () => Promise.reject(new AppError('internal')),
  score: (actual, expected) => (actual === expected ? 1 : 0),
};
const [first, second] = ['a.png', 'b.png'].map((name) => new File([name], name)) as [File, File];

/** Delays the definition of the task's pipeline, which a report with agreement needs. */
let loadedDefinition: PromiseWithResolvers<Definition>;
let run: Run<string>;

beforeEach(() => {
  loadedDefinition = Promise.withResolvers();
  const task: Task<string> = {
    input: 'image',
    view: '',
    demoModel: null,
    table: { columns: [], toRows: () => [] },
    loadPipeline: () => loadedDefinition.promise,
  };
  run = new Run(link, task);
  run.start();
});

async function answerOpening(id: string): Promise<FakeSession> {
  const session = new FakeSession(id);
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

/** Runs an image on two models. Its report waits until the task's pipeline is loaded. */
async function startDelayedReport(): Promise<FakeSession> {
  const before = await answerOpening('before');
  run.addInputs([first]);
  await flushPromises();
  before.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  run.reopen();
  const session = await answerOpening('after');
  session.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  expect(run.queue.isRunning).toBe(false);
  expect(readLastStatus().state).toBe('running');
  return session;
}

/** The status that the next page sets when it opens. */
const nextPageStatus = { state: 'ready', progress: null, result: null, error: null } as const;
function leavePage(): void {
  run.close();
  Object.assign(automation, nextPageStatus);
}

test('finished images are reported with their results and the model', async () => {
  const session = await answerOpening('first');
  run.addInputs([first]);
  expect(readLastStatus().state).toBe('running');
  await flushPromises();
  session.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({
    state: 'done',
    result: { model: 'first', inputs: [{ file: 'a.png', result: 'cat' }] },
  });
});

test('a failed image is reported as a failure, with the results of the others', async () => {
  const session = await answerOpening('first');
  run.addInputs([first, second]);
  await flushPromises();
  session.runs[0]?.fail(new AppError('input-blank'));
  await flushPromises();
  session.runs[1]?.answer(createTaskRun('dog'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({
    state: 'failed',
    error: { code: 'input-blank' },
    result: { inputs: [{ error: { code: 'input-blank' } }, { result: 'dog' }] },
  });
});

test('reopening the model runs its images again and reports the agreement with the previous results', async () => {
  const session = await startDelayedReport();
  loadedDefinition.resolve(definition);
  await flushPromises();
  const agreement = { score: 1, inputs: 1, model: 'before' };
  expect(run.agreement).toMatchObject(agreement);
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { model: session.opened.id, agreement } });
});

test('a report that is ready only after new images have started is not sent', async () => {
  const session = await startDelayedReport();
  run.addInputs([second]);
  loadedDefinition.resolve(definition);
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'running', result: null });
  session.runs[1]?.answer(createTaskRun('dog'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { inputs: [{ result: 'cat' }, { result: 'dog' }] } });
});

test('a failure whose own report was superseded is included in the next report', async () => {
  const before = await answerOpening('before');
  run.addInputs([first, second]);
  await flushPromises();
  before.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  before.runs[1]?.answer(createTaskRun('dog'));
  await flushPromises();
  run.reopen();
  const session = await answerOpening('after');
  session.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  session.runs[1]?.fail(new AppError('input-blank'));
  await flushPromises();
  run.addInputs([new File(['c'], 'c.png')]);
  loadedDefinition.resolve(definition);
  await flushPromises();
  expect(readLastStatus().state).toBe('running');
  session.runs[2]?.answer(createTaskRun('bird'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'input-blank' } });
});

test('a report that is ready only after the page was left is not sent', async () => {
  await startDelayedReport();
  leavePage();
  loadedDefinition.resolve(definition);
  await flushPromises();
  expect(readLastStatus()).toMatchObject(nextPageStatus);
});

test('a sample that arrives after the page was left is neither run nor reported', async () => {
  const response = Promise.withResolvers<Response>();
  vi.stubGlobal('fetch', () => response.promise);
  const adding = run.addSample('sample.webp', 'sample.webp');
  leavePage();
  response.resolve(new Response('pixels'));
  await adding;
  await flushPromises();
  expect(run.queue.inputs).toEqual([]);
  expect(readLastStatus()).toMatchObject(nextPageStatus);
});

test('a sample that fails to arrive after the page was left is not reported', async () => {
  const response = Promise.withResolvers<Response>();
  vi.stubGlobal('fetch', () => response.promise);
  const adding = run.addSample('sample.webp', 'sample.webp');
  leavePage();
  response.reject(new TypeError('Failed to fetch'));
  await adding;
  expect(readLastStatus()).toMatchObject(nextPageStatus);
});

test('a sample that cannot be fetched is reported, and fetched again at the next request', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }));
  await run.addSample('sample.webp', 'sample.webp');
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'fetch-failed', facts: { status: 404 } } });
  vi.stubGlobal('fetch', async () => new Response('pixels'));
  await run.addSample('sample.webp', 'sample.webp');
  await run.addSample('sample.webp', 'sample.webp');
  expect(run.queue.inputs.map(({ file }) => file.name)).toEqual(['sample.webp']);
});

test('a failure to open a model is reported, but not after the page was left', async () => {
  openCalls[0]?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'out-of-memory' } });
  run.reopen();
  leavePage();
  openCalls[1]?.fail(new AppError('model-corrupt'));
  await flushPromises();
  expect(readLastStatus()).toMatchObject(nextPageStatus);
});

test('a model that does not fit the task fails all images with the same error', async () => {
  run.addInputs([first, second]);
  const mismatch = new AppError('model-unsupported', { misfit: 'task', suits: 'digits' });
  openCalls[0]?.fail(mismatch);
  await flushPromises();
  // The page shows the error of an image only if it differs from the model's error.
  expect(run.setup.model.error).toBe(mismatch);
  expect(run.queue.inputs).toHaveLength(2);
  expect(run.queue.inputs.every(({ error }) => error === mismatch)).toBe(true);
  expect(readLastStatus()).toMatchObject({ state: 'failed', error: { code: 'model-unsupported' } });
});

describe('sizes that the task does not choose', () => {
  const replaceState = vi.spyOn(history, 'replaceState');
  const readAddress = () => String(replaceState.mock.lastCall?.[2]);

  async function openWithSizes(sizes: Dimensions): Promise<void> {
    const session = new FakeSession();
    session.opened = { ...session.opened, sizes };
    openCalls.at(-1)?.answer(session);
    await flushPromises();
  }

  test('are prefilled as suggested, can be changed, and are in the address', async () => {
    await openWithSizes({ height: 224, width: 224 });
    expect(run.setup.sizes).toEqual({ height: 224, width: 224 });
    expect(readAddress()).toContain('dims=height%3A224%2Cwidth%3A224');
    run.setup.setSize('width', 320);
    expect(openCalls.at(-1)?.request.dimensions).toEqual({ height: 224, width: 320 });
    expect(readAddress()).toContain('dims=height%3A224%2Cwidth%3A320');
    run.setup.setSize('width', null); // the suggested one again
    expect(openCalls.at(-1)?.request.dimensions).toEqual({ height: 224 });
  });

  test('are still shown if the model cannot be opened with them', async () => {
    await openWithSizes({ height: 224 });
    run.setup.setSize('height', 7);
    openCalls.at(-1)?.fail(new AppError('model-unsupported', { misfit: 'task' }));
    await flushPromises();
    expect(run.setup.sizes).toEqual({ height: 7 });
  });

  test('remain with the files that they were set for, and do not apply to others', async () => {
    run.setup.openFiles([first]);
    await openWithSizes({ height: 224 });
    run.setup.setSize('height', 64);
    run.setup.openFiles([first, second]);
    expect(openCalls.at(-1)?.request.dimensions).toEqual({ height: 64 });
    run.setup.openFiles([second]);
    expect(openCalls.at(-1)?.request.dimensions).toEqual({});
  });

  test('are absent if the task chooses them', async () => {
    await answerOpening('first');
    expect(run.setup.sizes).toEqual({});
  });
});

test('leaving the page closes the model', async () => {
  const session = await answerOpening('first');
  leavePage();
  await flushPromises();
  expect(session.isClosed).toBe(true);
});

test('a link starts one run, and another link closes a run that no page has taken', async () => {
  const callsBefore = openCalls.length;
  const firstRun = beginRun(new URLSearchParams('task=object-detection'));
  expect(takeRun(new URLSearchParams('task=object-detection'))).toBe(firstRun);
  expect(openCalls).toHaveLength(callsBefore + 1);
  const unclaimedRun = beginRun(new URLSearchParams('task=digits'));
  const session = await answerOpening('digits');
  beginRun(new URLSearchParams('task=object-detection')).close();
  await flushPromises();
  expect(session.isClosed).toBe(true);
  expect(unclaimedRun.setup.model.opened).toBeNull();
});

test('a picked model is in the address and runs the images again; file names are in the history entry', async () => {
  const replaceState = vi.spyOn(history, 'replaceState').mockImplementation(() => {});
  const before = await answerOpening('first');
  run.addInputs([first]);
  await flushPromises();
  before.runs[0]?.answer(createTaskRun('cat'));
  await flushPromises();
  run.setup.pick({ kind: 'model', id: 'o/n:net.tflite' });
  const { href } = new URL(String(replaceState.mock.lastCall?.[2]), 'https://assay.test');
  expect(href).toContain('model=o%2Fn%3Anet.tflite');
  expect(run.setup).toMatchObject({ device: null, engine: 'litert' });
  const after = await answerOpening('second');
  await flushPromises();
  expect(after.runs).toHaveLength(1);
  run.setup.openFiles([first], 'a.png');
  expect(replaceState.mock.lastCall).toEqual([{ files: ['a.png'] }, '', expect.stringContaining('linked=a.png')]);
  expect(() => run.setup.pick({ kind: 'model', id: 'digits' })).toThrow(
    expect.objectContaining({ code: 'link-invalid' }),
  );
});

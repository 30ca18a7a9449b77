import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { OpenModel } from './open-model.svelte.ts';
import { InputQueue } from './input-queue.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));

const files = ['a.png', 'b.png', 'c.png'].map((name) => new File([name], name));
let model: OpenModel;
let hasModel: boolean;
let queue: InputQueue<string>;
const onIdle = vi.fn();

beforeEach(() => {
  onIdle.mockClear();
  model = new OpenModel();
  hasModel = true;
  queue = new InputQueue(model, () => hasModel, onIdle);
  void model.open({ model: files, engine: 'ort', device: 'wasm', threads: null, task: 'object-detection' });
});

async function answerOpening(): Promise<FakeSession> {
  const session = new FakeSession();
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  return session;
}

const states = () => queue.inputs.map(({ state, error }) => error?.code ?? state);

test('inputs run one after another, and a failed input retains its error while the others run', async () => {
  const session = await answerOpening();
  queue.add(files);
  await flushPromises();
  expect(session.runs.map(({ request }) => request)).toEqual([files[0]]);
  expect(states()).toEqual(['running', 'waiting', 'waiting']);
  session.runs[0]?.answer(createTaskRun('first'));
  await flushPromises();
  session.runs[1]?.fail(new AppError('input-blank'));
  await flushPromises();
  expect(session.runs[2]?.request).toBe(files[2]);
  expect(onIdle).not.toHaveBeenCalled();
  session.runs[2]?.answer(createTaskRun('third'));
  await flushPromises();
  expect(states()).toEqual(['done', 'input-blank', 'done']);
  expect(queue.inputs.map(({ run }) => run?.result)).toEqual(['first', undefined, 'third']);
  expect(queue).toMatchObject({ isRunning: false, finishedCount: 3 });
});

test('inputs added while others run are reported together with them, once', async () => {
  const session = await answerOpening();
  queue.add(files.slice(0, 1));
  await flushPromises();
  queue.add(files.slice(1, 2));
  session.runs[0]?.answer(createTaskRun('first'));
  await flushPromises();
  session.runs[1]?.answer(createTaskRun('second'));
  await flushPromises();
  expect(onIdle.mock.calls).toEqual([[queue.inputs, queue.inputs]]);
  queue.add(files.slice(2));
  await flushPromises();
  session.runs[2]?.answer(createTaskRun('third'));
  await flushPromises();
  expect(onIdle.mock.lastCall).toEqual([queue.inputs, queue.inputs.slice(2)]);
});

test('Stop while the model opens stops every input, and they can be run again', async () => {
  queue.add(files.slice(0, 2));
  await flushPromises();
  queue.stop();
  await flushPromises();
  expect(states()).toEqual(['aborted', 'aborted']);
  expect(queue.isRunning).toBe(false);
  expect(onIdle).toHaveBeenCalledOnce();
  const session = await answerOpening();
  expect(session.runs).toHaveLength(0);
  queue.rerunAll();
  await flushPromises();
  expect(session.runs).toHaveLength(1);
  expect(states()).toEqual(['running', 'waiting']);
});

test('Stop aborts the run in flight, and the waiting inputs do not run', async () => {
  const session = await answerOpening();
  queue.add(files);
  await flushPromises();
  queue.stop();
  await flushPromises();
  expect(states()).toEqual(['aborted', 'aborted', 'aborted']);
  expect(session.runs).toHaveLength(1);
});

test('running all inputs again during a run discards the result of that run', async () => {
  const session = await answerOpening();
  queue.add(files.slice(0, 1));
  await flushPromises();
  session.runs[0]?.answer(createTaskRun('first'));
  await flushPromises();
  queue.rerunAll();
  await flushPromises();
  queue.rerunAll();
  session.runs[1]?.answer(createTaskRun('dropped'));
  await flushPromises();
  expect(states()).toEqual(['running']);
  session.runs[2]?.answer(createTaskRun('third'));
  await flushPromises();
  expect(queue.inputs[0]).toMatchObject({ state: 'done', run: createTaskRun('third'), previousResult: 'first' });
});

test('removing a running input aborts its run, and the next input runs', async () => {
  const session = await answerOpening();
  queue.add(files.slice(0, 2));
  await flushPromises();
  const [first, second] = queue.inputs;
  if (first) queue.remove(first);
  expect(queue.selected).toBe(second);
  await flushPromises();
  expect(session.runs[1]?.request).toBe(files[1]);
  session.runs[1]?.answer(createTaskRun('second'));
  await flushPromises();
  expect(onIdle.mock.calls).toEqual([[[second], [second]]]);
});

test('removing an input that is queued again aborts its run in flight', async () => {
  const session = await answerOpening();
  queue.add(files.slice(0, 2));
  await flushPromises();
  queue.rerunAll();
  if (queue.inputs[0]) queue.remove(queue.inputs[0]);
  await flushPromises();
  expect(session.runs[1]?.request).toBe(files[1]);
});

test('clearing the queue aborts its run, releases its inputs and reports nothing', async () => {
  const revoke = vi.spyOn(URL, 'revokeObjectURL');
  await answerOpening();
  queue.add(files);
  await flushPromises();
  const urls = queue.inputs.map(({ url }) => url);
  queue.clear();
  await flushPromises();
  expect(revoke.mock.calls.flat()).toEqual(urls);
  expect(queue).toMatchObject({ inputs: [], selected: null, isRunning: false });
  expect(onIdle.mock.calls).toEqual([[[], []]]);
});

test('an empty file fails with its name and the reason', async () => {
  const session = await answerOpening();
  queue.add([new File([], 'empty.png')]);
  await flushPromises();
  session.runs[0]?.fail(new AppError('file-unreadable'));
  await flushPromises();
  expect(queue.inputs[0]?.error?.facts).toMatchObject({ file: 'empty.png', reason: 'empty' });
});

test('inputs added before a model is chosen wait, and run once there is one', async () => {
  hasModel = false;
  queue.add(files.slice(0, 1));
  await flushPromises();
  expect(states()).toEqual(['waiting']);
  expect(queue.isRunning).toBe(false);
  expect(onIdle).not.toHaveBeenCalled();
  hasModel = true;
  queue.rerunAll();
  const session = await answerOpening();
  session.runs[0]?.answer(createTaskRun('first'));
  await flushPromises();
  expect(states()).toEqual(['done']);
});

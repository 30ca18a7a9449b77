import { expect, test, vi } from 'vitest';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { OpenModel, type ModelSelection } from './open-model.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));

const selection: ModelSelection = {
  model: [new File([], 'model.tflite')],
  engine: null,
  device: 'wasm',
  threads: null,
  task: 'object-detection',
};

test('files are opened with the preferred engine of the format that their names identify', () => {
  void new OpenModel().open(selection);
  expect(openCalls[0]?.request).toMatchObject({
    subject: { kind: 'files', files: selection.model },
    engine: 'litert',
    task: 'object-detection',
  });
});

test('a run waits until the model is open', async () => {
  const model = new OpenModel();
  void model.open(selection);
  const run = model.run(new Blob());
  const session = new FakeSession();
  openCalls[0]?.answer(session);
  await expect.poll(() => session.runs.length).toBe(1);
  session.runs[0]?.answer(createTaskRun('answer'));
  expect(await run).toEqual(createTaskRun('answer'));
});

test('aborting a run while the model opens rejects at once, and the model continues to open', async () => {
  const model = new OpenModel();
  const opening = model.open(selection);
  const stop = new AbortController();
  const run = model.run(new Blob(), { signal: stop.signal });
  stop.abort();
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  const session = new FakeSession();
  openCalls[0]?.answer(session);
  expect(await opening).toBeNull();
  expect(model.opened).toBe(session.opened);
  expect(session.runs).toHaveLength(0);
}, 2000);

test('a session reopened during a run becomes the open model', async () => {
  const model = new OpenModel();
  const opening = model.open(selection);
  const session = new FakeSession();
  openCalls[0]?.answer(session);
  await opening;
  const run = model.run(new Blob());
  const reopened = new FakeSession('again').opened;
  await expect.poll(() => session.runs.length).toBe(1);
  session.opened = reopened;
  session.runs[0]?.answer(createTaskRun(null));
  await run;
  expect(model.opened).toBe(reopened);
});

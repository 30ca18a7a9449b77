import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { Drawing } from './drawing.svelte.ts';
import { OpenModel } from './open-model.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));

/** A canvas whose image is the number of painted points. */
class FakeCanvas {
  points = 0;

  getContext() {
    return {
      fillRect() {},
      beginPath() {},
      stroke() {},
      moveTo() {},
      lineTo: () => void this.points++,
      getImageData: () => this.points,
    };
  }
}
vi.stubGlobal('OffscreenCanvas', FakeCanvas);

const digitRun = (digit: number) => createTaskRun({ digit, probabilities: [] });
let model: OpenModel;
let drawing: Drawing;
let session: FakeSession;

beforeEach(async () => {
  model = new OpenModel();
  drawing = new Drawing(model);
  const files = [new File([], 'model.onnx')];
  void model.open({ model: files, engine: 'ort', device: 'wasm', threads: null, task: 'digits' });
  session = new FakeSession();
  openCalls[0]?.answer(session);
  await flushPromises();
});

const listRecognisedPointCounts = () => session.runs.map(({ request }) => request);

test('only the latest strokes drawn during a run are recognised next', async () => {
  drawing.beginStroke({ x: 1, y: 1 });
  await flushPromises();
  drawing.extendStroke({ x: 2, y: 2 });
  drawing.extendStroke({ x: 3, y: 3 });
  expect(listRecognisedPointCounts()).toEqual([1]);
  session.runs[0]?.answer(digitRun(1));
  await flushPromises();
  expect(drawing.recognition).toEqual(digitRun(1));
  expect(listRecognisedPointCounts()).toEqual([1, 2]);
  session.runs[1]?.answer(digitRun(7));
  await flushPromises();
  expect(drawing.recognition).toEqual(digitRun(7));
  expect(session.runs).toHaveLength(2);
});

test('clearing the drawing during a run shows no digit', async () => {
  drawing.beginStroke({ x: 1, y: 1 });
  await flushPromises();
  drawing.clear();
  session.runs[0]?.answer(digitRun(1));
  await flushPromises();
  expect(drawing).toMatchObject({ recognition: null, error: null });
});

test('a failed run shows the error instead of the previous digit, until the next run', async () => {
  drawing.beginStroke({ x: 1, y: 1 });
  await flushPromises();
  session.runs[0]?.answer(digitRun(1));
  await flushPromises();
  drawing.extendStroke({ x: 2, y: 2 });
  await flushPromises();
  session.runs[1]?.fail(new AppError('out-of-memory'));
  await flushPromises();
  expect(drawing).toMatchObject({ recognition: null, error: { code: 'out-of-memory' } });
  drawing.recognise();
  await flushPromises();
  session.runs[2]?.answer(digitRun(2));
  await flushPromises();
  expect(drawing).toMatchObject({ recognition: digitRun(2), error: null });
});

import { beforeEach, expect, test, vi } from 'vitest';
import type { ReferenceWindow } from '#records/reference-windows.ts';
import { tasks } from '#tasks/index.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { DriftCheck } from './drift-check.svelte.ts';
import { QueuedFile } from './input-queue.svelte.ts';
import { OpenModel } from './open-model.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
const stored = vi.hoisted(() => new Map<string, unknown>());
vi.mock('#records/reference-windows.ts', () => ({
  loadReferenceWindow: async (task: string, model: string) => stored.get(`${task} ${model}`) ?? null,
  storeReferenceWindow: async (window: ReferenceWindow) => void stored.set(`${window.task} ${window.model}`, window),
  deleteReferenceWindow: async (task: string, model: string) => void stored.delete(`${task} ${model}`),
}));

type Guess = Parameters<typeof tasks.digits.table.toRows>[0];

/** A finished image with a brightness, which was recognised as a digit. */
function createFinishedImage(brightness: number, digit: number): QueuedFile<Guess> {
  const image = new QueuedFile<Guess>(new File([String(brightness)], 'image.png'));
  const probabilities = Array.from({ length: 10 }, (_, index) => (index === digit ? 0.91 : 0.01));
  image.run = createTaskRun({ digit, probabilities });
  return image;
}

const images = (shift: number, count = 40) =>
  Array.from({ length: count }, (_, index) => createFinishedImage((index % 10) / 20 + shift, index % 4));

let drift: DriftCheck<Guess>;
beforeEach(async () => {
  stored.clear();
  const model = new OpenModel();
  void model.open({ model: [], engine: 'ort', device: 'wasm', threads: null, task: 'digits' });
  openCalls.at(-1)?.answer(new FakeSession('digits'));
  await flushPromises();
  drift = new DriftCheck('digits', tasks.digits, model);
  await drift.load('digits');
});

test('images are compared with the stored reference, also after a reload', async () => {
  expect(drift.reference).toBeNull();
  await drift.storeReference(images(0));
  expect(drift.reference).toMatchObject({ task: 'digits', model: 'digits' });
  await drift.load('digits');
  expect(drift.reference?.observations).toHaveLength(40);
  expect(drift.reference?.observations[1]).toEqual({
    // The entropy of 0.91 and nine times 0.01, divided by that of ten equal classes.
    numbers: {
      brightness: 0.05,
      confidence: 0.91,
      margin: expect.closeTo(0.9, 12) as number,
      entropy: expect.closeTo(-(0.91 * Math.log10(0.91) + 0.09 * Math.log10(0.01)), 12) as number,
    },
    category: '1',
    classes: expect.arrayContaining([{ label: '1', probability: 0.91 }]) as object[],
  });
  await drift.compare(images(0));
  expect(drift.report).toMatchObject({ verdict: 'no-drift' });
  await drift.compare(images(0.4));
  expect(drift.report).toMatchObject({ verdict: 'drift', parts: [{ feature: 'brightness' }, {}, {}, {}, {}] });
  expect(drift).toMatchObject({ progress: null, error: null });
});

test('images that failed are skipped, and at most 200 are observed', async () => {
  await drift.storeReference([...images(0, 500), new QueuedFile<Guess>(new File(['x'], 'failed.png'))]);
  expect(drift.reference?.observations).toHaveLength(200);
});

test('a removed reference is gone after a reload', async () => {
  await drift.storeReference(images(0));
  await drift.removeReference();
  expect(drift.reference).toBeNull();
  await drift.load('digits');
  expect(drift.reference).toBeNull();
});

test('a cancelled comparison has no report and no error', async () => {
  await drift.storeReference(images(0));
  const comparing = drift.compare(images(0.4));
  drift.cancel();
  await comparing;
  expect(drift).toMatchObject({ report: null, error: null, progress: null });
});

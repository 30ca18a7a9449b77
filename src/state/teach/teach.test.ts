import { beforeEach, expect, test, vi } from 'vitest';
import { trainings } from '../fakes/teach-handle.fixture.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { findPageWork } from '../shell/unfinished-work.ts';
import { Teach } from './teach.svelte.ts';

vi.mock('#bridge/teach-handle.ts', () => import('../fakes/teach-handle.fixture.ts'));

/** Pictures whose feature is near a number. */
const near = (number: number, count: number) =>
  Array.from({ length: count }, (_, index) => new File([], `${number + index / 100}.png`, { type: 'image/png' }));

let teach: Teach;
beforeEach(async () => {
  teach = new Teach(new URLSearchParams('model=cifar10'));
  teach.start();
  await flushPromises();
  const [cat, dog] = [teach.addClass('cat'), teach.addClass('dog')];
  teach.addPictures(cat, near(0, 10));
  teach.addPictures(dog, near(9, 10));
  return () => teach.close();
});

test('training says what is missing, and does not start before', async () => {
  const bird = teach.addClass('cat');
  expect(teach.missing).toEqual({ kind: 'classes' });
  bird.name = 'bird';
  teach.addPictures(bird, [...near(5, 3), new File([], 'notes.txt', { type: 'text/plain' })]);
  expect(teach.missing).toEqual({ kind: 'pictures', name: 'bird', count: 2 });
  await teach.train();
  expect(trainings).toEqual([]);
});

test('an accepted training answers, and can be undone', async () => {
  await teach.train();
  expect(teach.versions).toHaveLength(1);
  expect((await teach.answer(near(9, 1)[0]!))[0]).toMatchObject({ label: 'dog' });
  teach.undo();
  expect(await teach.answer(near(9, 1)[0]!)).toEqual([]);
});

test('a worse training is not used unless the user wants it', async () => {
  teach.heldOut = 0.5;
  await teach.train();
  const [before] = teach.versions;
  // More wrong pictures than right ones to learn from, and none of them to test.
  teach.heldOut = 0.1;
  for (const [index, wrong] of [9, 0].entries()) teach.addPictures(teach.classes[index]!, near(wrong, 8));
  await teach.train();
  expect(teach.rejected?.comparison).toMatchObject({ baseline: 'head', before: 1, after: 0, isAccepted: false });
  expect(teach.head).toBe(before!.head);
  teach.useRejected();
  expect(teach.head).not.toBe(before!.head);
  teach.undo();
  expect(teach.head).toBe(before!.head);
});

test('what was held out stays held out, so a new training is not tested on what an earlier one learned', async () => {
  await teach.train();
  const learned = new Set(teach.classes.flatMap(({ pictures }) => pictures).filter(({ isHeldOut }) => !isHeldOut));
  teach.addPictures(teach.classes[0]!, near(0, 10));
  await teach.train();
  expect([...learned].some(({ isHeldOut }) => isHeldOut)).toBe(false);
  expect(trainings[1]!.examples.filter(({ isHeldOut }) => isHeldOut)).toHaveLength(6);
  expect(trainings[1]!.current).toBe(teach.versions[0]!.head);
});

test('leaving asks until the model is saved', async () => {
  expect(findPageWork()).toBe('teaching');
  await teach.train();
  expect((await teach.save())?.name).toBe('cat-dog.onnx');
  expect(findPageWork()).toBeNull();
});

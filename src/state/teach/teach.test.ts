import { beforeEach, expect, test, vi } from 'vitest';
import { opened, trainingRequests } from '../fakes/teach-handle.fixture.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { listPendingFiles, setPendingFiles } from '../shell/file-handoff.ts';
import { router } from '../shell/route.svelte.ts';
import { findPageWork } from '../shell/unfinished-work.ts';
import { Teach } from './teach.svelte.ts';

vi.mock('#bridge/teach-handle.ts', () => import('../fakes/teach-handle.fixture.ts'));

/** Images whose only feature is near a number. */
const createImagesNear = (feature: number, count: number) =>
  Array.from({ length: count }, (_, index) => new File([], `${feature + index / 100}.png`, { type: 'image/png' }));

let teach: Teach;
beforeEach(async () => {
  teach = new Teach(new URLSearchParams('model=cifar10'));
  teach.start([]);
  await flushPromises();
  const [cat, dog] = [teach.classes.add('cat'), teach.classes.add('dog')];
  teach.classes.addImages(cat, createImagesNear(0, 10));
  teach.classes.addImages(dog, createImagesNear(9, 10));
  return () => teach.close();
});

test('training does not start until every class has a name and enough images', async () => {
  const bird = teach.classes.add('cat');
  expect(teach.classes.missingExamples).toEqual({ kind: 'classes' });
  bird.name = 'bird';
  teach.classes.addImages(bird, [...createImagesNear(5, 3), new File([], 'notes.txt', { type: 'text/plain' })]);
  expect(teach.classes.missingExamples).toEqual({ kind: 'images', name: 'bird', count: 2 });
  await teach.train();
  expect(trainingRequests).toEqual([]);
});

test('the head of an accepted training classifies images, and can be undone', async () => {
  await teach.train();
  expect(teach.training.accepted).toHaveLength(1);
  expect((await teach.classify(createImagesNear(9, 1)[0]!))[0]).toMatchObject({ label: 'dog' });
  teach.training.undo();
  expect(await teach.classify(createImagesNear(9, 1)[0]!)).toEqual([]);
});

test('the head of a worse training is used only if the user chooses it', async () => {
  teach.classes.heldOutFraction = 0.5;
  await teach.train();
  const [before] = teach.training.accepted;
  // The training set has more mislabelled images than correct ones, and the test set has none.
  teach.classes.heldOutFraction = 0.1;
  for (const [index, wrong] of [9, 0].entries())
    teach.classes.addImages(teach.classes.list[index]!, createImagesNear(wrong, 8));
  await teach.train();
  expect(teach.training.rejected?.comparison).toMatchObject({
    baseline: 'head',
    before: 1,
    after: 0,
    isAccepted: false,
  });
  expect(teach.head).toBe(before!.head);
  teach.training.useRejected();
  expect(teach.head).not.toBe(before!.head);
  teach.training.undo();
  expect(teach.head).toBe(before!.head);
});

test('held-out images stay held out in later trainings', async () => {
  await teach.train();
  const learned = new Set(teach.classes.list.flatMap(({ images }) => images).filter(({ isHeldOut }) => !isHeldOut));
  teach.classes.addImages(teach.classes.list[0]!, createImagesNear(0, 10));
  await teach.train();
  expect([...learned].some(({ isHeldOut }) => isHeldOut)).toBe(false);
  expect(trainingRequests[1]!.examples.filter(({ isHeldOut }) => isHeldOut)).toHaveLength(6);
  expect(trainingRequests[1]!.current).toBe(teach.training.accepted[0]!.head);
});

test('taught images count as unfinished work until the model is saved', async () => {
  expect(findPageWork()).toBe('teaching');
  await teach.train();
  expect((await teach.save())?.name).toBe('cat-dog.onnx');
  expect(findPageWork()).toBeNull();
});

test('a training after the model was saved is unfinished work again', async () => {
  await teach.train();
  await teach.save();
  await teach.train();
  expect(findPageWork()).toBe('teaching');
});

test('a user who stays on the page hands no model over to the Run page', async () => {
  await teach.train();
  const chosen = [new File([], 'chosen.onnx')];
  setPendingFiles(chosen);
  router.canLeave = () => findPageWork() === null;
  await teach.useInRun();
  expect(listPendingFiles()).toBe(chosen);
  expect(findPageWork()).toBe('teaching');

  router.canLeave = () => true;
  await teach.useInRun();
  expect(location.hash).toBe('#/run?task=image-classification&file=1');
  expect(listPendingFiles().map(({ name }) => name)).toEqual(['cat-dog.onnx']);
  expect(findPageWork()).toBeNull(); // the app does not ask again
});

test('the classes of a model replace the empty placeholders', async () => {
  opened.head = {
    labels: ['cat', 'dog'],
    length: 1,
    weights: Float32Array.of(-1, 1),
    bias: new Float32Array(2),
  };
  const again = new Teach(new URLSearchParams('model=cifar10'));
  again.start(['Class 1', 'Class 2']);
  again.classes.addImages(again.classes.list[1]!, createImagesNear(5, 1));
  await flushPromises();
  expect(again.classes.list.map(({ name }) => name)).toEqual(['Class 2', 'cat', 'dog']);
  again.close();
});

import { expect, test } from 'vitest';
import { toLabelledSet } from './labelled-set.ts';
import { maxQueuedBytes, maxQueuedInputs, planQueue, type QueuedInput } from './queued-input.ts';

function createInput(id: number, label: string | null = null, input: QueuedInput['input'] = 'text'): QueuedInput {
  return { id, deployment: 'a', version: 1, atMs: 0, reason: 'random', input, classes: [], label };
}
const fill = (label: (id: number) => string | null) =>
  Array.from({ length: maxQueuedInputs }, (_, id) => createInput(id, label(id)));

test('a full queue drops its oldest input without a label, and keeps labelled inputs', () => {
  expect(planQueue([createInput(1)], createInput(2))).toEqual([]);
  expect(
    planQueue(
      fill((id) => (id < 3 ? 'cat' : null)),
      createInput(999),
    )?.map(({ id }) => id),
  ).toEqual([3]);
  expect(
    planQueue(
      fill(() => 'cat'),
      createInput(999),
    ),
  ).toBeNull();
});

test('inputs are dropped until the total size fits, and an input larger than the queue is not stored', () => {
  const large = { size: maxQueuedBytes / 2 } as Blob;
  const stored = [createInput(1, null, large), createInput(2, 'cat', large)];
  expect(planQueue(stored, createInput(3))?.map(({ id }) => id)).toEqual([1]);
  expect(planQueue([], createInput(3, null, { size: maxQueuedBytes + 1 } as Blob))).toBeNull();
});

test('labelled inputs become a table of labels with the images that it names', () => {
  const photo = new File(['x'], 'Photo.JPG');
  const inputs = [
    createInput(1, 'tench, Tinca tinca', photo),
    createInput(2, 'a/b', new Blob(['x'])),
    createInput(3, null, photo),
    createInput(4, 'positive', 'It is "good".'),
  ];
  expect(toLabelledSet(inputs)).toEqual({
    table:
      '{"file":"images/1.jpg","label":"tench, Tinca tinca"}\n' +
      '{"file":"images/2.png","label":"a/b"}\n' +
      '{"text":"It is \\"good\\".","label":"positive"}\n',
    images: [
      { path: 'images/1.jpg', image: photo },
      { path: 'images/2.png', image: expect.any(Blob) as Blob },
    ],
  });
});

import { beforeEach, expect, test, vi } from 'vitest';
import type { QueuedInput } from '#deploy/labelling/queued-input.ts';
import { findLastFolder } from '../evaluate/data/last-folder.ts';
import { LabellingQueue } from './labelling-queue.svelte.ts';

const stored = vi.hoisted(() => ({ inputs: [] as QueuedInput[], isBlocked: false }));
vi.mock('#records/labelling-records.ts', () => ({
  setLabel: async (id: number, label: string | null) => {
    if (stored.isBlocked) throw new Error('SecurityError');
    stored.inputs = stored.inputs.map((input) => (input.id === id ? { ...input, label } : input));
  },
  deleteInput: async (id: number) => void (stored.inputs = stored.inputs.filter((input) => input.id !== id)),
  deleteQueue: async () => void (stored.inputs = []),
}));
vi.mock('#records/last-datasets.ts', () => ({ storeLastDataset: async () => {}, loadLastDataset: async () => null }));

const create = (id: number, classes = ['cat', 'dog', 'fox']): QueuedInput => ({
  id,
  deployment: 'a',
  version: 1,
  atMs: id,
  reason: 'low-confidence',
  input: `text ${id}`,
  classes: classes.map((label, rank) => ({ label, probability: 0.4 - rank / 10 })),
  label: null,
});

let queue: LabellingQueue;
beforeEach(() => {
  [stored.inputs, stored.isBlocked] = [[create(1), create(2), create(3)], false];
  queue = new LabellingQueue('a', () => stored.inputs);
});

test('inputs are labelled from the oldest to the newest, and the last label can be undone', async () => {
  expect(queue.current?.id).toBe(1);
  await queue.label('dog');
  expect(queue.current?.id).toBe(2);
  await queue.label(' my class ');
  expect(stored.inputs.map(({ label }) => label)).toEqual(['dog', 'my class', null]);
  await queue.undo();
  expect([queue.current?.id, queue.canUndo]).toEqual([2, true]);
  await queue.undo();
  expect([queue.current?.id, queue.canUndo]).toEqual([1, false]);
  await queue.label(' ');
  expect(queue.labelled).toEqual([]);
});

test('a skipped input comes last, and after the last one the first one follows', () => {
  queue.skip();
  expect(queue.current?.id).toBe(2);
  queue.skip();
  queue.skip();
  expect(queue.current?.id).toBe(1);
});

test('the candidate’s class is the second choice, and given labels are known', async () => {
  stored.inputs = [
    { ...create(1), candidate: { version: 2, label: 'fox' } },
    { ...create(2), label: 'bird' },
  ];
  expect(queue.choices).toEqual(['cat', 'fox', 'dog']);
  expect(queue.knownLabels).toEqual(['bird', 'cat', 'dog', 'fox']);
});

test('a label that cannot be stored shows the error, and the input stays current', async () => {
  stored.isBlocked = true;
  await queue.label('dog');
  expect(queue.error).toMatchObject({ code: 'storage-failed' });
  expect([queue.current?.id, queue.canUndo]).toEqual([1, false]);
});

test('labelled inputs are the last folder that Evaluate offers for the task', async () => {
  await queue.label('dog');
  queue.offerToEvaluate('text-classification', 'My labels');
  const folder = await findLastFolder('text-classification');
  expect(folder).toMatchObject({ name: 'My labels', opened: { files: [{ path: 'labels.jsonl' }] } });
  expect(await (folder!.opened!.files[0]!.file as File).text()).toBe('{"text":"text 1","label":"dog"}\n');
});

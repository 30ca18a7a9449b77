import { expect, test, vi } from 'vitest';
import type { ModelToReopen } from '../../picker/reopen-model.ts';
import { ModelSlot } from './model-slot.svelte.ts';

/** The readings of linked models, which a test completes. */
const openings: PromiseWithResolvers<readonly File[] | ModelToReopen>[] = [];

vi.mock('../../picker/reopen-model.ts', () => ({
  openLinkedModel: () => {
    const opening = Promise.withResolvers<readonly File[] | ModelToReopen>();
    openings.push(opening);
    return opening.promise;
  },
}));

test('files that are read after the slot was cleared are not chosen', async () => {
  const slot = new ModelSlot('digits');
  const opening = slot.tryOpenLinked('net.onnx');
  slot.clear();
  openings.at(-1)!.resolve([new File([], 'net.onnx')]);
  expect(await opening).toBe(false);
  expect(slot).toMatchObject({ files: [], linkedId: null, modelToReopen: null });
});

test('of two linked models that are read at the same time, the last requested one is chosen', async () => {
  const slot = new ModelSlot('digits');
  const first = slot.tryOpenLinked('first.onnx');
  const second = slot.tryOpenLinked('second.onnx');
  const [firstOpening, secondOpening] = openings.slice(-2);
  firstOpening!.resolve([new File([], 'first.onnx')]);
  expect(await first).toBe(false);
  expect(slot.isChosen).toBe(false);
  secondOpening!.resolve([new File([], 'second.onnx')]);
  expect(await second).toBe(true);
  expect(slot).toMatchObject({ files: [{ name: 'second.onnx' }], linkedId: 'second.onnx' });
});

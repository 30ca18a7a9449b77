import { expect, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { Runtime, SessionFacts } from '#core/engine/runtime.ts';
import { computeReferences, findReferenceRun } from './compute-references.ts';

const request = { subject: { kind: 'files', files: [] }, engine: 'ort', device: 'wasm', effort: 'quick' } as const;
const openedOn = (device: SessionFacts['device']) => ({ device }) as SessionFacts;
const reference = findReferenceRun(request, openedOn('wasm'))!;

/** A file of the given size that is never read. */
function unreadModel(size: number): ModelFiles {
  const unread = { size, slice: () => unread, arrayBuffer: () => Promise.reject(new Error('it was read')) };
  return { id: 'm', entry: 'm.onnx', files: new Map([['m.onnx', unread]]) };
}

const rejecting = { open: () => Promise.reject(new Error('no kernel for Frobnicate')) } as unknown as Runtime;

test('R22: a run on wasm has no reference if the engine has no graph optimisation or it is disabled', () => {
  expect(findReferenceRun({ ...request, engine: 'litert' }, openedOn('wasm'))).toBeNull();
  expect(findReferenceRun({ ...request, graphOptimisation: 'disabled' }, openedOn('wasm'))).toBeNull();
  expect(findReferenceRun({ ...request, engine: 'tfjs' }, openedOn('webgl'))?.name).toBe('this-device-wasm');
});

test('a model above 200 MB is not opened again for a reference, and the reason is reported', async () => {
  const reload = (size: number) => () => Promise.resolve([rejecting, unreadModel(size)] as const);
  expect(await computeReferences(reference, {}, reload(200_000_001))).toEqual({ unavailable: 'model-too-large' });
  expect(await computeReferences(reference, {}, reload(200_000_000))).toEqual({
    unavailable: 'reference-failed: no kernel for Frobnicate',
  });
});

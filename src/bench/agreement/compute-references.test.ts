import { expect, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { Runtime, SessionFacts } from '#core/engine/runtime.ts';
import { computeReferences, findReferenceRun } from './compute-references.ts';

const request = { subject: { kind: 'files', files: [] }, engine: 'ort', device: 'wasm', effort: 'quick' } as const;
const createFacts = (device: SessionFacts['device']) => ({ device }) as SessionFacts;
const reference = findReferenceRun(request, createFacts('wasm'))!;

/** Creates a model of the given size that fails if it is read. */
function createUnreadModel(size: number): ModelFiles {
  const unread = { size, slice: () => unread, arrayBuffer: () => Promise.reject(new Error('it was read')) };
  return { id: 'm', entry: 'm.onnx', files: new Map([['m.onnx', unread]]) };
}

const rejectingRuntime = { open: () => Promise.reject(new Error('no kernel for Frobnicate')) } as unknown as Runtime;

test('R22: a run on wasm has no reference if the engine has no graph optimisation or it is disabled', () => {
  expect(findReferenceRun({ ...request, engine: 'litert' }, createFacts('wasm'))).toBeNull();
  expect(findReferenceRun({ ...request, graphOptimisation: 'disabled' }, createFacts('wasm'))).toBeNull();
  expect(findReferenceRun({ ...request, engine: 'tfjs' }, createFacts('webgl'))?.name).toBe('this-device-wasm');
});

test('does not reopen a model above 200 MB for a reference, and reports the reason', async () => {
  const reload = (size: number) => () => Promise.resolve([rejectingRuntime, createUnreadModel(size)] as const);
  expect(await computeReferences(reference, {}, reload(200_000_001))).toEqual({ unavailable: 'model-too-large' });
  expect(await computeReferences(reference, {}, reload(200_000_000))).toEqual({
    unavailable: 'reference-failed: no kernel for Frobnicate',
  });
});

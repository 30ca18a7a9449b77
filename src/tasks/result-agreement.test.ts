import { expect, test } from 'vitest';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import { digits } from './digits/task.ts';
import { measureResultAgreement } from './result-agreement.ts';

const before = { id: 'digits', facts: { engine: 'ort', device: 'webgpu' } } as OpenedTensorModel;
const guess = (digit: number) => ({ digit, probabilities: [] });
const ran = (digit: number) => ({
  result: guess(digit),
  timing: { preMs: 1, inferenceMs: 1, postMs: 1 },
  graphRuns: { model: 1 },
});

test("the agreement of two engines is the mean of the task's score over the inputs that ran on both", async () => {
  const inputs = [
    { run: ran(4), previous: guess(4) },
    { run: ran(5), previous: guess(5) },
    { run: ran(6), previous: guess(0) },
    { run: ran(7), previous: guess(7) },
    { run: ran(8), previous: null },
    { run: null, previous: guess(9) },
  ];
  const compared = { inputs: 4, model: 'digits', engine: 'ort', device: 'webgpu' };
  expect(await measureResultAgreement(before, inputs, digits)).toEqual({ score: 0.75, ...compared });
});

test('the agreement is null if no input ran on both', async () => {
  expect(await measureResultAgreement(before, [{ run: ran(4), previous: null }], digits)).toBeNull();
});

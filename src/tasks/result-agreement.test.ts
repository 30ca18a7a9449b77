import { expect, test } from 'vitest';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import { digits } from './digits/task.ts';
import { measureResultAgreement } from './result-agreement.ts';

const previousModel = { id: 'digits', facts: { engine: 'ort', device: 'webgpu' } } as OpenedTensorModel;
const createGuess = (digit: number) => ({ digit, probabilities: [] });
const createRun = (digit: number) => ({
  result: createGuess(digit),
  timing: { preMs: 1, inferenceMs: 1, postMs: 1 },
  graphRuns: { model: 1 },
});

test("the agreement of two engines is the mean of the task's score over the inputs that ran on both", async () => {
  const inputs = [
    { run: createRun(4), previousResult: createGuess(4) },
    { run: createRun(5), previousResult: createGuess(5) },
    { run: createRun(6), previousResult: createGuess(0) },
    { run: createRun(7), previousResult: createGuess(7) },
    { run: createRun(8), previousResult: null },
    { run: null, previousResult: createGuess(9) },
  ];
  const comparedWith = { inputs: 4, model: 'digits', engine: 'ort', device: 'webgpu' };
  expect(await measureResultAgreement(previousModel, inputs, digits)).toEqual({ score: 0.75, ...comparedWith });
});

test('the agreement is null if no input ran on both', async () => {
  expect(await measureResultAgreement(previousModel, [{ run: createRun(4), previousResult: null }], digits)).toBeNull();
});

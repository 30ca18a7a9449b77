import { describe } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import * as onnx from '#runtimes/ort/contract-model.fixture.ts';
import * as tflite from '#runtimes/litert/contract-model.fixture.ts';
import { testRuntimeContract } from '#runtimes/tensor-contract.fixture.ts';
import { openEngineUnderTest, findSkipReason } from './engine-under-test.fixture.ts';

interface Models {
  readonly contractModel: () => ModelFiles;
  readonly corruptModels: () => Record<string, ModelFiles>;
}

/** One process for each engine. */
const engines = {
  ort: openEngineUnderTest('ort'),
  openvino: openEngineUnderTest('openvino'),
  litert: openEngineUnderTest('litert'),
};

// The contract that the page's runtimes also fulfil, tested for each engine in its child process.
const cases: readonly (readonly [keyof typeof engines, Models, fixed?: string])[] = [
  ['ort', onnx],
  ['openvino', onnx],
  ['openvino', tflite, 'free sizes of TFLite models are fixed in the file'],
  ['litert', tflite, 'free sizes of TFLite models are fixed in the file'],
];

for (const [id, { contractModel, corruptModels }, fixed] of cases) {
  const skipped = await findSkipReason(id);
  describe.skipIf(skipped)(`${contractModel().entry} ${skipped}`, () => {
    const models = { model: contractModel(), corrupt: corruptModels() };
    for (const threads of [1, 2]) {
      testRuntimeContract({
        runtime: engines[id],
        device: 'cpu',
        options: { threads },
        ...models,
        ...(fixed && { fixed }),
      });
    }
  });
}

import { describe } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import * as onnx from '#runtimes/ort/contract-model.fixture.ts';
import * as tflite from '#runtimes/litert/contract-model.fixture.ts';
import { testRuntimeContract } from '#runtimes/tensor-contract.fixture.ts';
import { openEngineUnderTest, findSkipReason } from './engine-under-test.fixture.ts';

interface Models {
  readonly createContractModel: () => ModelFiles;
  readonly createCorruptModels: () => Record<string, ModelFiles>;
}

/** One process for each engine. */
const engines = {
  ort: openEngineUnderTest('ort'),
  openvino: openEngineUnderTest('openvino'),
  litert: openEngineUnderTest('litert'),
};

// Runs the shared suite of the page's runtimes against each native engine in its child process.
const cases: readonly (readonly [keyof typeof engines, Models, fixedShapeReason?: string])[] = [
  ['ort', onnx],
  ['openvino', onnx],
  ['openvino', tflite, 'a TFLite file fixes its free dimensions'],
  ['litert', tflite, 'a TFLite file fixes its free dimensions'],
];

for (const [id, { createContractModel, createCorruptModels }, fixedShapeReason] of cases) {
  const skipReason = await findSkipReason(id);
  describe.skipIf(skipReason)(`${createContractModel().entry} ${skipReason}`, () => {
    const models = { model: createContractModel(), corrupt: createCorruptModels() };
    for (const threads of [1, 2]) {
      testRuntimeContract({
        runtime: engines[id],
        device: 'cpu',
        options: { threads },
        ...models,
        ...(fixedShapeReason && { fixedShapeReason }),
      });
    }
  });
}

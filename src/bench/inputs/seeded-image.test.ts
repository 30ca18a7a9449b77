import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { inputSeed } from '../method.ts';
import { createSeededInputs } from './seeded-inputs.ts';

const testData = process.env.ASSAY_TEST_DATA;

test('a portrait segmentation model detects a segment in a seeded image, but none in noise', async ({ skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
  env.wasm.numThreads = 1;
  const file = path.join(testData ?? '', 'onnx-segment/selfie_segmentation_landscape.onnx');
  const session = await InferenceSession.create(new Uint8Array(await readFile(file)), { logSeverityLevel: 3 });
  const [input] = session.inputMetadata;
  if (!input?.isTensor) throw new Error('the model takes no tensor');
  const shape = input.shape.map(Number);
  const computeMaxOutput = async (values: Float32Array) => {
    const outputs = await session.run({ [input.name]: new Tensor('float32', values, shape) });
    return Math.max(...(outputs[session.outputNames[0]!]!.data as Float32Array));
  };
  const image = createSeededInputs([{ name: input.name, dtype: 'float32', shape }])[input.name]!.data as Float32Array;
  expect(await computeMaxOutput(Float32Array.from(image, createSeededRandom(inputSeed)))).toBeLessThan(1e-3);
  expect(await computeMaxOutput(image)).toBeGreaterThan(0.9);
  await session.release();
});

import { env, InferenceSession } from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { listBackendModels, modelCount } from '../../../scripts/onnx-backend-tests.fixture.ts';
import { findEngineLimit } from './index.ts';

const testData = process.env.ASSAY_TEST_DATA;

/** Models that the engine rejects for attributes or computation types, which facts do not include. */
const rejectedForOtherReasons: readonly string[] = `
bitshift_left_uint16 bitshift_right_uint16 clip_default_int8_max_expanded clip_default_int8_min_expanded gru_batchwise
lstm_batchwise simple_rnn_batchwise max_int16 max_uint16 min_int16 min_uint16 pow_types_float32_uint32
pow_types_float32_uint64`
  .trim()
  .split(/\s+/);

test('detects from the header exactly the ONNX backend test models that onnxruntime-web rejects', async ({ skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
  env.wasm.numThreads = 1;
  const mismatches: string[] = [];
  let rejectedCount = 0;
  let count = 0;
  for (const [file, content] of listBackendModels(testData ?? '')) {
    const bytes = new Uint8Array(content);
    const facts = await readFacts(toByteSource(bytes), 'model.onnx').catch(() => null);
    if (!facts) continue;
    count++;
    const isRejected = findEngineLimit(facts, { engine: 'ort', device: 'wasm' }) !== null;
    const name =
      file
        .split('/')
        .at(-2)
        ?.replace(/^test_/, '') ?? '';
    if (isRejected) rejectedCount++;
    if (isRejected !== !(await isOpened(bytes)) && !rejectedForOtherReasons.includes(name)) mismatches.push(file);
  }
  expect(mismatches).toEqual([]);
  expect(rejectedCount).toBeGreaterThan(100);
  expect(count).toBeGreaterThan(modelCount - 10);
}, 300_000);

/** Whether the library opens the model, and its inputs and outputs are tensors of types that sessions have. */
async function isOpened(bytes: Uint8Array): Promise<boolean> {
  try {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
    const values = [...session.inputMetadata, ...session.outputMetadata];
    await session.release();
    return values.every((value) => value.isTensor && !/^u?int4$/.test(value.type));
  } catch {
    return false;
  }
}

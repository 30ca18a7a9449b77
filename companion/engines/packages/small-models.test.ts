import { expect, test } from 'vitest';
import { writeFlatBuffer } from '#formats/tiny/flat-buffer.fixture.ts';
import { buildTfliteSum } from './small-models.ts';

test('encodes x + [1, 2] as the TFLite schema requires', () => {
  const float32 = 0;
  const [add, addOptions] = [0, 11]; // of TFLite's schema (`schema.fbs`)
  const createTensor = (name: string, buffer = 0) => ({
    0: { numbers: [2] },
    1: { number: float32 },
    2: { number: buffer },
    3: { text: name },
  });
  const operator = {
    0: { number: 0 },
    1: { numbers: [0, 1] },
    2: { numbers: [2] },
    3: { number: addOptions },
    4: { table: {} },
  };
  const tensors = [createTensor('x'), createTensor('w', 1), createTensor('y')];
  const bytes = writeFlatBuffer('TFL3', {
    0: { number: 3 },
    1: { tables: [{ 0: { number: add }, 2: { number: 1 }, 3: { number: add } }] },
    2: {
      tables: [{ 0: { tables: tensors }, 1: { numbers: [0] }, 2: { numbers: [2] }, 3: { tables: [operator] } }],
    },
    3: { text: 'sum' },
    4: { tables: [{}, { 0: { bytes: new Uint8Array(Float32Array.of(1, 2).buffer) } }] },
  });
  expect(buildTfliteSum().files.get('sum.tflite')).toEqual(bytes);
});

import { writeFlatBuffer, type Fields } from '#formats/tiny/flat-buffer.fixture.ts';
import type { ModelFiles } from '#core/model/model.ts';

/** Width of the hidden identity matrix, which makes the contract's graph a megabyte large. */
const hidden = 512;
/** `FULLY_CONNECTED` and its options, and the type FLOAT32, in TFLite's schema (`schema.fbs`). */
const fullyConnected = 9;
const fullyConnectedOptions = 8;
const float32 = 0;

/** The contract's graph as a TFLite model: x · A · I · W + b, where A and I pass the three columns of x through. */
export function createContractModel(): ModelFiles {
  return toModelFiles('contract.tflite', encodeContractModel());
}

/** A truncated file, and a file of a different type. */
export function createCorruptModels(): Record<string, ModelFiles> {
  const bytes = encodeContractModel();
  const wrongRoot = bytes.slice();
  wrongRoot.set([255, 255, 255, 127]);
  return {
    'truncated in the weights': toModelFiles('weights.tflite', bytes.slice(0, bytes.length / 2)),
    'truncated after its signature': toModelFiles('signature.tflite', bytes.slice(0, 8)),
    'with an offset beyond its end': toModelFiles('root.tflite', wrongRoot),
    'not a model': toModelFiles('page.tflite', new TextEncoder().encode('<!doctype html><title>404</title>')),
    empty: toModelFiles('empty.tflite', new Uint8Array()),
    'without its file': { id: 'none', entry: 'none.tflite', files: new Map() },
  };
}

function toModelFiles(name: string, bytes: Uint8Array<ArrayBuffer>): ModelFiles {
  return { id: name, entry: name, files: new Map([[name, bytes]]) };
}

function encodeContractModel(): Uint8Array<ArrayBuffer> {
  const narrow = new Float32Array(2 * hidden); // transposed: y = x · Wᵀ
  narrow.set([1, 3, 5]);
  narrow.set([2, 4, 6], hidden);
  const weights = [createIdentity(hidden, 3), createIdentity(hidden, hidden), narrow, Float32Array.of(10, 20)];
  const [A, I, W, b] = [1, 2, 3, 4];
  const tensors = [
    createTensor('A', [hidden, 3], A),
    createTensor('I', [hidden, hidden], I),
    createTensor('W', [2, hidden], W),
    createTensor('b', [2], b),
    createTensor('x', [2, 3]),
    createTensor('widened', [2, hidden]),
    createTensor('carried', [2, hidden]),
    createTensor('y', [2, 2]),
  ];
  const operators = [createProduct([4, 0, -1], 5), createProduct([5, 1, -1], 6), createProduct([6, 2, 3], 7)];
  return writeFlatBuffer('TFL3', {
    0: { number: 3 }, // the schema's version
    1: { tables: [{ 0: { number: fullyConnected }, 2: { number: 1 }, 3: { number: fullyConnected } }] },
    2: { tables: [{ 0: { tables: tensors }, 1: { numbers: [4] }, 2: { numbers: [7] }, 3: { tables: operators } }] },
    3: { text: 'contract' },
    4: { tables: [{}, ...weights.map(({ buffer }) => ({ 0: { bytes: new Uint8Array(buffer) } }))] },
  });
}

/** Buffer 0 is empty and marks tensors that are not constants. */
function createTensor(name: string, shape: readonly number[], buffer = 0): Fields {
  return {
    0: { numbers: shape },
    1: { number: float32 },
    2: { number: buffer },
    3: { text: name },
  };
}

function createProduct(inputs: readonly number[], output: number): Fields {
  return {
    0: { number: 0 },
    1: { numbers: inputs },
    2: { numbers: [output] },
    3: { number: fullyConnectedOptions },
    4: { table: {} },
  };
}

function createIdentity(rows: number, columns: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(rows * columns);
  for (let index = 0; index < Math.min(rows, columns); index++) values[index * columns + index] = 1;
  return values;
}

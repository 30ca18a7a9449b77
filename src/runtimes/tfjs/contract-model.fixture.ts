import type { ModelFiles } from '#core/model/model.ts';

/** Width of the hidden identity matrix, which makes the contract's graph a megabyte large. */
const hidden = 512;

/**
 * The contract's graph as a TF.js graph model: x · A · I · W + b, where A and I pass the three columns of x through.
 */
export function createContractModel(): ModelFiles {
  const narrow = new Float32Array(hidden * 2);
  narrow.set([1, 2, 3, 4, 5, 6]);
  const weights = [
    { name: 'A', shape: [3, hidden], values: createIdentity(3, hidden) },
    { name: 'I', shape: [hidden, hidden], values: createIdentity(hidden, hidden) },
    { name: 'W', shape: [hidden, 2], values: narrow },
    { name: 'b', shape: [2], values: new Float32Array([10, 20]) },
  ];
  const node = [
    { name: 'features', op: 'Placeholder', attr: { dtype: float, shape: { shape: createShape(-1, 3) } } },
    ...weights.map(({ name }) => ({ name, op: 'Const', attr: { dtype: float } })),
    createProduct('widened', 'features', 'A'),
    createProduct('carried', 'widened', 'I'),
    createProduct('narrowed', 'carried', 'W'),
    { name: 'sum', op: 'AddV2', input: ['narrowed', 'b'], attr: { T: float } },
  ];
  const json = {
    format: 'graph-model',
    signature: {
      inputs: { x: { name: 'features:0', dtype: 'DT_FLOAT', tensorShape: createShape(-1, 3) } },
      outputs: { y: { name: 'sum:0', dtype: 'DT_FLOAT', tensorShape: createShape(-1, 2) } },
    },
    modelTopology: { node, versions: { producer: 1395 } },
    weightsManifest: [
      { paths: ['weights.bin'], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) },
    ],
  };
  const bytes = new Uint8Array(weights.reduce((sum, { values }) => sum + values.byteLength, 0));
  let offset = 0;
  for (const { values } of weights) {
    bytes.set(new Uint8Array(values.buffer), offset);
    offset += values.byteLength;
  }
  return toModelFiles('contract', new TextEncoder().encode(JSON.stringify(json)), bytes);
}

/** A truncated file, a missing file, and a file of a different type. */
export function createCorruptModels(): Record<string, ModelFiles> {
  const { files } = createContractModel();
  const [json, weights] = [...files.values()] as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
  return {
    'truncated in the graph': toModelFiles('graph', json.slice(0, json.length / 2), weights),
    'truncated in the weights': toModelFiles('weights', json, weights.slice(0, weights.length / 2)),
    'without its weights': { id: 'no-weights', entry: 'model.json', files: new Map([['model.json', json]]) },
    'not a model': toModelFiles('page', new TextEncoder().encode('<!doctype html><title>404</title>'), weights),
    'an empty object': toModelFiles('object', new TextEncoder().encode('{}'), weights),
  };
}

const float = { type: 'DT_FLOAT' };

function createShape(...sizes: number[]) {
  return { dim: sizes.map((size) => ({ size: String(size) })) };
}

function createProduct(name: string, left: string, right: string) {
  const attr = { T: float, transpose_a: { b: false }, transpose_b: { b: false } };
  return { name, op: 'MatMul', input: [left, right], attr };
}

function toModelFiles(id: string, json: Uint8Array<ArrayBuffer>, weights: Uint8Array<ArrayBuffer>): ModelFiles {
  return {
    id,
    entry: 'model.json',
    files: new Map([
      ['model.json', json],
      ['weights.bin', weights],
    ]),
  };
}

function createIdentity(rows: number, columns: number): Float32Array {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) values[row * columns + row] = 1;
  return values;
}

import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { ModelFiles } from '#core/model/model.ts';

/** Width of the hidden identity matrix, which makes the contract's graph a megabyte large. */
const hidden = 512;

/** The contract's graph as ONNX: x · A · I · W + b, where A and I pass the three columns of x through. */
export function createContractModel(): ModelFiles {
  const graph = createGraphBuilder('contract');
  const x = graph.input('x', 'float32', ['n', 3]);
  const widened = graph.node('MatMul', [x, graph.weights('A', [3, hidden], createIdentity(3, hidden))]);
  const carried = graph.node('MatMul', [widened, graph.weights('I', [hidden, hidden], createIdentity(hidden, hidden))]);
  const narrow = new Float32Array(hidden * 2);
  narrow.set([1, 2, 3, 4, 5, 6]);
  const product = graph.node('MatMul', [carried, graph.weights('W', [hidden, 2], narrow)]);
  graph.node('Add', [product, graph.weights('b', [2], new Float32Array([10, 20]))], {}, 'y');
  graph.output('y', 'float32', ['n', 2]);
  return toModelFiles('contract', writeOnnx(graph.model(17)));
}

export function toModelFiles(id: string, bytes: Uint8Array<ArrayBuffer>): ModelFiles {
  return { id, entry: `${id}.onnx`, files: new Map([[`${id}.onnx`, bytes]]) };
}

/** A truncated file, and a file of a different type. */
export function createCorruptModels(): Record<string, ModelFiles> {
  const [[, bytes]] = [...createContractModel().files] as [[string, Uint8Array<ArrayBuffer>]];
  return {
    truncated: toModelFiles('truncated', bytes.slice(0, bytes.length / 2)),
    'not a model': toModelFiles('page', new TextEncoder().encode('<!doctype html><title>404</title>')),
    empty: toModelFiles('empty', new Uint8Array()),
  };
}

function createIdentity(rows: number, columns: number): Float32Array {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) values[row * columns + row] = 1;
  return values;
}

import type { ModelFiles } from '#core/model/model.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/** Builds y = x + [1, 2] in ONNX. */
export function buildOnnxSum(): ModelFiles {
  const graph = createGraphBuilder('sum');
  graph.node('Add', [graph.input('x', 'float32', [2]), graph.weights('w', [2], Float32Array.of(1, 2))], {}, 'y');
  graph.output('y', 'float32', [2]);
  return { id: 'sum', entry: 'sum.onnx', files: new Map([['sum.onnx', writeOnnx(graph.model(17))]]) };
}

/** Returns y = x + [1, 2] in TFLite. The project has no TFLite writer, so the bytes are fixed; the test derives them. */
export function buildTfliteSum(): ModelFiles {
  return {
    id: 'sum',
    entry: 'sum.tflite',
    files: new Map([['sum.tflite', new Uint8Array(Buffer.from(tfliteBytes, 'base64'))]]),
  };
}

const tfliteBytes =
  'GAAAAFRGTDMOABgABAAIAAwAEAAUAAAAEAAAAAMAAAAQAAAANAAAAFQBAABYAQAAAQAAABAAAAAMABQABAAAAAwAEAAMAAAAAAAAAAAAAAABAAAA' +
  'AAAAAAEAAAAQAAAADAAUAAQACAAMABAADAAAABAAAACsAAAAsAAAALQAAAADAAAAGAAAAEQAAABwAAAADAAUAAQACAAMABAADAAAABAAAAAAAAAA' +
  'AAAAAAwAAAABAAAAAgAAAAEAAAB4AAAADAAUAAQACAAMABAADAAAABAAAAAAAAAAAQAAAAwAAAABAAAAAgAAAAEAAAB3AAAADAAUAAQACAAMABAA' +
  'DAAAABAAAAAAAAAAAAAAAAwAAAABAAAAAgAAAAEAAAB5AAAAAQAAAAAAAAABAAAAAgAAAAEAAAAUAAAADgAYAAQACAAMABAAFAAAABAAAAAAAAAA' +
  'EAAAABgAAAALAAAAHAAAAAIAAAAAAAAAAQAAAAEAAAACAAAABAAEAAQAAAADAAAAc3VtAAIAAAAMAAAAFAAAAAQABAAEAAAABgAIAAQAAAAIAAAA' +
  'BAAAAAgAAAAAAIA/AAAAQAAAAAA=';

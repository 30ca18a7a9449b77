import type { ModelFiles } from '#core/model/model.ts';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/** y = x + [1, 2] as ONNX. */
export function buildOnnxSum(): ModelFiles {
  const graph = graphBuilder('sum');
  graph.node('Add', [graph.input('x', 'float32', [2]), graph.weights('w', [2], Float32Array.of(1, 2))], {}, 'y');
  graph.output('y', 'float32', [2]);
  return { id: 'sum', entry: 'sum.onnx', files: new Map([['sum.onnx', writeOnnx(graph.model(17))]]) };
}

/** The same as TFLite, which this project does not write: the bytes that the test of this file builds. */
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

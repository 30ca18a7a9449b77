import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/**
 * Builds a graph with the inputs and outputs of Silero VAD that classifies loud audio as speech. Its state does not
 * change.
 */
export function buildTinyVoiceModel(): Uint8Array<ArrayBuffer> {
  const graph = createGraphBuilder('voice');
  const input = graph.input('input', 'float32', ['batch', 'sequence']);
  const state = graph.input('state', 'float32', [2, 'batch', 128]);
  graph.input('sr', 'int64', []);
  const level = graph.node('ReduceMean', [graph.node('Abs', [input])], { axes: [1], keepdims: 1 });
  const steep = graph.node('Mul', [level, graph.weights('steepness', [1], new Float32Array([200]))]);
  const centred = graph.node('Sub', [steep, graph.weights('centre', [1], new Float32Array([5]))]);
  graph.output(graph.node('Sigmoid', [centred], {}, 'output'), 'float32', ['batch', 1]);
  graph.output(graph.node('Identity', [state], {}, 'stateN'), 'float32', [2, 'batch', 128]);
  return writeOnnx(graph.model(17));
}

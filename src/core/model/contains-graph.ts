import type { FormatId, ModelFacts } from './model-facts.ts';

/** The formats whose files contain a graph or layers. */
const graphFormats: ReadonlySet<FormatId> = new Set(['onnx', 'tflite', 'tfjs', 'gguf']);

/**
 * Whether files contain a graph or layers that can be drawn.
 * @param formatVersion the format version in the facts, because only graph models of TensorFlow.js contain a graph
 */
export function containsGraph(format: FormatId | null, formatVersion: ModelFacts['formatVersion'] = null): boolean {
  const isTfjsWithoutGraph = format === 'tfjs' && formatVersion !== null && formatVersion !== 'graph-model';
  return format !== null && graphFormats.has(format) && !isTfjsWithoutGraph;
}

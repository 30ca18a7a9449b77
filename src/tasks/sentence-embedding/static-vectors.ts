import type { Graph, GraphSignature } from '#core/task/task.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { readFloats } from '../output-floats.ts';
import type { TextTokenizer } from '../text-model/tokenizer.ts';

/** The name of the output in Model2Vec's exports. */
const outputName = 'embeddings';
/** Maximum tokens of a text; further ones are ignored, as in Model2Vec's `StaticModel.encode`. */
const maxTokens = 512;
/** Number of texts in one run of the graph. Heuristic, not measured. */
const batchSize = 32;

/**
 * Whether a graph is a static model as Model2Vec exports it: its inputs are `input_ids` [tokens] of all texts and
 * `offsets` [batch], its output is `embeddings` [batch, width].
 */
export function isStaticModel({ inputs, outputs }: GraphSignature): boolean {
  const hasVectorInput = (name: string) =>
    inputs.some((input) => input.name === name && input.dtype === 'int64' && input.shape.length === 1);
  const hasVectors = outputs.some(({ name, shape }) => name === outputName && shape.length === 2);
  return inputs.length === 2 && hasVectorInput('input_ids') && hasVectorInput('offsets') && hasVectors;
}

/**
 * Embeds texts by a static model. Whether the vectors have length 1 depends on its graph.
 * @throws any error of the graph
 */
export async function embedWithStaticModel(
  texts: readonly string[],
  graph: Graph,
  tokenizer: TextTokenizer,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += batchSize) {
    const ids = texts.slice(from, from + batchSize).map((text) => tokenizer.encodeKnown(text, maxTokens));
    vectors.push(...(await computeVectors(ids, graph)));
  }
  return vectors;
}

async function computeVectors(texts: readonly (readonly number[])[], graph: Graph): Promise<Float32Array[]> {
  let end = 0;
  const starts = texts.map((ids) => (end += ids.length) - ids.length);
  const outputs = await graph.run({
    input_ids: createIntegerTensor(texts.flat()),
    offsets: createIntegerTensor(starts),
  });
  const values = readFloats(outputs, outputName);
  const width = outputs[outputName]!.shape.at(-1)!;
  return texts.map((_, index) => values.slice(index * width, (index + 1) * width));
}

const createIntegerTensor = (values: readonly number[]): Tensor => ({
  dtype: 'int64',
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

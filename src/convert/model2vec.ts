import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { DataType } from '#core/engine/tensor.ts';
import type { ByteSource } from '#core/model/model.ts';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { readTensors, type SafeTensor } from '#formats/safetensors/read-safetensors-header.ts';
import { createMissingTensorError, createTensorTypeError } from './tensor-errors.ts';

const opset = 17;
/** Avoids a division by 0 for the zero vector of a text without tokens. */
const minNorm = 1e-12;

/**
 * Builds the ONNX graph of a static embedding model of Model2Vec (https://github.com/MinishLab/model2vec,
 * `StaticModel`), with the inputs and output of its own export: `input_ids` [tokens], the concatenated tokens of all
 * texts, and `offsets` [batch], the start of each text, to `embeddings` [batch, width]. The embedding of a text is the
 * mean of its token embeddings, multiplied by the token weights if there are any, and normalised to length 1 if the
 * configuration has `normalize`.
 * @param weights a safetensors file with `embeddings` and, for a quantised vocabulary, `mapping` and `weights`
 * @param config the parsed `config.json`
 * @throws AppError model-corrupt | model-unsupported
 */
export async function convertModel2Vec(weights: ByteSource, config: unknown): Promise<OnnxModel> {
  const { tensors } = await readTensors(weights);
  const tensorsByName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const builder = createGraphBuilder('model2vec');
  const embeddings = tensorsByName.get('embeddings');
  if (!embeddings) throw createMissingTensorError('embeddings');
  const width = embeddings.shape[1];
  if (width === undefined)
    throw createCorruptModelError('safetensors', { reason: 'tensor-shape-invalid', tensor: 'embeddings' });
  const table = addInitializer(builder, embeddings, weights, 'table');
  const ids = builder.input('input_ids', 'int64', ['tokens']);
  const offsets = builder.input('offsets', 'int64', ['batch']);
  const mapping = tensorsByName.get('mapping');
  const rows = mapping ? builder.node('Gather', [addInitializer(builder, mapping, weights, 'mapping'), ids]) : ids;
  let vectors = toFloat(builder, builder.node('Gather', [table, rows]));
  const tokenWeights = tensorsByName.get('weights');
  if (tokenWeights) {
    const factors = toFloat(
      builder,
      builder.node('Gather', [addInitializer(builder, tokenWeights, weights, 'weights'), ids]),
    );
    vectors = builder.node('Mul', [vectors, builder.node('Unsqueeze', [factors, builder.integers('column', [1])])]);
  }
  const mean = addTextMeans(builder, vectors, ids, offsets);
  const isNormalised = isJsonObject(config) && config['normalize'] === true;
  builder.output(
    isNormalised ? addNormalisation(builder, mean) : builder.node('Identity', [mean], {}, outputName),
    'float32',
    ['batch', width],
  );
  return builder.model(opset);
}

const outputName = 'embeddings';

/** Adds the means over the tokens of each text, [batch, width], as a product with a mask of each text's tokens. */
function addTextMeans(builder: GraphBuilder, vectors: string, ids: string, offsets: string): string {
  const addScalar = (name: string, value: number) => builder.integers(name, [value], []);
  const count = builder.node('Size', [ids]);
  const positions = builder.node('Range', [addScalar('first', 0), count, addScalar('step', 1)]);
  const next = builder.node('Slice', [
    offsets,
    builder.integers('second', [1]),
    builder.integers('last', [2 ** 31 - 1]),
  ]);
  const ends = builder.node('Concat', [next, builder.node('Reshape', [count, builder.integers('vector', [1])])], {
    axis: 0,
  });
  const toColumn = (values: string) => builder.node('Unsqueeze', [values, builder.integers(`${values}_axis`, [1])]);
  const isFromStart = builder.node('GreaterOrEqual', [positions, toColumn(offsets)]);
  const isBeforeEnd = builder.node('Less', [positions, toColumn(ends)]);
  const textMask = toFloat(builder, builder.node('And', [isFromStart, isBeforeEnd]));
  const counts = builder.node('ReduceSum', [textMask, builder.integers('token_axis', [1])]);
  const divisors = builder.node('Max', [counts, builder.weights('one', [], Float32Array.of(1))]);
  return builder.node('Div', [builder.node('MatMul', [textMask, vectors]), divisors]);
}

function addNormalisation(builder: GraphBuilder, vectors: string): string {
  const lengths = builder.node('ReduceL2', [vectors], { axes: [1] });
  return builder.node(
    'Div',
    [vectors, builder.node('Max', [lengths, builder.weights('min', [], Float32Array.of(minNorm))])],
    {},
    outputName,
  );
}

const toFloat = (builder: GraphBuilder, value: string) =>
  builder.node('Cast', [value], { to: dataTypeNumbers.float32 });

/** The tensor types of Model2Vec files. */
const tensorTypes: Readonly<Record<string, DataType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  I8: 'int8',
  I32: 'int32',
  I64: 'int64',
};

/** @param name the name of the initializer, which must differ from the graph's output `embeddings` */
function addInitializer(builder: GraphBuilder, tensor: SafeTensor, source: ByteSource, name: string): string {
  const type = tensorTypes[tensor.dtype];
  if (!type) throw createTensorTypeError(tensor.name, tensor.dtype, Object.keys(tensorTypes));
  return builder.stored(name, type, tensor.shape, source.slice(tensor.start, tensor.start + tensor.bytes));
}

import type { ByteSource } from '#core/model/model.ts';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { ConfigReader } from './config-reader.ts';
import { Weights } from './safetensors-weights.ts';
import {
  addAttention,
  addDense,
  addGelu,
  addHeads,
  addHeadSplit,
  addLayerNorm,
  maskedBias,
} from './transformer-blocks.ts';

const opset = 17;
/** Families by `model_type` of `config.json`. RoBERTa differs from BERT in its positions and its single token type. */
const families = { bert: 'bert', roberta: 'roberta', 'xlm-roberta': 'roberta' } as const;
export const encoderTypes = Object.keys(families);

interface BertConfig {
  readonly family: 'bert' | 'roberta';
  /** Id of the padding token, from which RoBERTa counts positions. */
  readonly paddingId: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly epsilon: number;
}

/**
 * Builds the ONNX graph of a BERT (Devlin et al. 2018) or RoBERTa (Liu et al. 2019) encoder from its weights. Inputs
 * and output are those of the Hub's exports: `input_ids`, `attention_mask` and, for BERT, `token_type_ids` [batch,
 * sequence] to `last_hidden_state` [batch, sequence, width].
 * @param weights a safetensors file in float32, float16 or bfloat16 with the tensor names of transformers
 * @param config the parsed `config.json`
 * @throws AppError model-unsupported if it is another architecture | model-corrupt if a tensor is missing
 */
export async function convertBert(weights: ByteSource, config: unknown): Promise<OnnxModel> {
  const bertConfig = readConfig(config);
  const builder = createGraphBuilder('bert');
  const bertWeights = await Weights.open(weights, builder, /^(bert|roberta)\./);
  const addInput = (name: string) => builder.input(name, 'int64', ['batch', 'sequence']);
  const [ids, mask] = [addInput('input_ids'), addInput('attention_mask')];
  const types = bertConfig.family === 'bert' ? addInput('token_type_ids') : builder.integers('token_type', [0], []);
  let hidden = await addEmbeddings(builder, bertWeights, bertConfig, ids, types);
  const bias = addMaskBias(builder, mask);
  for (let layer = 0; layer < bertConfig.layers; layer++)
    hidden = await addEncoderLayer(builder, bertWeights, bertConfig, {
      hidden,
      bias,
      prefix: `encoder.layer.${layer}`,
    });
  builder.output(builder.node('Identity', [hidden], {}, 'last_hidden_state'), 'float32', [
    'batch',
    'sequence',
    bertConfig.width,
  ]);
  return builder.model(opset);
}

/** @throws AppError model-unsupported */
function readConfig(config: unknown): BertConfig {
  const reader = new ConfigReader(config);
  const modelType = String(reader.fields['model_type']);
  const family = Object.hasOwn(families, modelType) ? families[modelType as keyof typeof families] : null;
  if (!family) throw reader.createFieldError('model_type');
  if (reader.fields['hidden_act'] !== 'gelu') throw reader.createFieldError('hidden_act');
  reader.requireValue('position_embedding_type', 'absolute');
  return {
    family,
    paddingId: family === 'roberta' ? reader.readNumber('pad_token_id') : 0,
    layers: reader.readNumber('num_hidden_layers'),
    heads: reader.readNumber('num_attention_heads'),
    width: reader.readNumber('hidden_size'),
    epsilon: reader.readNumber('layer_norm_eps'),
  };
}

async function addEmbeddings(builder: GraphBuilder, stored: Weights, config: BertConfig, ids: string, types: string) {
  const addTable = (name: string) => stored.addTensor(`embeddings.${name}_embeddings.weight`);
  const positions = await addTable('position');
  const positioned =
    config.family === 'bert'
      ? addSequentialPositions(builder, positions, ids)
      : addOffsetPositions(builder, positions, ids, config);
  const words = builder.node('Gather', [await addTable('word'), ids]);
  const typed = builder.node('Gather', [await addTable('token_type'), types]);
  const sum = builder.node('Add', [builder.node('Add', [words, typed]), positioned]);
  return addLayerNorm(builder, stored, 'embeddings.LayerNorm', config.epsilon, sum);
}

/** Adds the position embeddings of BERT, whose positions are 0, 1, 2, ... */
function addSequentialPositions(builder: GraphBuilder, table: string, ids: string): string {
  const length = builder.node('Gather', [builder.node('Shape', [ids]), builder.integers('sequence_axis', [1])]);
  return builder.node('Slice', [table, builder.integers('zero', [0]), length, builder.integers('rows', [0])]);
}

/**
 * Adds the position embeddings of RoBERTa: the positions of tokens count up from the padding id + 1, and padding has
 * the padding id as its position.
 */
function addOffsetPositions(builder: GraphBuilder, table: string, ids: string, { paddingId }: BertConfig): string {
  const pad = builder.integers('padding', [paddingId], []);
  const isToken = builder.node('Cast', [builder.node('Not', [builder.node('Equal', [ids, pad])])], {
    to: dataTypeNumbers.int64,
  });
  const counted = builder.node('CumSum', [isToken, builder.integers('sequence_axis', [1], [])]);
  return builder.node('Gather', [table, builder.node('Add', [builder.node('Mul', [counted, isToken]), pad])]);
}

/** Adds the attention bias, 0 for tokens and {@link maskedBias} for padding, [batch, 1, 1, sequence]. */
function addMaskBias(builder: GraphBuilder, mask: string): string {
  const padding = builder.node('Sub', [
    builder.weights('one', [], Float32Array.of(1)),
    builder.node('Cast', [mask], { to: 1 }),
  ]);
  const bias = builder.node('Mul', [padding, builder.weights('masked', [], Float32Array.of(maskedBias))]);
  return builder.node('Unsqueeze', [bias, builder.integers('mask_axes', [1, 2])]);
}

interface LayerInputs {
  readonly hidden: string;
  readonly bias: string;
  readonly prefix: string;
}

async function addEncoderLayer(
  builder: GraphBuilder,
  stored: Weights,
  { heads, width, epsilon }: BertConfig,
  { hidden, bias, prefix }: LayerInputs,
): Promise<string> {
  const self = `${prefix}.attention.self`;
  const layerHeads = addHeads(builder, heads, width, self);
  const addProjection = async (name: string, isTransposed = false) =>
    addHeadSplit(builder, await addDense(builder, stored, `${self}.${name}`, hidden), layerHeads, isTransposed);
  const [query, key, value] = [
    await addProjection('query'),
    await addProjection('key', true),
    await addProjection('value'),
  ];
  const joined = addAttention(builder, { query, key, value, bias }, layerHeads);
  const output = `${prefix}.attention.output`;
  const attended = builder.node('Add', [await addDense(builder, stored, `${output}.dense`, joined), hidden]);
  const attentionNorm = await addLayerNorm(builder, stored, `${output}.LayerNorm`, epsilon, attended);
  const intermediate = addGelu(
    builder,
    await addDense(builder, stored, `${prefix}.intermediate.dense`, attentionNorm),
    prefix,
  );
  const feedForward = builder.node('Add', [
    await addDense(builder, stored, `${prefix}.output.dense`, intermediate),
    attentionNorm,
  ]);
  return addLayerNorm(builder, stored, `${prefix}.output.LayerNorm`, epsilon, feedForward);
}

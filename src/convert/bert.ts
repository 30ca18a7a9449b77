import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { ByteSource } from '#core/model/model.ts';
import { createFloats, createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { Weights } from './safetensors-weights.ts';

const opset = 17;
/** The attention bias of padding tokens: its exponential is 0, and float16 can represent it. */
const maskedBias = -65_504;

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
  const g = createGraphBuilder('bert');
  const bertWeights = await Weights.open(weights, g, /^(bert|roberta)\./);
  const addInput = (name: string) => g.input(name, 'int64', ['batch', 'sequence']);
  const [ids, mask] = [addInput('input_ids'), addInput('attention_mask')];
  const types = bertConfig.family === 'bert' ? addInput('token_type_ids') : g.integers('token_type', [0], []);
  let hidden = await addEmbeddings(g, bertWeights, bertConfig, ids, types);
  const bias = addMaskBias(g, mask);
  for (let layer = 0; layer < bertConfig.layers; layer++)
    hidden = await addEncoderLayer(g, bertWeights, bertConfig, { hidden, bias, prefix: `encoder.layer.${layer}` });
  g.output(g.node('Identity', [hidden], {}, 'last_hidden_state'), 'float32', ['batch', 'sequence', bertConfig.width]);
  return g.model(opset);
}

/** @throws AppError model-unsupported */
function readConfig(config: unknown): BertConfig {
  const fields = isJsonObject(config) ? config : {};
  const readNumber = (name: string) => {
    const value = fields[name];
    if (typeof value === 'number' && value > 0) return value;
    throw createUnsupportedFieldError(name, value);
  };
  const modelType = String(fields['model_type']);
  const family = Object.hasOwn(families, modelType) ? families[modelType as keyof typeof families] : null;
  if (!family) throw createUnsupportedFieldError('model_type', fields['model_type']);
  const requiredValues = { hidden_act: 'gelu', position_embedding_type: 'absolute' };
  for (const [name, value] of Object.entries(requiredValues))
    if ((fields[name] ?? (name === 'position_embedding_type' ? value : undefined)) !== value)
      throw createUnsupportedFieldError(name, fields[name]);
  return {
    family,
    paddingId: family === 'roberta' ? readNumber('pad_token_id') : 0,
    layers: readNumber('num_hidden_layers'),
    heads: readNumber('num_attention_heads'),
    width: readNumber('hidden_size'),
    epsilon: readNumber('layer_norm_eps'),
  };
}

function createUnsupportedFieldError(name: string, value: unknown): AppError {
  return new AppError('model-unsupported', { model: 'config.json', why: `${name}: ${JSON.stringify(value)}` });
}

async function addEmbeddings(g: GraphBuilder, stored: Weights, config: BertConfig, ids: string, types: string) {
  const addTable = (name: string) => stored.addTensor(`embeddings.${name}_embeddings.weight`);
  const positions = await addTable('position');
  const positioned =
    config.family === 'bert'
      ? addSequentialPositions(g, positions, ids)
      : addOffsetPositions(g, positions, ids, config);
  const words = g.node('Gather', [await addTable('word'), ids]);
  const typed = g.node('Gather', [await addTable('token_type'), types]);
  const sum = g.node('Add', [g.node('Add', [words, typed]), positioned]);
  return addLayerNorm(g, stored, 'embeddings.LayerNorm', config.epsilon, sum);
}

/** Adds the position embeddings of BERT, whose positions are 0, 1, 2, ... */
function addSequentialPositions(g: GraphBuilder, table: string, ids: string): string {
  const length = g.node('Gather', [g.node('Shape', [ids]), g.integers('sequence_axis', [1])]);
  return g.node('Slice', [table, g.integers('zero', [0]), length, g.integers('rows', [0])]);
}

/**
 * Adds the position embeddings of RoBERTa: positions count tokens from the padding id on; padding has that id itself.
 */
function addOffsetPositions(g: GraphBuilder, table: string, ids: string, { paddingId }: BertConfig): string {
  const pad = g.integers('padding', [paddingId], []);
  const isToken = g.node('Cast', [g.node('Not', [g.node('Equal', [ids, pad])])], { to: dataTypeNumbers.int64 });
  const counted = g.node('CumSum', [isToken, g.integers('sequence_axis', [1], [])]);
  return g.node('Gather', [table, g.node('Add', [g.node('Mul', [counted, isToken]), pad])]);
}

/** Adds the attention bias, 0 for tokens and {@link maskedBias} for padding, [batch, 1, 1, sequence]. */
function addMaskBias(g: GraphBuilder, mask: string): string {
  const padding = g.node('Sub', [g.weights('one', [], Float32Array.of(1)), g.node('Cast', [mask], { to: 1 })]);
  const bias = g.node('Mul', [padding, g.weights('masked', [], Float32Array.of(maskedBias))]);
  return g.node('Unsqueeze', [bias, g.integers('mask_axes', [1, 2])]);
}

interface LayerInputs {
  readonly hidden: string;
  readonly bias: string;
  readonly prefix: string;
}

async function addEncoderLayer(
  g: GraphBuilder,
  stored: Weights,
  { heads, width, epsilon }: BertConfig,
  { hidden, bias, prefix }: LayerInputs,
): Promise<string> {
  const self = `${prefix}.attention.self`;
  const split = g.integers(`${self}.split`, [0, 0, heads, width / heads]);
  const addProjection = async (name: string, perm: readonly number[]) => {
    const projected = await addDense(g, stored, `${self}.${name}`, hidden);
    return g.node('Transpose', [g.node('Reshape', [projected, split])], { perm });
  };
  const [query, key, value] = [
    await addProjection('query', [0, 2, 1, 3]),
    await addProjection('key', [0, 2, 3, 1]),
    await addProjection('value', [0, 2, 1, 3]),
  ];
  const scale = g.weights(`${self}.scale`, [], Float32Array.of(1 / Math.sqrt(width / heads)));
  const scores = g.node('Add', [g.node('Mul', [g.node('MatMul', [query, key]), scale]), bias]);
  const attentionOutput = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), value]);
  const joined = g.node('Reshape', [
    g.node('Transpose', [attentionOutput], { perm: [0, 2, 1, 3] }),
    g.integers(`${self}.join`, [0, 0, width]),
  ]);
  const output = `${prefix}.attention.output`;
  const attended = g.node('Add', [await addDense(g, stored, `${output}.dense`, joined), hidden]);
  const attentionNorm = await addLayerNorm(g, stored, `${output}.LayerNorm`, epsilon, attended);
  const intermediate = addGelu(g, await addDense(g, stored, `${prefix}.intermediate.dense`, attentionNorm), prefix);
  const feedForward = g.node('Add', [await addDense(g, stored, `${prefix}.output.dense`, intermediate), attentionNorm]);
  return addLayerNorm(g, stored, `${prefix}.output.LayerNorm`, epsilon, feedForward);
}

async function addDense(g: GraphBuilder, stored: Weights, name: string, x: string): Promise<string> {
  return g.node('Add', [
    g.node('MatMul', [x, await stored.addTransposed(`${name}.weight`)]),
    await stored.addTensor(`${name}.bias`),
  ]);
}

async function addLayerNorm(g: GraphBuilder, stored: Weights, name: string, epsilon: number, x: string) {
  const parameters = [await stored.addTensor(`${name}.weight`), await stored.addTensor(`${name}.bias`)];
  return g.node('LayerNormalization', [x, ...parameters], { axis: -1, epsilon: createFloats(epsilon) });
}

/** Adds x (1 + erf(x / sqrt 2)) / 2. */
function addGelu(g: GraphBuilder, x: string, prefix: string): string {
  const addConstant = (name: string, value: number) => g.weights(`${prefix}.${name}`, [], Float32Array.of(value));
  const erf = g.node('Erf', [g.node('Div', [x, addConstant('sqrt_two', Math.SQRT2)])]);
  const scaled = g.node('Mul', [x, g.node('Add', [erf, addConstant('one', 1)])]);
  return g.node('Mul', [scaled, addConstant('half', 0.5)]);
}

import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { ByteSource } from '#core/model/model.ts';
import { createFloats, createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { Weights } from './safetensors-weights.ts';

const opset = 17;
/** Added to scores of padding; its exponential is 0, and float16 can represent it. */
const maskedScore = -65_504;

/** By `model_type` in `config.json`: RoBERTa's graph is BERT's, except for its positions and its only type of token. */
const families = { bert: 'bert', roberta: 'roberta', 'xlm-roberta': 'roberta' } as const;
export const encoderTypes = Object.keys(families);

interface BertConfig {
  readonly family: 'bert' | 'roberta';
  /** Token of padding, after which RoBERTa counts positions. */
  readonly padding: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly epsilon: number;
}

/**
 * The ONNX graph of a BERT encoder (Devlin et al. 2018), or of RoBERTa (Liu et al. 2019), from its weights: inputs and
 * output as the Hub's exports have them, `input_ids`, `attention_mask` and, of BERT, `token_type_ids` [batch, sequence]
 * to `last_hidden_state` [batch, sequence, width].
 * @param weights a safetensors file in float32, float16 or bfloat16, whose tensors are named as transformers names them
 * @param config the parsed `config.json`
 * @throws AppError model-unsupported if it is another architecture | model-corrupt if a tensor is missing
 */
export async function convertBert(weights: ByteSource, config: unknown): Promise<OnnxModel> {
  const settings = readConfig(config);
  const g = createGraphBuilder('bert');
  const bertWeights = await Weights.open(weights, g, /^(bert|roberta)\./);
  const addInput = (name: string) => g.input(name, 'int64', ['batch', 'sequence']);
  const [ids, mask] = [addInput('input_ids'), addInput('attention_mask')];
  const types = settings.family === 'bert' ? addInput('token_type_ids') : g.integers('token_type', [0], []);
  let hidden = await addEmbeddings(g, bertWeights, settings, ids, types);
  const bias = addMaskBias(g, mask);
  for (let layer = 0; layer < settings.layers; layer++)
    hidden = await addEncoderLayer(g, bertWeights, settings, { hidden, bias, prefix: `encoder.layer.${layer}` });
  g.output(g.node('Identity', [hidden], {}, 'last_hidden_state'), 'float32', ['batch', 'sequence', settings.width]);
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
  const type = String(fields['model_type']);
  const family = Object.hasOwn(families, type) ? families[type as keyof typeof families] : null;
  if (!family) throw createUnsupportedFieldError('model_type', fields['model_type']);
  const fixed = { hidden_act: 'gelu', position_embedding_type: 'absolute' };
  for (const [name, value] of Object.entries(fixed))
    if ((fields[name] ?? (name === 'position_embedding_type' ? value : undefined)) !== value)
      throw createUnsupportedFieldError(name, fields[name]);
  return {
    family,
    padding: family === 'roberta' ? readNumber('pad_token_id') : 0,
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
    config.family === 'bert' ? pickFirstRows(g, positions, ids) : pickRowsAfterPadding(g, positions, ids, config);
  const words = g.node('Gather', [await addTable('word'), ids]);
  const typed = g.node('Gather', [await addTable('token_type'), types]);
  const sum = g.node('Add', [g.node('Add', [words, typed]), positioned]);
  return addLayerNorm(g, stored, 'embeddings.LayerNorm', config.epsilon, sum);
}

/** The positions of BERT: 0, 1, 2, ... */
function pickFirstRows(g: GraphBuilder, table: string, ids: string): string {
  const length = g.node('Gather', [g.node('Shape', [ids]), g.integers('sequence_axis', [1])]);
  return g.node('Slice', [table, g.integers('zero', [0]), length, g.integers('rows', [0])]);
}

/** The positions of RoBERTa: tokens are counted from the number of the padding token on, and padding stays there. */
function pickRowsAfterPadding(g: GraphBuilder, table: string, ids: string, { padding }: BertConfig): string {
  const pad = g.integers('padding', [padding], []);
  const isToken = g.node('Cast', [g.node('Not', [g.node('Equal', [ids, pad])])], { to: dataTypeNumbers.int64 });
  const counted = g.node('CumSum', [isToken, g.integers('sequence_axis', [1], [])]);
  return g.node('Gather', [table, g.node('Add', [g.node('Mul', [counted, isToken]), pad])]);
}

/** 0 for tokens and {@link maskedScore} for padding, [batch, 1, 1, sequence]. */
function addMaskBias(g: GraphBuilder, mask: string): string {
  const padding = g.node('Sub', [g.weights('one', [], Float32Array.of(1)), g.node('Cast', [mask], { to: 1 })]);
  const bias = g.node('Mul', [padding, g.weights('masked', [], Float32Array.of(maskedScore))]);
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
  const addPart = async (name: string, perm: readonly number[]) => {
    const projected = await addDense(g, stored, `${self}.${name}`, hidden);
    return g.node('Transpose', [g.node('Reshape', [projected, split])], { perm });
  };
  const [query, key, value] = [
    await addPart('query', [0, 2, 1, 3]),
    await addPart('key', [0, 2, 3, 1]),
    await addPart('value', [0, 2, 1, 3]),
  ];
  const scale = g.weights(`${self}.scale`, [], Float32Array.of(1 / Math.sqrt(width / heads)));
  const scores = g.node('Add', [g.node('Mul', [g.node('MatMul', [query, key]), scale]), bias]);
  const mixed = g.node('MatMul', [g.node('Softmax', [scores], { axis: -1 }), value]);
  const joined = g.node('Reshape', [
    g.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }),
    g.integers(`${self}.join`, [0, 0, width]),
  ]);
  const output = `${prefix}.attention.output`;
  const attended = g.node('Add', [await addDense(g, stored, `${output}.dense`, joined), hidden]);
  const middle = await addLayerNorm(g, stored, `${output}.LayerNorm`, epsilon, attended);
  const wide = addGelu(g, await addDense(g, stored, `${prefix}.intermediate.dense`, middle), prefix);
  const narrow = g.node('Add', [await addDense(g, stored, `${prefix}.output.dense`, wide), middle]);
  return addLayerNorm(g, stored, `${prefix}.output.LayerNorm`, epsilon, narrow);
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

/** x (1 + erf(x / sqrt 2)) / 2 */
function addGelu(g: GraphBuilder, x: string, prefix: string): string {
  const addConstant = (name: string, value: number) => g.weights(`${prefix}.${name}`, [], Float32Array.of(value));
  const erf = g.node('Erf', [g.node('Div', [x, addConstant('sqrt_two', Math.SQRT2)])]);
  const scaled = g.node('Mul', [x, g.node('Add', [erf, addConstant('one', 1)])]);
  return g.node('Mul', [scaled, addConstant('half', 0.5)]);
}

import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { ByteSource } from '#core/model/model.ts';
import { FileSlice } from '#formats/file-slice.ts';
import { isDequantisable } from '#formats/gguf/blocks/dequantise.ts';
import { readTensors, type SafeTensor } from '#formats/safetensors/read-safetensors-header.ts';
import { createStoredRows, type Rows } from '../matrix-rows.ts';
import { createTensorTypeError, createUnsupportedTensorError } from '../tensor-errors.ts';
import {
  computeRopeFrequencies,
  createUnsupportedModelError,
  type Architecture,
  type DecoderConfig,
  type DecoderWeights,
  type Rope,
} from './decoder.ts';

/** Architectures by `model_type` in `config.json`. */
const architectures: Readonly<Record<string, Architecture>> = {
  llama: 'llama',
  qwen2: 'qwen2',
  qwen3: 'qwen3',
  gemma3_text: 'gemma3',
};

/** Whether a parsed `config.json` describes a decoder that can be converted. */
export function isDecoderConfig(config: unknown): boolean {
  return isJsonObject(config) && Object.hasOwn(architectures, String(config['model_type']));
}

const file = 'config.json';

/**
 * Reads a decoder of the llama family from a safetensors file of transformers in float32, float16 or bfloat16.
 * @param config the parsed `config.json`
 * @throws AppError model-corrupt | model-unsupported for other architectures, types and extensions
 */
export async function readSafetensorsDecoder(
  source: ByteSource,
  config: unknown,
): Promise<{ readonly config: DecoderConfig; readonly weights: DecoderWeights }> {
  const decoderConfig = readConfig(isJsonObject(config) ? config : {});
  const isTied =
    isJsonObject(config) && (config['tie_word_embeddings'] ?? decoderConfig.architecture === 'gemma3') === true;
  const { tensors } = await readTensors(source);
  const isUnused = (name: string) => (isTied && name === 'lm_head.weight') || name.endsWith('.rotary_emb.inv_freq');
  const byName = new Map(
    tensors
      .filter(({ name }) => !isUnused(name))
      .map((tensor) => [toGgufName(tensor.name, decoderConfig.architecture), tensor] as const),
  );
  const find = (name: string) => {
    const tensor = byName.get(name);
    if (!tensor) return undefined;
    const rows = toRows(source, tensor);
    return decoderConfig.architecture === 'gemma3' && name.endsWith('norm.weight') ? addOne(rows) : rows;
  };
  return { config: decoderConfig, weights: { format: 'safetensors', names: [...byName.keys()], find } };
}

/** The GGUF names of a layer's tensors, by their names in transformers. */
const layerNames: Readonly<Record<string, string>> = {
  input_layernorm: 'attn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'self_attn.q_norm': 'attn_q_norm',
  'self_attn.k_norm': 'attn_k_norm',
  pre_feedforward_layernorm: 'ffn_norm',
  post_feedforward_layernorm: 'post_ffw_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};
const otherNames: Readonly<Record<string, string>> = {
  'model.embed_tokens.weight': 'token_embd.weight',
  'model.norm.weight': 'output_norm.weight',
  'lm_head.weight': 'output.weight',
};

/** Returns the GGUF name of a tensor. Unknown names are returned unchanged, and the graph rejects them later. */
function toGgufName(name: string, architecture: Architecture): string {
  const {
    layer,
    part = '',
    end,
  } = /^model\.layers\.(?<layer>\d+)\.(?<part>.+)\.(?<end>weight|bias)$/.exec(name)?.groups ?? {};
  if (layer === undefined) return otherNames[name] ?? name;
  // Gemma also normalises the input of the feed-forward network, which has this name in other architectures.
  const afterAttention = architecture === 'gemma3' ? 'post_attention_norm' : 'ffn_norm';
  const ggufPart = part === 'post_attention_layernorm' ? afterAttention : layerNames[part];
  return ggufPart === undefined ? name : `blk.${layer}.${ggufPart}.${end}`;
}

function toRows(source: ByteSource, { name, dtype, shape, start, bytes }: SafeTensor): Rows {
  const type = dtype === 'F32' || dtype === 'F16' || dtype === 'BF16' ? dtype : null;
  if (!type || !isDequantisable(type)) throw createTensorTypeError(name, dtype, ['F32', 'F16', 'BF16']);
  if (shape.length > 2)
    throw createUnsupportedTensorError({ reason: 'tensor-rank-too-high', tensor: name, rank: shape.length, max: 2 });
  const [rows, width] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
  return createStoredRows(type, new FileSlice(source, start, bytes), rows ?? 1, width ?? 1);
}

/** Adds the 1 that Gemma's norms add to their weights. */
function addOne(rows: Rows): Rows {
  return { ...rows, read: async (start, end) => (await rows.read(start, end)).map((value) => value + 1) };
}

type Fields = Readonly<Record<string, unknown>>;

function readConfig(fields: Fields): DecoderConfig {
  const type = String(fields['model_type']);
  const architecture = Object.hasOwn(architectures, type) ? architectures[type] : undefined;
  if (!architecture) throw createUnsupportedModelError(file, 'model_type', fields['model_type'] ?? null);
  const isGemma = architecture === 'gemma3';
  const readNumber = (name: string, defaultValue?: number) => {
    const value = fields[name] ?? defaultValue;
    if (typeof value === 'number' && value > 0) return value;
    throw createUnsupportedModelError(file, name, value ?? null);
  };
  const expected = {
    [isGemma ? 'hidden_activation' : 'hidden_act']: isGemma ? 'gelu_pytorch_tanh' : 'silu',
    use_sliding_window: false,
    attn_logit_softcapping: null,
    final_logit_softcapping: null,
    mlp_bias: false,
  };
  for (const [name, value] of Object.entries(expected))
    if ((fields[name] ?? value) !== value) throw createUnsupportedModelError(file, name, fields[name]);
  const headCount = readNumber('num_attention_heads');
  const hiddenSize = readNumber('hidden_size');
  const headDim = readNumber('head_dim', hiddenSize / headCount);
  // The graph scales attention scores by the head size.
  if (isGemma && readNumber('query_pre_attn_scalar', headDim) !== headDim)
    throw createUnsupportedModelError(file, 'query_pre_attn_scalar', fields['query_pre_attn_scalar']);
  const layerCount = readNumber('num_hidden_layers');
  return {
    architecture,
    layerCount,
    hiddenSize,
    headCount,
    kvHeadCount: readNumber('num_key_value_heads', headCount),
    headDim,
    vocabSize: readNumber('vocab_size'),
    contextLength: readNumber('max_position_embeddings'),
    rmsNormEps: readNumber('rms_norm_eps', 1e-6),
    rope: readRope(
      selectRotaryFields(fields, 'full_attention', readNumber('rope_theta', isGemma ? 1e6 : 10_000)),
      headDim,
    ),
    slidingWindow: isGemma ? readSlidingWindow(fields, layerCount, readNumber('sliding_window'), headDim) : null,
  };
}

/** Reads the sliding window of Gemma, whose full-attention layers must be equally spaced. */
function readSlidingWindow(
  fields: Fields,
  layerCount: number,
  size: number,
  headDim: number,
): DecoderConfig['slidingWindow'] {
  const layerTypes = fields['layer_types'];
  const layerTypeList = Array.isArray(layerTypes) ? layerTypes : null;
  const firstFull = layerTypeList?.indexOf('full_attention') ?? -1;
  const pattern = layerTypeList
    ? firstFull < 0
      ? layerCount + 1
      : firstFull + 1
    : Number(fields['sliding_window_pattern'] ?? 6);
  const isRegular = layerTypeList?.every(
    (type, layer) => (type === 'full_attention') === ((layer + 1) % pattern === 0),
  );
  if (isRegular === false) throw createUnsupportedModelError(file, 'layer_types', layerTypes);
  const base = Number(fields['rope_local_base_freq'] ?? 10_000);
  return { size, pattern, rope: readRope(selectRotaryFields(fields, 'sliding_attention', base), headDim) };
}

/**
 * Returns the settings of a rotary embedding: `rope_parameters` since transformers 5, by layer type if there are
 * several, and `rope_theta` with `rope_scaling` before.
 */
function selectRotaryFields(fields: Fields, layerType: string, base: number): Fields {
  const parameters = isJsonObject(fields['rope_parameters']) ? fields['rope_parameters'] : null;
  if (parameters) return isJsonObject(parameters[layerType]) ? parameters[layerType] : parameters;
  const scaling = layerType === 'full_attention' && isJsonObject(fields['rope_scaling']) ? fields['rope_scaling'] : {};
  return { rope_theta: base, ...scaling };
}

function readRope(settings: Fields, headDim: number): Rope {
  const type = settings['rope_type'] ?? settings['type'] ?? 'default';
  const readNumber = (name: string) => {
    const value = settings[name];
    if (typeof value === 'number' && value > 0) return value;
    throw createUnsupportedModelError(file, name, value ?? null);
  };
  const base = readNumber('rope_theta');
  const scale = type === 'linear' ? readNumber('factor') : 1;
  const frequencies = computeRopeFrequencies(headDim, base, scale);
  if (type === 'default' || type === 'linear') return { frequencies, interleaved: false };
  if (type !== 'llama3') throw createUnsupportedModelError(file, 'rope_type', type);
  return { frequencies: frequencies.map(createLlama3Scaling(readNumber)), interleaved: false };
}

/**
 * Returns Llama 3.1's scaling of frequencies for long contexts: low frequencies are divided by `factor`, high ones are
 * unchanged, and those in between are interpolated (`_compute_llama3_parameters` of transformers).
 */
function createLlama3Scaling(readNumber: (name: string) => number): (frequency: number) => number {
  const [factor, low, high] = [readNumber('factor'), readNumber('low_freq_factor'), readNumber('high_freq_factor')];
  const context = readNumber('original_max_position_embeddings');
  return (frequency) => {
    const rotations = (context * frequency) / (2 * Math.PI);
    const mix = Math.min(1, Math.max(0, (rotations - low) / (high - low)));
    return mix * frequency + ((1 - mix) * frequency) / factor;
  };
}

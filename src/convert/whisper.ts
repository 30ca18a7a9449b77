import type { ByteSource } from '#core/model/model.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
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
  type Heads,
} from './transformer-blocks.ts';

const opset = 17;
/** PyTorch’s default, which transformers does not configure for Whisper. */
const epsilon = 1e-5;

/** Whether a parsed `config.json` describes a Whisper model. */
export function isWhisperConfig(config: unknown): boolean {
  return isJsonObject(config) && config['model_type'] === 'whisper';
}

interface WhisperConfig {
  readonly width: number;
  readonly melCount: number;
  readonly vocabularySize: number;
  readonly frames: number;
  readonly encoder: LayerCounts;
  readonly decoder: LayerCounts;
}

interface LayerCounts {
  readonly layers: number;
  readonly heads: number;
}

/**
 * Builds the ONNX graphs of Whisper (Radford et al. 2022) from its weights, with the inputs and outputs of the Hub’s
 * exports. `encoder_model.onnx`: `input_features` [batch, mels, frames] to `last_hidden_state`.
 * `decoder_model_merged.onnx`: `input_ids`, `encoder_hidden_states`, `use_cache_branch` and a key-value cache to
 * `logits`. With `use_cache_branch`, the hidden states are ignored and the keys and values from the encoder are those of
 * the cache.
 * @param source a safetensors file in float32, float16 or bfloat16 with the tensor names of transformers
 * @param config the parsed `config.json`
 * @returns the graphs by the names of their files
 * @throws AppError model-unsupported if it is another architecture | model-corrupt if a tensor is missing
 */
export async function convertWhisper(source: ByteSource, config: unknown): Promise<ReadonlyMap<string, OnnxModel>> {
  const whisper = readConfig(config);
  return new Map([
    ['encoder_model.onnx', await buildEncoder(source, whisper)],
    ['decoder_model_merged.onnx', await buildDecoder(source, whisper)],
  ]);
}

/** @throws AppError model-unsupported */
function readConfig(config: unknown): WhisperConfig {
  const reader = new ConfigReader(config);
  reader.requireValue('model_type', 'whisper');
  reader.requireValue('activation_function', 'gelu');
  reader.requireValue('scale_embedding', false);
  reader.requireValue('tie_word_embeddings', true);
  const readCounts = (part: 'encoder' | 'decoder'): LayerCounts => ({
    layers: reader.readNumber(`${part}_layers`),
    heads: reader.readNumber(`${part}_attention_heads`),
  });
  return {
    width: reader.readNumber('d_model'),
    melCount: reader.readNumber('num_mel_bins'),
    vocabularySize: reader.readNumber('vocab_size'),
    // The second convolution halves the frames.
    frames: 2 * reader.readNumber('max_source_positions'),
    encoder: readCounts('encoder'),
    decoder: readCounts('decoder'),
  };
}

async function buildEncoder(source: ByteSource, { width, melCount, frames, encoder }: WhisperConfig) {
  const builder = createGraphBuilder('encoder');
  const stored = await Weights.open(source, builder, /^(model\.)?encoder\./);
  const addConvolution = async (name: string, x: string, stride: number) => {
    const filters = [await stored.addTensor(`${name}.weight`), await stored.addTensor(`${name}.bias`)];
    const convolved = builder.node('Conv', [x, ...filters], { kernel_shape: [3], pads: [1, 1], strides: [stride] });
    return addGelu(builder, convolved, name);
  };
  const features = builder.input('input_features', 'float32', ['batch', melCount, frames]);
  const convolved = await addConvolution('conv2', await addConvolution('conv1', features, 1), 2);
  const transposed = builder.node('Transpose', [convolved], { perm: [0, 2, 1] });
  let hidden = builder.node('Add', [transposed, await stored.addTensor('embed_positions.weight')]);
  for (let layer = 0; layer < encoder.layers; layer++) {
    const prefix = `layers.${layer}`;
    const normalised = await addLayerNorm(builder, stored, `${prefix}.self_attn_layer_norm`, epsilon, hidden);
    const attention = `${prefix}.self_attn`;
    const heads = addHeads(builder, encoder.heads, width, attention);
    const query = addHeadSplit(builder, await addDense(builder, stored, `${attention}.q_proj`, normalised), heads);
    const key = addHeadSplit(builder, await addKey(builder, stored, attention, normalised), heads, true);
    const value = addHeadSplit(builder, await addDense(builder, stored, `${attention}.v_proj`, normalised), heads);
    const joined = addAttention(builder, { query, key, value }, heads);
    const attended = builder.node('Add', [await addDense(builder, stored, `${attention}.out_proj`, joined), hidden]);
    hidden = await addFeedForward(builder, stored, prefix, attended);
  }
  const output = await addLayerNorm(builder, stored, 'layer_norm', epsilon, hidden);
  builder.output(builder.node('Identity', [output], {}, 'last_hidden_state'), 'float32', ['batch', frames / 2, width]);
  return builder.model(opset);
}

async function buildDecoder(source: ByteSource, { width, vocabularySize, decoder }: WhisperConfig) {
  const builder = createGraphBuilder('decoder');
  const stored = await Weights.open(source, builder, /^(model\.)?decoder\./);
  const ids = builder.input('input_ids', 'int64', ['batch', 'tokens']);
  const encoded = builder.input('encoder_hidden_states', 'float32', ['batch', 'encoded', width]);
  const usesCache = builder.input('use_cache_branch', 'bool', [1]);
  const cache = new DecoderCache(builder, decoder.heads, width / decoder.heads);
  const [pasts, encodedPasts] = [
    cache.addInputs('decoder', decoder.layers),
    cache.addInputs('encoder', decoder.layers),
  ];
  const { positions, bias } = await addPositions(builder, stored, ids, pasts[0]!.key);
  const embeddings = await stored.addTensor('embed_tokens.weight');
  let hidden = builder.node('Add', [builder.node('Gather', [embeddings, ids]), positions]);
  const newlyEncoded = addUncached(builder, encoded, usesCache);
  for (let layer = 0; layer < decoder.layers; layer++) {
    const prefix = `layers.${layer}`;
    const normalised = await addLayerNorm(builder, stored, `${prefix}.self_attn_layer_norm`, epsilon, hidden);
    const self: CachedAttention = { prefix: `${prefix}.self_attn`, past: pasts[layer]!, bias };
    const attended = await addCachedAttention(
      builder,
      stored,
      cache,
      { ...self, queries: normalised, keys: normalised },
      [decoder.heads, width],
    );
    const sum = builder.node('Add', [attended, hidden]);
    const queries = await addLayerNorm(builder, stored, `${prefix}.encoder_attn_layer_norm`, epsilon, sum);
    const cross: CachedAttention = { prefix: `${prefix}.encoder_attn`, past: encodedPasts[layer]! };
    const crossed = await addCachedAttention(builder, stored, cache, { ...cross, queries, keys: newlyEncoded }, [
      decoder.heads,
      width,
    ]);
    hidden = await addFeedForward(builder, stored, prefix, builder.node('Add', [crossed, sum]));
  }
  const output = await addLayerNorm(builder, stored, 'layer_norm', epsilon, hidden);
  // The output layer has the weights of the embeddings.
  const logits = builder.node('MatMul', [output, await stored.addTransposed('embed_tokens.weight')], {}, 'logits');
  builder.output(logits, 'float32', ['batch', 'tokens', vocabularySize]);
  cache.declareOutputs();
  return builder.model(opset);
}

/** The projection to keys has no bias. */
function addKey(builder: GraphBuilder, stored: Weights, attention: string, x: string): Promise<string> {
  return addDense(builder, stored, `${attention}.k_proj`, x, { hasBias: false });
}

async function addFeedForward(builder: GraphBuilder, stored: Weights, prefix: string, x: string): Promise<string> {
  const normalised = await addLayerNorm(builder, stored, `${prefix}.final_layer_norm`, epsilon, x);
  const intermediate = addGelu(builder, await addDense(builder, stored, `${prefix}.fc1`, normalised), prefix);
  return builder.node('Add', [await addDense(builder, stored, `${prefix}.fc2`, intermediate), x]);
}

/** Keys and values of a layer, [batch, heads, length, size]. */
interface CacheEntry {
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** The inputs and outputs of the key-value cache. */
class DecoderCache {
  readonly #builder: GraphBuilder;
  readonly #heads: number;
  readonly #size: number;
  readonly #presents: string[] = [];

  constructor(builder: GraphBuilder, heads: number, size: number) {
    [this.#builder, this.#heads, this.#size] = [builder, heads, size];
  }

  addInputs(part: 'decoder' | 'encoder', layers: number): readonly CacheEntry[] {
    const shape = ['batch', this.#heads, `past_${part}`, this.#size];
    return Array.from({ length: layers }, (_, layer) => {
      const name = `${layer}.${part}`;
      const [key, value] = ['key', 'value'].map((kind) =>
        this.#builder.input(`past_key_values.${name}.${kind}`, 'float32', shape),
      );
      return { name, key: key!, value: value! };
    });
  }

  /** Appends new keys and values to those of the past tokens. */
  append({ name, key, value }: CacheEntry, newKey: string, newValue: string) {
    const [presentKey, presentValue] = [`present.${name}.key`, `present.${name}.value`];
    this.#presents.push(presentKey, presentValue);
    return {
      key: this.#builder.node('Concat', [key, newKey], { axis: 2 }, presentKey),
      value: this.#builder.node('Concat', [value, newValue], { axis: 2 }, presentValue),
    };
  }

  declareOutputs(): void {
    for (const present of this.#presents) {
      const length = present.includes('.encoder.') ? 'all_encoder' : 'all_decoder';
      this.#builder.output(present, 'float32', ['batch', this.#heads, length, this.#size]);
    }
  }
}

interface CachedAttention {
  readonly prefix: string;
  readonly past: CacheEntry;
  readonly bias?: string;
}

interface CachedAttentionInputs extends CachedAttention {
  readonly queries: string;
  /** The name of the value from which new keys and values are computed. */
  readonly keys: string;
}

async function addCachedAttention(
  builder: GraphBuilder,
  stored: Weights,
  cache: DecoderCache,
  { prefix, past, bias, queries, keys }: CachedAttentionInputs,
  [headCount, width]: readonly [headCount: number, width: number],
): Promise<string> {
  const heads: Heads = addHeads(builder, headCount, width, prefix);
  const query = addHeadSplit(builder, await addDense(builder, stored, `${prefix}.q_proj`, queries), heads);
  const newKey = addHeadSplit(builder, await addKey(builder, stored, prefix, keys), heads);
  const newValue = addHeadSplit(builder, await addDense(builder, stored, `${prefix}.v_proj`, keys), heads);
  const { key, value } = cache.append(past, newKey, newValue);
  const transposedKey = builder.node('Transpose', [key], { perm: [0, 1, 3, 2] });
  const joined = addAttention(
    builder,
    { query, key: transposedKey, value, ...(bias !== undefined && { bias }) },
    heads,
  );
  return addDense(builder, stored, `${prefix}.out_proj`, joined);
}

/** Adds the position embeddings of the tokens, which follow those of the past, and the bias that hides later tokens. */
async function addPositions(builder: GraphBuilder, stored: Weights, ids: string, pastKey: string) {
  const addSize = (x: string, axis: string) => builder.node('Gather', [builder.node('Shape', [x]), axis]);
  const [zero, one] = [builder.integers('zero', [0], []), builder.integers('one', [1], [])];
  const pastLength = addSize(pastKey, builder.integers('length_axis', [2], []));
  const length = builder.node('Add', [pastLength, addSize(ids, one)]);
  const tokenPositions = builder.node('Range', [pastLength, length, one]);
  const keyPositions = builder.node('Range', [zero, length, one]);
  const column = builder.node('Unsqueeze', [tokenPositions, builder.integers('column_axis', [1])]);
  const isLater = builder.node('Cast', [builder.node('Greater', [keyPositions, column])], {
    to: dataTypeNumbers.float32,
  });
  const bias = builder.node('Mul', [isLater, builder.weights('masked', [], Float32Array.of(maskedBias))]);
  const positions = builder.node('Gather', [await stored.addTensor('embed_positions.weight'), tokenPositions]);
  return { positions, bias };
}

/** Selects the encoder's hidden states: all of them, or none if their keys and values are in the cache. */
function addUncached(builder: GraphBuilder, encoded: string, usesCache: string): string {
  const length = builder.node('Gather', [builder.node('Shape', [encoded]), builder.integers('encoded_axis', [1])]);
  const end = builder.node('Where', [usesCache, builder.integers('none', [0]), length]);
  return builder.node('Slice', [encoded, builder.integers('first', [0]), end, builder.integers('axis', [1])]);
}

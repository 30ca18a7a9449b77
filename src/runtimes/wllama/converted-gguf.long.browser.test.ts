import { afterEach, expect, test } from 'vitest';
import { convertModel, type Conversion } from '#convert/convert-model.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { createSeededRandom } from '#core/random.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts } from '#formats/file-parts.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { writeSafetensors } from '#formats/tiny/safetensors.fixture.ts';
import { ortText } from '../ort-text/index.ts';
import { generateAnswer } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';

const [layers, hiddenSize, intermediateSize, heads, keyValueHeads] = [2, 64, 96, 4, 2];
/** The characters of GPT-2's byte-level BPE, which maps bytes that are not printable to code points from 256. */
const bytes = Array.from({ length: 256 }, (_, byte) => byte);
const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
const unprintable = bytes.filter((byte) => !isPrintable(byte));
const characters = bytes.map((byte) =>
  String.fromCodePoint(isPrintable(byte) ? byte : 256 + unprintable.indexOf(byte)),
);
const vocabulary = [...characters, '<s>', '</s>'];

const config = {
  model_type: 'llama',
  hidden_act: 'silu',
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: keyValueHeads,
  hidden_size: hiddenSize,
  intermediate_size: intermediateSize,
  vocab_size: vocabulary.length,
  max_position_embeddings: 128,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  bos_token_id: 256,
  eos_token_id: 257,
};
const tokenizer = {
  version: '1.0',
  normalizer: null,
  added_tokens: ['<s>', '</s>'].map((content, index) => ({ id: 256 + index, content, special: true })),
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  model: { type: 'BPE', vocab: Object.fromEntries(vocabulary.map((text, id) => [text, id])), merges: [] },
};

/** Seeded weights with the names of transformers. */
function createWeights(): Uint8Array<ArrayBuffer> {
  const keySize = (hiddenSize / heads) * keyValueHeads;
  const shapes: [name: string, shape: readonly number[]][] = [
    ['model.embed_tokens', [vocabulary.length, hiddenSize]],
    ['model.norm', [hiddenSize]],
    ['lm_head', [vocabulary.length, hiddenSize]],
  ];
  for (let layer = 0; layer < layers; layer++)
    for (const [name, shape] of Object.entries({
      input_layernorm: [hiddenSize],
      post_attention_layernorm: [hiddenSize],
      'self_attn.q_proj': [hiddenSize, hiddenSize],
      'self_attn.k_proj': [keySize, hiddenSize],
      'self_attn.v_proj': [keySize, hiddenSize],
      'self_attn.o_proj': [hiddenSize, hiddenSize],
      'mlp.gate_proj': [intermediateSize, hiddenSize],
      'mlp.up_proj': [intermediateSize, hiddenSize],
      'mlp.down_proj': [hiddenSize, intermediateSize],
    }))
      shapes.push([`model.layers.${layer}.${name}`, shape]);
  let offset = 0;
  const header: Record<string, { dtype: string; shape: readonly number[]; data_offsets: readonly number[] }> = {};
  for (const [name, shape] of shapes) {
    const sizeBytes = 4 * shape.reduce((a, b) => a * b, 1);
    header[`${name}.weight`] = { dtype: 'F32', shape, data_offsets: [offset, (offset += sizeBytes)] };
  }
  const file = writeSafetensors(header, offset);
  const random = createSeededRandom(1);
  const values = Float32Array.from({ length: offset / 4 }, () => (random() + random() - 1) / 2);
  // Only the logits of letters are not 0, so that the generated text is valid UTF-8.
  const [first = 0] = header['lm_head.weight']!.data_offsets;
  const isLetter = (token: number) => token >= 97 && token <= 122;
  for (const token of vocabulary.keys())
    if (!isLetter(token)) values.fill(0, first / 4 + token * hiddenSize, first / 4 + (token + 1) * hiddenSize);
  file.set(new Uint8Array(values.buffer), file.length - offset);
  return file;
}

let session: TextSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

test('a GGUF file converted from safetensors generates the same text as an ONNX graph of the same weights', async () => {
  const toJsonSource = (value: object) => toByteSource(new TextEncoder().encode(JSON.stringify(value)));
  const siblings = new Map<string, ByteSource>([
    ['config.json', toJsonSource(config)],
    ['tokenizer.json', toJsonSource(tokenizer)],
    ['tokenizer_config.json', toJsonSource({ bos_token: '<s>', eos_token: '</s>', add_bos_token: false })],
  ]);
  const convert = (to: Conversion) =>
    convertModel({ name: 'model.safetensors', source: toByteSource(createWeights()), siblings }, to);
  const generate = async (runtime: typeof wllama, model: ModelFiles) => {
    session = await runtime.open(model, { devices: ['wasm'], threads: 1, contextLength: 64 });
    const { text } = await generateAnswer(session, { prompt: 'Once upon', maxTokens: 12, temperature: 0 });
    await session.close();
    session = undefined;
    return text;
  };
  const { content } = await convert({ to: 'gguf', type: 'f16' });
  const gguf = 'gguf' in content ? await readParts(content.gguf) : new Uint8Array();
  const text = await generate(wllama, {
    id: 'a',
    entry: 'a.gguf',
    files: new Map([['a.gguf', new File([gguf], 'a.gguf')]]),
  });
  const { content: graph } = await convert({ to: 'onnx', form: 'float32', maxContext: 64 });
  const onnx = 'onnx' in graph ? await readParts(encodeOnnx(graph.onnx)) : new Uint8Array();
  const files = new Map<string, ByteSource | Uint8Array<ArrayBuffer>>([['b.onnx', onnx], ...siblings]);
  expect(text).toBe(await generate(ortText, { id: 'b', entry: 'b.onnx', files }));
  expect(text.length).toBeGreaterThan(4);
});

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
import { answer } from '../text-contract.fixture.ts';
import { wllama } from './index.ts';

const [layers, width, inner, heads, keyValueHeads] = [2, 64, 96, 4, 2];
/** The characters of GPT-2's byte-level BPE: bytes that are not printable are moved beyond them. */
const characters = Array.from({ length: 256 }, (_, byte) => byte);
const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
const moved = characters.filter((byte) => !isPrintable(byte));
const texts = characters.map((byte) => String.fromCodePoint(isPrintable(byte) ? byte : 256 + moved.indexOf(byte)));
const vocabulary = [...texts, '<s>', '</s>'];

const config = {
  model_type: 'llama',
  hidden_act: 'silu',
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: keyValueHeads,
  hidden_size: width,
  intermediate_size: inner,
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
  added_tokens: ['<s>', '</s>'].map((content, at) => ({ id: 256 + at, content, special: true })),
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  model: { type: 'BPE', vocab: Object.fromEntries(vocabulary.map((text, id) => [text, id])), merges: [] },
};

/** Seeded weights under the names of transformers. */
function weights(): Uint8Array<ArrayBuffer> {
  const key = (width / heads) * keyValueHeads;
  const shapes: [name: string, shape: readonly number[]][] = [
    ['model.embed_tokens', [vocabulary.length, width]],
    ['model.norm', [width]],
    ['lm_head', [vocabulary.length, width]],
  ];
  for (let layer = 0; layer < layers; layer++)
    for (const [part, shape] of Object.entries({
      input_layernorm: [width],
      post_attention_layernorm: [width],
      'self_attn.q_proj': [width, width],
      'self_attn.k_proj': [key, width],
      'self_attn.v_proj': [key, width],
      'self_attn.o_proj': [width, width],
      'mlp.gate_proj': [inner, width],
      'mlp.up_proj': [inner, width],
      'mlp.down_proj': [width, inner],
    }))
      shapes.push([`model.layers.${layer}.${part}`, shape]);
  let offset = 0;
  const header: Record<string, { dtype: string; shape: readonly number[]; data_offsets: readonly number[] }> = {};
  for (const [name, shape] of shapes) {
    const bytes = 4 * shape.reduce((a, b) => a * b, 1);
    header[`${name}.weight`] = { dtype: 'F32', shape, data_offsets: [offset, (offset += bytes)] };
  }
  const file = writeSafetensors(header, offset);
  const random = createSeededRandom(1);
  const values = Float32Array.from({ length: offset / 4 }, () => (random() + random() - 1) / 2);
  // Of the logits, only those of letters are not 0: other bytes could be no UTF-8.
  const [first = 0] = header['lm_head.weight']!.data_offsets;
  const isLetter = (token: number) => token >= 97 && token <= 122;
  for (const token of vocabulary.keys())
    if (!isLetter(token)) values.fill(0, first / 4 + token * width, first / 4 + (token + 1) * width);
  file.set(new Uint8Array(values.buffer), file.length - offset);
  return file;
}

let session: TextSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

test('a GGUF file made from safetensors writes in llama.cpp what the graph of the same weights writes', async () => {
  const json = (value: object) => toByteSource(new TextEncoder().encode(JSON.stringify(value)));
  const siblings = new Map<string, ByteSource>([
    ['config.json', json(config)],
    ['tokenizer.json', json(tokenizer)],
    ['tokenizer_config.json', json({ bos_token: '<s>', eos_token: '</s>', add_bos_token: false })],
  ]);
  const convert = (to: Conversion) =>
    convertModel({ name: 'model.safetensors', source: toByteSource(weights()), siblings }, to);
  const write = async (runtime: typeof wllama, model: ModelFiles) => {
    session = await runtime.open(model, { devices: ['wasm'], threads: 1, contextLength: 64 });
    const { text } = await answer(session, { prompt: 'Once upon', maxTokens: 12, temperature: 0 });
    await session.close();
    session = undefined;
    return text;
  };
  const { content } = await convert({ to: 'gguf', type: 'f16' });
  const gguf = 'gguf' in content ? await readParts(content.gguf) : new Uint8Array();
  const inLlama = await write(wllama, {
    id: 'a',
    entry: 'a.gguf',
    files: new Map([['a.gguf', new File([gguf], 'a.gguf')]]),
  });
  const { content: graph } = await convert({ to: 'onnx', form: 'float32', maxContext: 64 });
  const onnx = 'onnx' in graph ? await readParts(encodeOnnx(graph.onnx)) : new Uint8Array();
  const files = new Map<string, ByteSource | Uint8Array<ArrayBuffer>>([['b.onnx', onnx], ...siblings]);
  expect(inLlama).toBe(await write(ortText, { id: 'b', entry: 'b.onnx', files }));
  expect(inLlama.length).toBeGreaterThan(4);
});

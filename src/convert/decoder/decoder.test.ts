import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';
import { writeGguf, type GgufEntry } from '#formats/gguf/write-gguf.ts';
import { ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import {
  findMostLikely,
  openDecoder,
  computePerplexity,
  reference,
} from '../../../scripts/convert-tests/decoder-session.fixture.ts';
import { architectures } from './decoder.ts';
import { buildDecoderGraph } from './decoder-graph.ts';
import { readGgufDecoder } from './gguf-decoder.ts';
import { tinyDecoder } from './tiny-decoder.fixture.ts';

const forms = [
  // llama.cpp stores keys and values in float16.
  ['float32', 0.005],
  ['w8a8', 0.2],
] as const;
for (const [form, tolerance] of forms)
  test.skipIf(ortSkipReason !== '').for(architectures)(
    `%s in ${form} has the logits of llama.cpp, for a whole text and token by token${ortSkipReason}`,
    async (architecture) => {
      const { tokens, logits } = reference.tiny[architecture];
      const whole = await openDecoder(tinyDecoder(architecture), form);
      const last = (await whole.run(tokens, 1)).at(-1)!;
      for (const [token, expected] of logits.entries())
        expect(Math.abs(last[token]! - expected)).toBeLessThan(tolerance);
      await whole.close();
      const stepwise = await openDecoder(tinyDecoder(architecture), form);
      let after: Float32Array = new Float32Array();
      for (const token of tokens) [after = after] = await stepwise.run([token]);
      for (const [token, value] of after.entries()) expect(value).toBeCloseTo(last[token]!, 3);
      await stepwise.close();
    },
  );

const stories = join(process.env['ASSAY_TEST_DATA'] ?? '', 'gguf/stories260K.gguf');
const skipReason = ortSkipReason || (existsSync(stories) ? '' : ' (skipped: needs ASSAY_TEST_DATA)');
for (const [form] of forms)
  test.skipIf(skipReason !== '')(
    `stories260K in ${form} generates the same story as llama.cpp${skipReason}`,
    async () => {
      const { tokens, continued, perplexity: expected } = reference.real['stories260K.gguf']!;
      const decoder = await openDecoder(await openAsBlob(stories), form);
      const logits = await decoder.run(tokens);
      expect(Math.abs(computePerplexity(tokens, logits) / expected - 1)).toBeLessThan(
        form === 'float32' ? 0.005 : 0.01,
      );
      const generated = [findMostLikely(logits.at(-1)!)];
      // With int8 weights, two words that are about as likely may change places later.
      const expectedTokens = form === 'float32' ? continued : continued.slice(0, 16);
      while (generated.length < expectedTokens.length)
        generated.push(findMostLikely((await decoder.run(generated.slice(-1), 1)).at(-1)!));
      expect(generated).toEqual(expectedTokens);
      await decoder.close();
    },
  );

// llama.cpp takes 0 as absent: `n_expert`, `n_swa` and the scaling factor are optional, with these defaults (llama-model.cpp).
test.each(['expert_count', 'attention.sliding_window', 'rope.scaling.factor'])(
  'a %s of 0 counts as absent',
  async (name) => {
    const stated = (entries: readonly GgufEntry[]) => {
      const numbers: GgufEntry[] = [
        ['qwen3.block_count', 'u32', 1],
        ['qwen3.context_length', 'u32', 8],
        ['qwen3.embedding_length', 'u32', 4],
        ['qwen3.attention.head_count', 'u32', 2],
        ['qwen3.attention.layer_norm_rms_epsilon', 'f32', 0.5],
      ];
      const all: GgufEntry[] = [['general.architecture', 'text', 'qwen3'], ...numbers, ...entries];
      const embeddings = {
        name: 'token_embd.weight',
        dims: [4, 3],
        type: ggmlTypesByName.F32.number,
        bytes: new Uint8Array(48),
      };
      return readGgufDecoder(toByteSource(writeGguf(all, [embeddings])));
    };
    const linear: GgufEntry = ['qwen3.rope.scaling.type', 'text', 'linear'];
    const { config } = await stated([linear, [`qwen3.${name}`, name.startsWith('rope') ? 'f32' : 'u32', 0]]);
    expect(config).toEqual((await stated([])).config);
  },
);

test('an unsupported architecture is rejected, quoting its name', async () => {
  const file = toByteSource(writeGguf([['general.architecture', 'text', 'rwkv7']]));
  await expect(readGgufDecoder(file)).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'general.architecture: "rwkv7"' },
  });
});

test('a model with an unused tensor is rejected, naming the tensor', async () => {
  const { config, weights } = await readGgufDecoder(toByteSource(tinyDecoder('llama')));
  const more = { ...weights, names: [...weights.names, 'blk.0.ffn_gate_inp.weight'] };
  await expect(buildDecoderGraph(config, more, { form: 'float32', maxContext: 64 })).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'tensor: "blk.0.ffn_gate_inp.weight"' },
  });
});

test('a model that lacks a required tensor is rejected, naming the tensor', async () => {
  const { config, weights } = await readGgufDecoder(toByteSource(tinyDecoder('qwen2')));
  const less = {
    ...weights,
    find: (name: string) => (name === 'blk.1.ffn_up.weight' ? undefined : weights.find(name)),
  };
  await expect(buildDecoderGraph(config, less, { form: 'float32', maxContext: 64 })).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { entry: 'blk.1.ffn_up.weight' },
  });
});

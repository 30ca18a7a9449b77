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
import { convertibleArchitectures } from '#core/model/convertible-models.ts';
import { buildDecoderGraph } from './decoder-graph.ts';
import { readGgufDecoder } from './gguf-decoder.ts';
import { buildTinyDecoder } from './tiny-decoder.fixture.ts';

const forms = [
  // llama.cpp stores keys and values in float16.
  ['float32', 0.005],
  ['w8a8', 0.2],
] as const;
for (const [form, tolerance] of forms)
  test.skipIf(ortSkipReason !== '').for(convertibleArchitectures)(
    `%s in ${form} has the logits of llama.cpp in one pass and token by token${ortSkipReason}`,
    async (architecture) => {
      const { tokens, logits } = reference.tiny[architecture];
      const single = await openDecoder(buildTinyDecoder(architecture), form);
      const last = (await single.run(tokens, 1)).at(-1)!;
      for (const [token, expected] of logits.entries())
        expect(Math.abs(last[token]! - expected)).toBeLessThan(tolerance);
      await single.close();
      const stepwise = await openDecoder(buildTinyDecoder(architecture), form);
      let stepLogits: Float32Array = new Float32Array();
      for (const token of tokens) [stepLogits = stepLogits] = await stepwise.run([token]);
      for (const [token, value] of stepLogits.entries()) expect(value).toBeCloseTo(last[token]!, 3);
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
      // With int8 weights, two almost equally likely tokens may be swapped later in the text.
      const expectedTokens = form === 'float32' ? continued : continued.slice(0, 16);
      while (generated.length < expectedTokens.length)
        generated.push(findMostLikely((await decoder.run(generated.slice(-1), 1)).at(-1)!));
      expect(generated).toEqual(expectedTokens);
      await decoder.close();
    },
  );

// llama.cpp treats 0 as absent: `n_expert`, `n_swa` and the scaling factor are optional (llama-model.cpp).
test.each(['expert_count', 'attention.sliding_window', 'rope.scaling.factor'])(
  'treats a %s of 0 as absent',
  async (name) => {
    const readWithEntries = (entries: readonly GgufEntry[]) => {
      const requiredEntries: GgufEntry[] = [
        ['qwen3.block_count', 'u32', 1],
        ['qwen3.context_length', 'u32', 8],
        ['qwen3.embedding_length', 'u32', 4],
        ['qwen3.attention.head_count', 'u32', 2],
        ['qwen3.attention.layer_norm_rms_epsilon', 'f32', 0.5],
      ];
      const all: GgufEntry[] = [['general.architecture', 'text', 'qwen3'], ...requiredEntries, ...entries];
      const embeddings = {
        name: 'token_embd.weight',
        dims: [4, 3],
        type: ggmlTypesByName.F32.number,
        bytes: new Uint8Array(48),
      };
      return readGgufDecoder(toByteSource(writeGguf(all, [embeddings])));
    };
    const linear: GgufEntry = ['qwen3.rope.scaling.type', 'text', 'linear'];
    const { config } = await readWithEntries([linear, [`qwen3.${name}`, name.startsWith('rope') ? 'f32' : 'u32', 0]]);
    expect(config).toEqual((await readWithEntries([])).config);
  },
);

test('rejects an unsupported architecture by name', async () => {
  const file = toByteSource(writeGguf([['general.architecture', 'text', 'rwkv7']]));
  await expect(readGgufDecoder(file)).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'general.architecture: "rwkv7"' },
  });
});

test('rejects a model with an unused tensor by name', async () => {
  const { config, weights } = await readGgufDecoder(toByteSource(buildTinyDecoder('llama')));
  const withUnusedTensor = { ...weights, names: [...weights.names, 'blk.0.ffn_gate_inp.weight'] };
  await expect(buildDecoderGraph(config, withUnusedTensor, { form: 'float32', maxContext: 64 })).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'tensor: "blk.0.ffn_gate_inp.weight"' },
  });
});

test('rejects a model without a required tensor by name', async () => {
  const { config, weights } = await readGgufDecoder(toByteSource(buildTinyDecoder('qwen2')));
  const withMissingTensor = {
    ...weights,
    find: (name: string) => (name === 'blk.1.ffn_up.weight' ? undefined : weights.find(name)),
  };
  await expect(buildDecoderGraph(config, withMissingTensor, { form: 'float32', maxContext: 64 })).rejects.toMatchObject(
    {
      code: 'model-corrupt',
      facts: { entry: 'blk.1.ffn_up.weight' },
    },
  );
});

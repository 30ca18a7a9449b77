import { existsSync, openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { encodeLlama } from '../../runtimes/wllama/counting-llama.fixture.ts';
import { convertGgufTokenizer } from './gguf-tokenizer.ts';

const testData = process.env['ASSAY_TEST_DATA'] ?? '';
const vocabularies = join(testData, 'gguf/vocab');
const skipReason = existsSync(vocabularies) ? '' : ' (skipped: needs ASSAY_TEST_DATA)';

async function convertTokenizer(path: string): Promise<Tokenizer> {
  const files = await convertGgufTokenizer(await openAsBlob(path));
  return new Tokenizer(files['tokenizer.json'], files['tokenizer_config.json']);
}

// llama.cpp's test vectors, computed with transformers by its `convert_hf_to_gguf_update.py`: tokens of texts with
// emoji, whitespace, contractions, digits and several scripts.
test.skipIf(skipReason !== '').for(['llama-spm', 'phi-3', 'gpt-2', 'falcon'])(
  `the tokenizer of %s matches llama.cpp’s test vectors${skipReason}`,
  async (name) => {
    const base = join(vocabularies, `ggml-vocab-${name}.gguf`);
    const tokenizer = await convertTokenizer(base);
    const texts = (await readFile(`${base}.inp`, 'utf8')).split('\n__ggml_vocab_test__\n');
    const expected = (await readFile(`${base}.out`, 'utf8')).split('\n');
    const mismatches = texts.flatMap((text, index) => {
      const ids = tokenizer.encode(text, { add_special_tokens: false }).ids.join(' ');
      return ids === expected[index]!.trim() ? [] : [{ text, ids, expected: expected[index] }];
    });
    expect(mismatches).toEqual([]);
    expect(texts.length).toBeGreaterThan(40);
  },
);

test('an encoded text begins with the BOS token and decodes to the original', async () => {
  const files = await convertGgufTokenizer(toByteSource(encodeLlama({ width: 64, hidden: 32, layers: 1 })));
  const tokenizer = new Tokenizer(files['tokenizer.json'], files['tokenizer_config.json']);
  const { ids } = tokenizer.encode('ab 9');
  // Determined by hand from the vocabulary: <s>, ▁ (prepended by SentencePiece), a, b, ▁, 9.
  expect(ids).toEqual([1, 3, 5, 6, 3, 40]);
  expect(tokenizer.decode(ids, { skip_special_tokens: true })).toBe('ab 9');
  expect(files['generation_config.json']).toEqual({ eos_token_id: [2] });
  expect(files['config.json']).toEqual({ model_type: 'llama', max_position_embeddings: 2048 });
  expect(files['tokenizer_config.json']).toMatchObject({
    bos_token: '<s>',
    eos_token: '</s>',
    chat_template: '{{- bos_token -}}{% for message in messages %}{{ message.content }}{% endfor %}',
  });
});

test.each([
  ['tokenizer.ggml.model', 'bert', []],
  ['tokenizer.ggml.pre', 'tekken', [['tokenizer.ggml.model', 'text', 'gpt2'] as const]],
] as const)('rejects an unsupported %s and quotes its value', async (key, value, others) => {
  const tokens = ['tokenizer.ggml.tokens', 'texts', ['a']] as const;
  const file = toByteSource(writeGguf([...others, [key, 'text', value], tokens]));
  await expect(convertGgufTokenizer(file)).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: `${key}: "${value}"` },
  });
});

import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { expect, test } from 'vitest';
import { reference } from '../../../scripts/convert-tests/decoder-session.fixture.ts';
import { convertGgufTokenizer } from './gguf-tokenizer.ts';

const alice =
  'Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it, "and what is the use of a book," thought Alice "without pictures or conversations?"';
for (const name of ['SmolLM2-135M-Instruct.Q4_1.gguf', 'gemma-3-270m-q4_k_m.gguf']) {
  const path = join(process.env['ASSAY_TEST_MODELS'] ?? '', name);
  const skipReason = existsSync(path) ? '' : ' (skipped: needs ASSAY_TEST_MODELS)';
  test.skipIf(skipReason !== '')(`${name} tokenizes a text as llama.cpp does${skipReason}`, async () => {
    const files = await convertGgufTokenizer(await openAsBlob(path));
    const tokenizer = new Tokenizer(files['tokenizer.json'], files['tokenizer_config.json']);
    const { ids } = tokenizer.encode(alice);
    expect(ids).toEqual(reference.real[name]!.tokens.slice(0, ids.length));
    expect(ids.length).toBeGreaterThan(60);
  });
}

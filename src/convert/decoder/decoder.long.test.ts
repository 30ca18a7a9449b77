import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  openDecoder,
  findMostLikely,
  computePerplexity,
  reference,
} from '../../../scripts/convert-tests/decoder-session.fixture.ts';
import { ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';

const folder = process.env['ASSAY_TEST_MODELS'] ?? '';

// The maximum relative differences of the perplexity: measured values of 0.010, 0.030 and below 0.08, rounded up.
// llama.cpp also quantises activations.
const cases = [
  ['SmolLM2-135M-Instruct.Q4_1.gguf', 'float32', 0.02],
  ['SmolLM2-135M-Instruct.Q4_1.gguf', 'w8a8', 0.08],
  ['gemma-3-270m-q4_k_m.gguf', 'w8a8', 0.08],
] as const;

test.for(cases)(
  '%s in %s has the perplexity and the next token of llama.cpp',
  { timeout: 600_000 },
  async ([name, form, tolerance], { skip }) => {
    const path = join(folder, name);
    skip(ortSkipReason !== '' || !existsSync(path), ortSkipReason || 'needs ASSAY_TEST_MODELS');
    const { tokens, continued, perplexity: expected } = reference.real[name]!;
    const decoder = await openDecoder(await openAsBlob(path), form);
    const logits = await decoder.run(tokens);
    await decoder.close();
    expect(Math.abs(computePerplexity(tokens, logits) / expected - 1)).toBeLessThan(tolerance);
    expect(findMostLikely(logits.at(-1)!)).toBe(continued[0]);
  },
);

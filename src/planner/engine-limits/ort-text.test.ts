import { expect, test } from 'vitest';
import { unknownArchitecture } from '#core/model/model-facts.ts';
import { createSampleFacts } from '../sample-facts.fixture.ts';
import { findEngineLimit } from './index.ts';

const llama = { ...unknownArchitecture, name: 'llama' };
const tokenizer = { model: 'gpt2', vocabulary: 100 };

test.each([
  ['a decoder of the llama family', {}, null],
  [
    'another architecture',
    { architecture: { ...llama, name: 'mamba' } },
    { reason: 'architecture-not-converted', architecture: 'mamba' },
  ],
  [
    'a mixture of experts',
    { architecture: { ...llama, experts: { total: 8, used: 2 } } },
    { reason: 'experts-not-converted' },
  ],
  [
    'another tokenizer',
    { tokenizer: { ...tokenizer, model: 'bert' } },
    { reason: 'tokenizer-not-converted', tokenizer: 'bert' },
  ],
])('the limit of a GGUF file with %s names what cannot be converted', (_, facts, limit) => {
  const sample = createSampleFacts({ format: 'gguf', architecture: llama, tokenizer, ...facts });
  expect(findEngineLimit(sample, { engine: 'ort-text', device: 'wasm' })).toEqual(limit);
});

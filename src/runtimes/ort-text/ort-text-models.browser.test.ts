import { Ajv } from 'ajv';
import { describe, expect, inject, test } from 'vitest';
import { generateAnswer } from '../text-contract.fixture.ts';
import { readExpectedStory, fetchStoriesModel } from '../stories.fixture.ts';
import { createDecoderFiles } from './counting-decoder.fixture.ts';
import { ortText } from './index.ts';

const testData = inject('testData');

describe.skipIf(!testData)('real models (need ASSAY_TEST_DATA)', () => {
  test('stories260K in ONNX generates the same story as llama2.c', async () => {
    const session = await ortText.open(await createDecoderFiles(await fetchStoriesModel()), {
      devices: ['wasm'],
      threads: 1,
    });
    const result = await generateAnswer(session, { prompt: '', maxTokens: 200, temperature: 0 });
    expect(result.text.trim()).toBe(await readExpectedStory());
    expect(result).toMatchObject({ tokens: 200, promptTokens: 1, ended: 'length' });
    // Its header: 5 layers with 4 KV heads of size 8. Keys and values have 4 bytes.
    expect(session.facts).toMatchObject({ kvCacheBytes: 5 * 4 * 8 * 2 * session.facts.contextLength * 4 });
    await session.close();
  });

  test('answers of stories260K are JSON of a given schema, greedy or sampled', async () => {
    const jsonSchema = {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 12 },
        age: { type: 'integer' },
        friends: { type: 'array', items: { enum: ['Tim', 'Lily', 'Zoë'] }, maxItems: 3 },
      },
      required: ['name', 'age', 'friends'],
    };
    const isValid = new Ajv().compile(jsonSchema);
    const session = await ortText.open(await createDecoderFiles(await fetchStoriesModel()), {
      devices: ['wasm'],
      threads: 1,
    });
    for (const sampling of [{ temperature: 0 }, { temperature: 1.5, topK: 0, seed: 1 }]) {
      const { text, ended } = await generateAnswer(session, {
        prompt: 'Once',
        maxTokens: 400,
        jsonSchema,
        ...sampling,
      });
      expect(ended, text).toBe('model');
      expect(isValid(JSON.parse(text)), text).toBe(true);
    }
    await session.close();
  });

  test('a converted GGUF file generates the beginning of the story, until int8 weights choose another word', async () => {
    const files = new Map([['stories.gguf', await fetchStoriesModel()]]);
    const model = { id: 'stories.gguf', entry: 'stories.gguf', files };
    const session = await ortText.open(model, { devices: ['wasm'], threads: 1 });
    expect(session.facts).toMatchObject({ engine: 'ort-text', convertedTo: 'w8a8' });
    const result = await generateAnswer(session, { prompt: '', maxTokens: 16, temperature: 0 });
    expect(await readExpectedStory()).toMatch(result.text.trim());
    expect(result.text.length).toBeGreaterThan(40);
    await session.close();
  });
});

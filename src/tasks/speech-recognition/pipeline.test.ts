import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import type { Graph, InputAudio, Pipeline } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { definition } from './pipeline.ts';
import { roles } from './roles.ts';
import { buildTinyVoiceModel } from '../voice-activity/tiny-voice.fixture.ts';
import { createTinySpeechFiles, createTone } from './tiny-model.fixture.ts';
import type { Transcription } from './transcription.ts';

const files: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  ...createTinySpeechFiles(),
  'voice.onnx': buildTinyVoiceModel(),
};

async function openGraph(name: string): Promise<Graph> {
  const bytes = files[name]!;
  const session = await InferenceSession.create(bytes);
  const facts = await readFacts(toByteSource(bytes), name, new Map());
  return {
    facts: { inputs: facts.inputs, outputs: facts.outputs } as Graph['facts'],
    readHeader: async () => facts,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([input, { dtype, data, shape }]) => [
        input,
        new Tensor(dtype as 'float32', data as Float32Array, [...shape]),
      ]);
      const outputs = Object.entries(await session.run(Object.fromEntries(feeds)));
      const tensors = outputs.map(([output, { data, dims }]) => [output, { dtype: 'float32', shape: dims, data }]);
      return Object.fromEntries(tensors) as Tensors;
    },
  };
}

let pipeline: Pipeline<InputAudio, Transcription>;

beforeAll(async () => {
  env.wasm.numThreads = 1;
  pipeline = await bind({});
});

async function bind(voiceGraph: { readonly voiceActivity?: Graph }) {
  const encoder = await openGraph('encoder_model.onnx');
  const decoder = await openGraph('decoder_model_merged.onnx');
  const [tokenizer, generationConfig] = ['tokenizer.json', 'generation_config.json'].map((name) =>
    toByteSource(files[name]!),
  );
  return definition.bind({
    graphs: { encoder, decoder, ...voiceGraph },
    files: { tokenizer: tokenizer!, generationConfig: generationConfig! },
  });
}

// Expected texts: the rules of the tiny model, by hand. Its segment ends when the cache has seven tokens.

test('the language is detected and the audio is transcribed, each with an empty cache', async () => {
  const partial: string[] = [];
  const onPartial = ({ text }: Transcription) => partial.push(text);
  const result = await pipeline.run({ samples: createTone(300, 2) }, { onPartial });
  expect(result).toMatchObject({
    text: 'low low low',
    language: 'en',
    isLanguageDetected: true,
    durationS: 2,
    doneS: 2,
  });
  expect(result.segments).toEqual([
    expect.objectContaining({ startS: 0, endS: 1, text: 'low low low', temperature: 0 }),
  ]);
  expect(partial).toEqual(['low low low']);
  expect(await pipeline.run({ samples: createTone(4000, 2) }, {})).toMatchObject({ text: 'high high high' });
});

test('the text of a window is in the prompt of the next one', async () => {
  // The prompt of the second window fills the cache, so that its segment ends after one word.
  const samples = new Float32Array(35 * 16_000);
  samples.set(createTone(300, 30));
  samples.set(createTone(4000, 5), 30 * 16_000);
  const { text, segments } = await pipeline.run({ samples }, {});
  expect(text).toBe('low low low high');
  expect(segments.map(({ startS, endS }) => [startS, endS])).toEqual([
    [0, 1],
    [30, 31],
  ]);
});

test('with voice activity, only speech is transcribed, with times in the whole audio', async () => {
  const pipelineWithVoice = await bind({ voiceActivity: await openGraph('voice.onnx') });
  const samples = new Float32Array(50 * 16_000);
  samples.set(createTone(300, 5), 40 * 16_000);
  const { segments, durationS, doneS } = await pipelineWithVoice.run({ samples }, {});
  expect([durationS, doneS, segments.length]).toEqual([50, 50, 1]);
  expect(segments[0]).toMatchObject({ text: 'low low low' });
  expect(segments[0]!.startS).toBeCloseTo(39.6, 1); // 0.4 s before the speech
  expect(await pipelineWithVoice.run({ samples: samples.subarray(0, 160_000) }, {})).toMatchObject({
    text: '',
    language: null,
  });
});

test('a specified language is used; an unknown language is rejected with the languages of the model', async () => {
  const samples = createTone(300, 1);
  expect(await pipeline.run({ samples, language: 'de' }, {})).toMatchObject({
    language: 'de',
    isLanguageDetected: false,
    text: 'low low low',
  });
  await expect(pipeline.run({ samples, language: 'fr' }, {})).rejects.toMatchObject({
    code: 'input-invalid',
    facts: { reason: 'language-unknown', actual: 'fr', known: 'en, de' },
  });
});

test('graphs that are not the encoder or the merged decoder have no role', async () => {
  const decoder = (await openGraph('decoder_model_merged.onnx')).facts;
  const removeInput = (name: string) => ({ ...decoder, inputs: decoder.inputs.filter((input) => input.name !== name) });
  expect(roles.decoder.matches(decoder)).toBe(true);
  expect(roles.encoder.matches(decoder)).toBe(false);
  expect(roles.decoder.matches(removeInput('use_cache_branch'))).toBe(false);
  expect(roles.decoder.matches(removeInput('encoder_hidden_states'))).toBe(false);
  expect(roles.decoder.matches({ ...decoder, outputs: decoder.outputs.slice(0, 1) })).toBe(false);
});

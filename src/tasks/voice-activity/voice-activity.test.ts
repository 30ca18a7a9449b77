import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import type { Graph } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { readWavSamples } from '#sessions/audio/read-wav-samples.ts';
import { findSpeech, sileroOptions } from './find-speech.ts';
import { definition } from './pipeline.ts';
import { bindVoiceGraph } from './speech-probabilities.ts';
import { buildTinyVoiceModel } from './tiny-voice.fixture.ts';

beforeAll(() => {
  env.wasm.numThreads = 1;
});

async function openGraph(bytes: Uint8Array<ArrayBuffer>): Promise<Graph> {
  const session = await InferenceSession.create(bytes);
  const facts = await readFacts(toByteSource(bytes), 'voice.onnx', new Map());
  return {
    facts: {
      inputs: facts.inputs.map((input) => ({ ...input, shape: input.shape ?? [] })),
      outputs: facts.outputs.map((output) => ({ ...output, shape: output.shape ?? [] })),
    } as Graph['facts'],
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

// Expected: get_speech_timestamps in Silero's utils_vad.py, by hand. A window is 512 samples, 32 ms.
const createWindows = (...runs: readonly (readonly [count: number, probability: number])[]) =>
  Float32Array.from(runs.flatMap(([count, probability]) => Array.from({ length: count }, () => probability)));
const findRegions = (probabilities: Float32Array) =>
  findSpeech(probabilities, probabilities.length * 512, sileroOptions).map(({ start, end }) => [start, end]);

test('a pause of 100 ms ends a region, which is padded by 30 ms', () => {
  expect(findRegions(createWindows([10, 0.1], [20, 0.9], [10, 0.1]))).toEqual([[10 * 512 - 480, 30 * 512 + 480]]);
});

test('short pauses, and probabilities between the thresholds, do not end a region', () => {
  expect(findRegions(createWindows([10, 0.1], [10, 0.9], [3, 0.1], [10, 0.9], [9, 0.4], [10, 0.9], [10, 0]))).toEqual([
    [10 * 512 - 480, 52 * 512 + 480],
  ]);
});

test('regions of at most 250 ms are omitted, and the last region ends with the audio', () => {
  expect(findRegions(createWindows([5, 0.9], [10, 0.1]))).toEqual([]);
  expect(findRegions(createWindows([10, 0.1], [20, 0.9]))).toEqual([[10 * 512 - 480, 30 * 512]]);
});

test('a loud part of the audio is found by a graph with the inputs of Silero VAD', async () => {
  const pipeline = await definition.bind({ graphs: { model: await openGraph(buildTinyVoiceModel()) }, files: {} });
  const samples = Float32Array.from({ length: 48_000 }, (_, index) =>
    index >= 16_000 && index < 32_000 ? Math.sin(index) : 0,
  );
  const { regions, durationS, doneS } = await pipeline.run({ samples }, {});
  expect([durationS, doneS, regions.length]).toEqual([3, 3, 1]);
  expect(regions[0]!.startS).toBeCloseTo(0.97, 1);
  expect(regions[0]!.endS).toBeCloseTo(2.03, 1);
});

const testData = process.env['ASSAY_TEST_DATA'] ?? '';
const model = join(testData, 'onnx-audio', 'silero_vad.onnx');

test.skipIf(!testData || !existsSync(model))(
  'Silero VAD finds speech in 68% of the windows of a recording, and none in silence (needs ASSAY_TEST_DATA)',
  async () => {
    const compute = bindVoiceGraph(await openGraph(new Uint8Array(readFileSync(model))));
    const clip = join(testData, 'data-audio', 'jfk.wav');
    const probabilities = await compute(readWavSamples(new Uint8Array(readFileSync(clip)), clip));
    // Computed with onnxruntime in Python on the same file.
    const fraction = probabilities.filter((probability) => probability >= 0.5).length / probabilities.length;
    expect(fraction).toBeCloseTo(0.68, 2);
    expect(Math.max(...probabilities)).toBeCloseTo(1, 2);
    expect(Math.max(...(await compute(new Float32Array(16_000))))).toBeLessThan(0.01);
  },
);

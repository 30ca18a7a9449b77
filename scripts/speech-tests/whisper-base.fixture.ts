import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import type { Graph, InputAudio, Pipeline } from '#core/task/task.ts';
import { toSignature } from '#sessions/model-graphs.ts';
import { readWavSamples } from '#sessions/audio/read-wav-samples.ts';
import { definition } from '#tasks/speech-recognition/pipeline.ts';
import type { Transcription } from '#tasks/speech-recognition/transcription.ts';
import { openNative } from '../optimise-tests/native-ort.fixture.ts';

const testData = process.env['ASSAY_TEST_DATA'] ?? '';
export const whisperSkipReason = testData ? '' : ' (skipped: needs ASSAY_TEST_DATA)';
const folder = join(testData, 'real', 'whisper-base');

function readBytes(...path: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(testData, ...path)));
}

export const readWavFile = (path: string): Float32Array => readWavSamples(readBytes(path), path);

/**
 * The results of transformers, ctranslate2 and native onnxruntime for 60 clips; the field `about` of the file describes
 * them.
 */
export interface ExpectedTranscripts {
  readonly totals: { readonly wer_int8: number };
  readonly clips: readonly {
    readonly clip: string;
    readonly truth: string | null;
    readonly fp32: string;
    readonly int8: string;
  }[];
}

export const readExpectedTranscripts = (): ExpectedTranscripts =>
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedTranscripts;

async function openGraph(name: string): Promise<Graph> {
  const bytes = new Uint8Array(readFileSync(join(folder, 'onnx', name)));
  const { run } = await openNative(bytes);
  const readHeader = () => readFacts(toByteSource(bytes), name);
  return { facts: toSignature(await readHeader()), run, readHeader };
}

/** Opens Whisper base on native onnxruntime. */
export async function openWhisperBase(): Promise<Pipeline<InputAudio, Transcription>> {
  const file = (name: string) => new Blob([readFileSync(join(folder, name))]);
  return definition.bind({
    graphs: {
      encoder: await openGraph('encoder_model_quantized.onnx'),
      decoder: await openGraph('decoder_model_merged_quantized.onnx'),
    },
    files: {
      tokenizer: file('tokenizer.json'),
      tokenizerConfig: file('tokenizer_config.json'),
      generationConfig: file('generation_config.json'),
    },
  });
}

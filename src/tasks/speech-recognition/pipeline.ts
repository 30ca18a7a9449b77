import { AppError } from '#core/errors/error.ts';
import type { Graph, InputAudio, PipelineDefinition } from '#core/task/task.ts';
import { computeCharacterErrorRate } from '#metrics/edit-distance.ts';
import { readJsonFiles } from '../json-files.ts';
import { bindVoiceGraph } from '../voice-activity/speech-probabilities.ts';
import { computeLogMel } from './log-mel/log-mel.ts';
import { createFloatTensor } from './model/float-tensor.ts';
import { SpeechDecoder } from './model/speech-decoder.ts';
import { readVocabulary } from './model/vocabulary.ts';
import { readDecoderSignature, readEncoderInput, roles } from './roles.ts';
import { transcribe, type Recogniser } from './transcribe.ts';
import type { Transcription } from './transcription.ts';

/** Transcribes speech as Whisper does (https://arxiv.org/abs/2212.04356). */
export const definition: PipelineDefinition<InputAudio, Transcription> = {
  roles,

  async bind({ graphs: { encoder, decoder, voiceActivity }, files }) {
    if (!encoder || !decoder)
      throw new AppError('internal', { why: 'a speech task was bound without its encoder or decoder' });
    const signature = readDecoderSignature(decoder.facts);
    if (!signature) throw new AppError('internal', { why: 'a speech task was bound to a graph that is no decoder' });
    const recogniser: Recogniser = {
      encode: createEncoder(encoder),
      decoder: new SpeechDecoder(decoder, signature),
      vocabulary: readVocabulary(await readJsonFiles(files), findVocabularySize(decoder)),
      ...(voiceActivity && { computeSpeechProbabilities: bindVoiceGraph(voiceActivity) }),
    };
    return { run: (audio, options) => transcribe(recogniser, audio, options) };
  },

  /** 1 minus the character error rate. */
  score: (actual, expected) => Math.max(0, 1 - computeCharacterErrorRate(actual.text, expected.text)),
};

function createEncoder({ facts, run }: Graph): Recogniser['encode'] {
  const input = readEncoderInput(facts);
  if (!input) throw new AppError('internal', { why: 'a speech task was bound to a graph that is no encoder' });
  const { name, dtype, melCount, output } = input;
  return async (samples) => {
    const mels = computeLogMel(samples, melCount);
    const outputs = await run({ [name]: createFloatTensor(dtype, [1, melCount, mels.length / melCount], mels) });
    return outputs[output]!;
  };
}

/** Finds the size of the decoder's vocabulary; `null` if its graph does not state it. */
function findVocabularySize({ facts }: Graph): number | null {
  const count = facts.outputs.find(({ name }) => name === 'logits')?.shape.at(-1);
  return typeof count === 'number' ? count : null;
}

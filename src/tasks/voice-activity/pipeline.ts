import { AppError } from '#core/errors/error.ts';
import { audioSampleRate, type InputAudio, type PipelineDefinition } from '#core/task/task.ts';
import { findSpeech, sileroOptions, type SpeechRegion } from './find-speech.ts';
import { readVoiceSignature } from './roles.ts';
import { bindVoiceGraph, windowSamples } from './speech-probabilities.ts';
import type { VoiceActivity } from './voice-activity.ts';

/** Windows between two progress reports: 16 seconds of audio. Heuristic, not measured. */
const progressInterval = 500;

/** Finds speech with Silero VAD (https://github.com/snakers4/silero-vad). */
export const definition: PipelineDefinition<InputAudio, VoiceActivity> = {
  roles: { model: { matches: (graph) => readVoiceSignature(graph) !== null } },

  bind({ graphs: { model } }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const computeProbabilities = bindVoiceGraph(model);
    return {
      async run({ samples }, { onPartial }) {
        const probabilities = await computeProbabilities(samples, (done) => {
          if (done % progressInterval === 0) onPartial?.(toVoiceActivity([], samples.length, done * windowSamples));
        });
        return toVoiceActivity(findSpeech(probabilities, samples.length, sileroOptions), samples.length);
      },
    };
  },

  /** The fraction of the time in which both results have speech or both have none. */
  score(actual, expected) {
    const lengthS = Math.max(actual.durationS, expected.durationS);
    let sharedS = 0;
    for (const a of actual.regions)
      for (const b of expected.regions) sharedS += Math.max(0, Math.min(a.endS, b.endS) - Math.max(a.startS, b.startS));
    return lengthS === 0 ? 1 : 1 - (actual.speechS + expected.speechS - 2 * sharedS) / lengthS;
  },
};

function toVoiceActivity(regions: readonly SpeechRegion[], length: number, done = length): VoiceActivity {
  const toSeconds = (samples: number) => Math.round((samples * 1000) / audioSampleRate) / 1000;
  return {
    durationS: toSeconds(length),
    doneS: toSeconds(Math.min(done, length)),
    speechS: toSeconds(regions.reduce((sum, { start, end }) => sum + end - start, 0)),
    regions: regions.map(({ start, end }) => ({ startS: toSeconds(start), endS: toSeconds(end) })),
  };
}

import type { Task } from '#core/task/task.ts';
import type { Transcription } from './transcription.ts';

export const speechRecognition: Task<Transcription, 'audio'> = {
  input: 'audio',
  view: 'speech',
  demoModel: null,
  hubSearch: { pipeline_tag: 'automatic-speech-recognition', search: 'whisper' },
  files: {
    tokenizer: { namePattern: /^tokenizer\.json$/i },
    tokenizerConfig: { isOptional: true, namePattern: /^tokenizer_config\.json$/i },
    generationConfig: { namePattern: /^generation_config\.json$/i },
  },
  /** One row for each segment; times in seconds from the start. */
  table: {
    columns: ['start', 'end', 'text', 'log_probability', 'no_speech_probability'],
    toRows: ({ segments }) =>
      segments.map(({ startS, endS, text, averageLogProbability, noSpeechProbability }) => [
        startS,
        endS,
        text,
        averageLogProbability,
        noSpeechProbability,
      ]),
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};

import type { Task } from '#core/task/task.ts';
import type { VoiceActivity } from './voice-activity.ts';

export const voiceActivity: Task<VoiceActivity, 'audio'> = {
  input: 'audio',
  view: 'voice',
  demoModel: null,
  hubSearch: { search: 'silero-vad' },
  /** One row for each region; times in seconds from the start. */
  table: {
    columns: ['start', 'end'],
    toRows: ({ regions }) => regions.map(({ startS, endS }) => [startS, endS]),
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
};

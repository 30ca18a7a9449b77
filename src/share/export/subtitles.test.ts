import { expect, test } from 'vitest';
import type { Transcription } from '#tasks/speech-recognition/transcription.ts';
import { formatClockTime, transcriptFormats } from './subtitles.ts';

const quality = { averageLogProbability: -0.1, noSpeechProbability: 0, compressionRatio: 1, temperature: 0 };
const transcription: Transcription = {
  text: 'One. A & B <i>.',
  language: 'en',
  isLanguageDetected: true,
  durationS: 4000,
  doneS: 4000,
  segments: [
    { startS: 0, endS: 1.24, text: 'One.', ...quality },
    { startS: 3661.5, endS: 3999.9996, text: 'A & B <i>.', ...quality },
  ],
};

// Written by hand from the specifications of the formats.
test('a transcription is written as SubRip, WebVTT and plain text', () => {
  const { srt, vtt, txt } = transcriptFormats;
  expect(srt.write(transcription)).toBe(
    '1\n00:00:00,000 --> 00:00:01,240\nOne.\n\n2\n01:01:01,500 --> 01:06:40,000\nA & B <i>.\n\n',
  );
  expect(vtt.write(transcription)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.240\nOne.\n\n01:01:01.500 --> 01:06:40.000\nA &amp; B &lt;i&gt;.\n\n',
  );
  expect(txt.write(transcription)).toBe('One. A & B <i>.\n');
});

test('times have the format of media players', () => {
  expect([0, 65.9, 3605].map(formatClockTime)).toEqual(['0:00', '1:05', '1:00:05']);
});

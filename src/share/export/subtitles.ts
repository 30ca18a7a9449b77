import type { Transcription } from '#tasks/speech-recognition/transcription.ts';

/** The file types of a transcription, by extension. */
export const transcriptFormats = {
  srt: { type: 'application/x-subrip', write: toSrt },
  vtt: { type: 'text/vtt', write: toVtt },
  txt: { type: 'text/plain', write: ({ text }: Transcription) => `${text}\n` },
} as const;

export type TranscriptFormat = keyof typeof transcriptFormats;

/** Formats SubRip: numbered cues with a comma before the milliseconds. */
function toSrt({ segments }: Transcription): string {
  return segments
    .map(
      ({ startS, endS, text }, index) =>
        `${index + 1}\n${formatCueTime(startS, ',')} --> ${formatCueTime(endS, ',')}\n${text}\n\n`,
    )
    .join('');
}

/** Formats WebVTT (https://www.w3.org/TR/webvtt1/). */
function toVtt({ segments }: Transcription): string {
  const cues = segments.map(
    ({ startS, endS, text }) =>
      `${formatCueTime(startS, '.')} --> ${formatCueTime(endS, '.')}\n${escapeMarkup(text)}\n\n`,
  );
  return `WEBVTT\n\n${cues.join('')}`;
}

const escapeMarkup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function formatCueTime(timeSeconds: number, separator: string): string {
  const ms = Math.round(timeSeconds * 1000);
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  const padded = [hours, minutes, seconds].map((part) => String(part).padStart(2, '0')).join(':');
  return `${padded}${separator}${String(ms % 1000).padStart(3, '0')}`;
}

/** Formats a time as in media players: `1:05`, or `1:00:05` from one hour. */
export function formatClockTime(timeSeconds: number): string {
  const wholeSeconds = Math.floor(timeSeconds);
  const [hours, minutes, seconds] = [
    Math.floor(wholeSeconds / 3600),
    Math.floor(wholeSeconds / 60) % 60,
    wholeSeconds % 60,
  ];
  const padNumber = (part: number) => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${padNumber(minutes)}:${padNumber(seconds)}` : `${minutes}:${padNumber(seconds)}`;
}

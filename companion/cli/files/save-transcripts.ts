import { mkdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { transcriptFormats } from '#share/export/subtitles.ts';
import type { Transcription } from '#tasks/speech-recognition/transcription.ts';
import { toUniqueNames } from './unique-names.ts';

interface TranscriptionSummary {
  readonly inputs: readonly { readonly file: string; readonly result?: Transcription }[];
}

/** Writes the transcript of every audio file to `folder` as `<name>.srt`, `.vtt` and `.txt`. */
export function saveTranscripts(result: unknown, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const transcripts = (result as TranscriptionSummary).inputs.flatMap(({ file, result: transcription }) =>
    transcription ? [{ name: parse(file).name, transcription }] : [],
  );
  const names = toUniqueNames(transcripts.map(({ name }) => name)); // files in different folders may share a name
  for (const [index, { transcription }] of transcripts.entries())
    for (const [extension, { write }] of Object.entries(transcriptFormats))
      writeFileSync(join(folder, `${names[index]!}.${extension}`), write(transcription));
}

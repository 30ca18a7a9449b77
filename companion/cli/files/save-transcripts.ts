import { mkdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { transcriptFormats } from '#share/export/subtitles.ts';
import type { Transcription } from '#tasks/speech-recognition/transcription.ts';

interface Transcripts {
  readonly inputs: readonly { readonly file: string; readonly result?: Transcription }[];
}

/** Writes the transcript of every audio file to `folder` as `<name>.srt`, `.vtt` and `.txt`. */
export function saveTranscripts(result: unknown, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const counts = new Map<string, number>();
  for (const { file, result: transcription } of (result as Transcripts).inputs) {
    if (!transcription) continue;
    const { name } = parse(file);
    const count = (counts.get(name) ?? 0) + 1; // files in different folders may share a name
    counts.set(name, count);
    for (const [ending, { write }] of Object.entries(transcriptFormats))
      writeFileSync(join(folder, `${name}${count > 1 ? `-${count}` : ''}.${ending}`), write(transcription));
  }
}

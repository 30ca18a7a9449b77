import { describe, expect, test } from 'vitest';
import { countEdits } from '#metrics/edit-distance.ts';
import {
  readExpectedTranscripts,
  openWhisperBase,
  readWavFile,
  whisperSkipReason,
} from '../../../scripts/speech-tests/whisper-base.fixture.ts';
import { ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';

const skipReason = whisperSkipReason || ortSkipReason;
const hour = { timeout: 3_600_000 };

/** Splits text into words in the same way as the file with the expected values. */
const splitWords = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9']+/g, ' ')
    .trim()
    .split(' ');

describe.skipIf(skipReason)(`Whisper base on native onnxruntime${skipReason}`, () => {
  test('the word error rate of 60 clips is within one percentage point of transformers', hour, async () => {
    const { clips, totals } = readExpectedTranscripts();
    const whisper = await openWhisperBase();
    let [edits, words, differing] = [0, 0, 0];
    for (const { clip, truth, int8 } of clips) {
      const { text } = await whisper.run({ samples: readWavFile(clip), language: 'en' }, {});
      if (truth === null) continue;
      const editCounts = countEdits(splitWords(truth), splitWords(text));
      edits += editCounts.edits;
      words += editCounts.length;
      differing += countEdits(splitWords(int8), splitWords(text)).edits;
    }
    console.info(`WER ${edits / words}, reference ${totals.wer_int8}, words that differ from it ${differing / words}`);
    expect(edits / words).toBeLessThan(totals.wer_int8 + 0.01);
  });

  test('a minute is transcribed window by window, with segments in chronological order', hour, async () => {
    const whisper = await openWhisperBase();
    const samples = readWavFile('data-audio/silero_test.wav');
    const reportedDurations: number[] = [];
    const { text, language, segments } = await whisper.run(
      { samples },
      { onPartial: ({ doneS }) => reportedDurations.push(doneS) },
    );
    expect(language).toBe('en');
    // The words that are audible in the recording, an English lecture.
    expect(text).toMatch(/How do I get to Dublin/i);
    expect(text).toMatch(/Thomas Piketty.*4% global wealth tax/);
    const times = segments.flatMap(({ startS, endS }) => [startS, endS]);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(segments.at(-1)!.endS).toBeLessThanOrEqual(60);
    expect(reportedDurations).toEqual(reportedDurations.toSorted((a, b) => a - b));
    expect(new Set(reportedDurations).size).toBeGreaterThan(2);
  });
});

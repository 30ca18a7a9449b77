import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, test } from 'vitest';
import { openVideo } from './decode-video.ts';
import { createGreyVideo } from '../tests/grey-video.fixture.ts';
import { annotateVideo } from './annotate-video.ts';

const times = [0, 0.1, 0.2, 0.3];
const box = { x: 8, y: 8, width: 48, height: 32 };

test('an annotated video has all frames, the audio, and each label from its time on', async () => {
  const file = await createGreyVideo(times, { hasSound: true });
  const progress: number[] = [];
  const label = { text: 'person', colour: 'rgb(255 0 0)', box };
  const { video, extension, lostAudio } = await annotateVideo(
    file,
    [
      { timeSeconds: 0, labels: [] },
      { timeSeconds: 0.2, labels: [label] },
    ],
    (fraction) => progress.push(fraction),
  );
  expect(lostAudio).toEqual([]);
  expect(['.mp4', '.webm']).toContain(extension);
  expect(progress.at(-1)).toBeCloseTo(1, 1);

  const decoded = await openVideo(video);
  const hasLabel: boolean[] = [];
  for (let frame = await decoded.next(); frame; frame = await decoded.next()) {
    expect(frame.timeSeconds).toBeCloseTo(times[hasLabel.length]!, 2);
    // A pixel on the left edge of the box, whose outline is red and at least two pixels wide.
    const [red = 0, green = 0] = frame.image.readRgba(64, 48).subarray(4 * (30 * 64 + 8));
    hasLabel.push(red - green > 60);
    frame.close();
  }
  await decoded.close();
  expect(hasLabel).toEqual([false, false, true, true]);

  using input = new Input({ formats: ALL_FORMATS, source: new BlobSource(video) });
  const audio = await input.getPrimaryAudioTrack();
  expect(await audio?.computeDuration()).toBeCloseTo(0.5, 1);
  expect(await new EncodedPacketSink(audio!).getFirstPacket()).not.toBeNull();
});

test('a file that is not a video is rejected with its name', async () => {
  await expect(annotateVideo(new File(['text'], 'notes.mp4'), [], () => {})).rejects.toMatchObject({
    code: 'file-unreadable',
    facts: { file: 'notes.mp4', reason: 'not-a-video' },
  });
});

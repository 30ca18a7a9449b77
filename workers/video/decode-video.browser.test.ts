import { describe, expect, test } from 'vitest';
import { createGreyVideo } from '../tests/grey-video.fixture.ts';
import { openVideo } from './decode-video.ts';

/** Decodes the time and grey level of each frame. */
async function decodeFrames(file: File): Promise<[timeSeconds: number, level: number][]> {
  const video = await openVideo(file);
  const frames: [number, number][] = [];
  for (let frame = await video.next(); frame; frame = await video.next()) {
    frames.push([frame.timeSeconds, frame.image.readRgba(8, 6)[0]!]);
    frame.close();
  }
  await video.close();
  return frames;
}

describe('a video file', () => {
  test('is decoded frame by frame, in order, at the times of a variable frame rate', async () => {
    const times = [0, 0.1, 0.15, 0.4, 0.45];
    const frames = await decodeFrames(await createGreyVideo(times));
    expect(frames).toHaveLength(times.length);
    frames.forEach(([time, level], frame) => {
      expect(time).toBeCloseTo(times[frame]!, 3);
      expect(Math.abs(level - (40 * frame + 20))).toBeLessThan(6);
    });
  });

  test('reports its size, duration and codec', async () => {
    const video = await openVideo(await createGreyVideo([0, 0.1, 0.2], { codec: 'vp9' }));
    expect(video.facts).toMatchObject({ width: 64, height: 48, codec: 'vp9' });
    // WebM does not specify the duration of the last frame.
    expect(video.facts.durationSeconds).toBeGreaterThanOrEqual(0.2);
    expect(video.facts.durationSeconds).toBeLessThan(0.31);
    await video.close();
  });

  test('is drawn at a requested size, or a region of it', async () => {
    const video = await openVideo(await createGreyVideo([0]));
    const frame = (await video.next())!;
    expect(frame.image).toMatchObject({ width: 64, height: 48 });
    expect(frame.image.readRgba(32, 24, { left: 4, top: 2, width: 5, height: 3 })).toHaveLength(4 * 5 * 3);
    frame.close();
    await video.close();
  });

  test.each([
    ['is not a video', 'video.mp4', 'no video', 'not-a-video'],
    ['is empty', 'empty.webm', '', 'not-a-video'],
  ])('that %s is rejected with its name', async (_, name, content, reason) => {
    await expect(openVideo(new File([content], name))).rejects.toMatchObject({
      code: 'file-unreadable',
      facts: { file: name, reason },
    });
  });

  test('that is truncated yields its first frames or is rejected', async () => {
    const video = await createGreyVideo([0, 0.1, 0.2, 0.3, 0.4]);
    const cut = new File([video.slice(0, video.size - 200)], 'cut.webm');
    const outcome = await decodeFrames(cut).catch((thrown: unknown) => thrown);
    if (Array.isArray(outcome)) expect(outcome.length).toBeLessThanOrEqual(5);
    else expect(outcome).toMatchObject({ code: 'file-unreadable', facts: { file: 'cut.webm' } });
  });
});

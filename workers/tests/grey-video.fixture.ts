import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  CanvasSource,
  Output,
  QUALITY_HIGH,
  WebMOutputFormat,
  type VideoCodec,
} from 'mediabunny';

/** Frames per second. */
const frameRate = 10;

/** Creates half a second of a 440 Hz tone. */
function createTone(): AudioSample {
  const data = Float32Array.from(
    { length: 24_000 },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * index) / 48_000),
  );
  return new AudioSample({ data, format: 'f32', numberOfChannels: 1, sampleRate: 48_000, timestamp: 0 });
}

/**
 * Creates a WebM video of 64 × 48 pixels whose frame n has grey level 40 n + 20.
 * @param times presentation times of the frames in seconds
 */
export async function createGreyVideo(
  times: readonly number[],
  { codec = 'vp8' as VideoCodec, hasSound = false } = {},
): Promise<File> {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d')!;
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const video = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(video);
  const audio = hasSound ? new AudioSampleSource({ codec: 'opus', quality: QUALITY_HIGH }) : null;
  if (audio) output.addAudioTrack(audio);
  await output.start();
  for (const [frame, time] of times.entries()) {
    context.fillStyle = `rgb(${40 * frame + 20} ${40 * frame + 20} ${40 * frame + 20})`;
    context.fillRect(0, 0, 64, 48);
    await video.add(time, (times[frame + 1] ?? time + 1 / frameRate) - time);
  }
  await audio?.add(createTone());
  await output.finalize();
  return new File([target.buffer!], 'video.webm', { type: 'video/webm' });
}

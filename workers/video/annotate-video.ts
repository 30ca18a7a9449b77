import {
  ALL_FORMATS,
  BlobSource,
  BufferTarget,
  CanvasSource,
  Conversion,
  getFirstEncodableVideoCodec,
  Input,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  VideoSampleSink,
  WebMOutputFormat,
  type OutputFormat,
  type VideoCodec,
} from 'mediabunny';
import type { AnnotatedVideo, FrameLabels } from '#bridge/video-contract.ts';
import { AppError } from '#core/errors/error.ts';
import { paintLabels } from '#drawing/annotate.ts';
import { findDecodableTrack } from './decodable-track.ts';

/** Timestamps of a file are rounded to its own clock. */
const roundingSeconds = 0.002;
/** How long the last frame is shown if the file does not state it, as WebM does not: at 25 frames per second. */
const lastFrameSeconds = 1 / 25;

/** As `VideoWorker.annotate`. */
export async function annotateVideo(
  file: File,
  frames: readonly FrameLabels[],
  onProgress: (fraction: number) => void,
): Promise<AnnotatedVideo> {
  using input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  const track = await findDecodableTrack(input, file.name);
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const durationSeconds = await track.computeDuration();
  const { format, codec } = await createOutput({ width, height });
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const written = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(written);
  // Copies the sound, or encodes it again if the format has no place for its codec.
  const sound = await Conversion.init({
    input,
    output,
    tracks: 'primary',
    video: { discard: true },
    trim: { start: 0 }, // so that times remain those of the file
    composable: true,
    showWarnings: false,
  });
  await output.start();

  const writeFrames = async () => {
    const labelsAt = orderLabels(frames);
    for await (using sample of new VideoSampleSink(track).samples(0)) {
      sample.draw(context, 0, 0, width, height);
      paintLabels(context, labelsAt(sample.timestamp));
      await written.add(Math.max(0, sample.timestamp), sample.duration || lastFrameSeconds);
      onProgress(Math.min(1, (sample.timestamp + sample.duration) / durationSeconds));
    }
    written.close();
  };
  await Promise.all([writeFrames(), sound.execute()]).catch((thrown: unknown) => {
    throw new AppError('video-not-saved', { why: String(thrown) }, { cause: thrown });
  });
  await output.finalize();
  const lostAudio = sound.discardedTracks.flatMap(({ track: lost }) =>
    lost.isAudioTrack() ? [lost.codec ?? String(lost.internalCodecId)] : [],
  );
  return {
    video: new Blob([target.buffer!], { type: await output.getMimeType() }),
    extension: format.fileExtension,
    lostAudio,
  };
}

/** MP4 with H.264, which plays everywhere, where this browser encodes it; otherwise WebM. */
async function createOutput(size: {
  readonly width: number;
  readonly height: number;
}): Promise<{ readonly format: OutputFormat; readonly codec: VideoCodec }> {
  const avc = await getFirstEncodableVideoCodec(['avc'], size);
  if (avc) return { format: new Mp4OutputFormat(), codec: avc };
  const codec = await getFirstEncodableVideoCodec(['vp9', 'vp8', 'av1'], size);
  if (codec) return { format: new WebMOutputFormat(), codec };
  throw new AppError('video-not-saved', { reason: 'no-video-encoder', ...size });
}

/** The labels of the last frame that starts at or before a time, for increasing times. */
function orderLabels(frames: readonly FrameLabels[]) {
  let at = -1;
  return (timeSeconds: number) => {
    while (at + 1 < frames.length && frames[at + 1]!.timeSeconds <= timeSeconds + roundingSeconds) at++;
    return frames[at]?.labels ?? [];
  };
}

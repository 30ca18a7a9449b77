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

/** Tolerance for timestamps, which files round to their time base. Heuristic, not measured. */
const toleranceSeconds = 0.002;
/** Duration of the last frame if the file does not specify it, as in WebM: 25 frames per second. */
const lastFrameSeconds = 1 / 25;

/** See `VideoWorker.annotate`. */
export async function annotateVideo(
  file: File,
  frames: readonly FrameLabels[],
  onProgress: (fraction: number) => void,
): Promise<AnnotatedVideo> {
  using input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  const track = await findDecodableTrack(input, file.name);
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const durationSeconds = await track.computeDuration();
  const { format, codec } = await chooseFormat({ width, height });
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const videoSource = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(videoSource);
  // Copies the audio, or encodes it again if the format does not support its codec.
  const audioConversion = await Conversion.init({
    input,
    output,
    tracks: 'primary',
    video: { discard: true },
    trim: { start: 0 }, // keeps the timestamps of the original file
    composable: true,
    showWarnings: false,
  });
  await output.start();

  const writeFrames = async () => {
    const getLabels = createLabelCursor(frames);
    for await (using sample of new VideoSampleSink(track).samples(0)) {
      sample.draw(context, 0, 0, width, height);
      paintLabels(context, getLabels(sample.timestamp));
      await videoSource.add(Math.max(0, sample.timestamp), sample.duration || lastFrameSeconds);
      onProgress(Math.min(1, (sample.timestamp + sample.duration) / durationSeconds));
    }
    videoSource.close();
  };
  await Promise.all([writeFrames(), audioConversion.execute()]).catch((thrown: unknown) => {
    throw new AppError('video-not-saved', { why: String(thrown) }, { cause: thrown });
  });
  await output.finalize();
  const lostAudio = audioConversion.discardedTracks.flatMap(({ track: discarded }) =>
    discarded.isAudioTrack() ? [discarded.codec ?? String(discarded.internalCodecId)] : [],
  );
  return {
    video: new Blob([target.buffer!], { type: await output.getMimeType() }),
    extension: format.fileExtension,
    lostAudio,
  };
}

/** Chooses MP4 with H.264, which most players support, or WebM if this browser cannot encode H.264. */
async function chooseFormat(size: {
  readonly width: number;
  readonly height: number;
}): Promise<{ readonly format: OutputFormat; readonly codec: VideoCodec }> {
  const avc = await getFirstEncodableVideoCodec(['avc'], size);
  if (avc) return { format: new Mp4OutputFormat(), codec: avc };
  const codec = await getFirstEncodableVideoCodec(['vp9', 'vp8', 'av1'], size);
  if (codec) return { format: new WebMOutputFormat(), codec };
  throw new AppError('video-not-saved', { reason: 'no-video-encoder', ...size });
}

/** Creates a function that returns the labels at a time; it must be called with increasing times. */
function createLabelCursor(frames: readonly FrameLabels[]) {
  let index = -1;
  return (timeSeconds: number) => {
    while (index + 1 < frames.length && frames[index + 1]!.timeSeconds <= timeSeconds + toleranceSeconds) index++;
    return frames[index]?.labels ?? [];
  };
}

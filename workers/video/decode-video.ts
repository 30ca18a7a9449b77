import { ALL_FORMATS, BlobSource, Input, VideoSampleSink, type VideoSample } from 'mediabunny';
import { AppError } from '#core/errors/error.ts';
import type { InputImage } from '#core/task/task.ts';
import type { VideoFacts } from '#core/task/video.ts';
import { getContext } from '../session/decode-image.ts';
import { findDecodableTrack } from './decodable-track.ts';

/** A decoded frame. `close` frees its pixels. */
export interface DecodedFrame {
  readonly timeSeconds: number;
  readonly image: InputImage;
  close(): void;
}

/** An open video file. `close` stops its decoder. */
export interface OpenedVideo {
  readonly facts: VideoFacts;
  /** Decodes the next frame in presentation order; `null` after the last frame. The decoder waits for the caller. */
  next(): Promise<DecodedFrame | null>;
  close(): Promise<void>;
}

/**
 * Opens a video that the browser's WebCodecs can decode.
 * @throws AppError file-unreadable
 */
export async function openVideo(file: Blob): Promise<OpenedVideo> {
  const name = file instanceof File ? file.name : 'video';
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  try {
    const track = await findDecodableTrack(input, name);
    const samples = new VideoSampleSink(track).samples(0);
    return {
      facts: {
        width: await track.getDisplayWidth(),
        height: await track.getDisplayHeight(),
        durationSeconds: await track.computeDuration(),
        codec: (await track.getCodec()) ?? '',
      },
      async next() {
        try {
          const { value } = await samples.next();
          return value ? toFrame(value) : null;
        } catch (thrown) {
          throw new AppError('file-unreadable', { file: name, why: String(thrown) }, { cause: thrown });
        }
      },
      async close() {
        await samples.return();
        input.dispose();
      },
    };
  } catch (thrown) {
    input.dispose();
    throw thrown;
  }
}

function toFrame(sample: VideoSample): DecodedFrame {
  return {
    timeSeconds: sample.timestamp,
    image: {
      width: sample.displayWidth,
      height: sample.displayHeight,
      readRgba(width, height, region = { left: 0, top: 0, width, height }) {
        const context = getContext(region.width, region.height);
        sample.draw(context, -region.left, -region.top, width, height);
        return context.getImageData(0, 0, region.width, region.height).data;
      },
    },
    close: () => sample.close(),
  };
}

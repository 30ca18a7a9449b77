import type { Input, InputVideoTrack } from 'mediabunny';
import { AppError } from '#core/errors/error.ts';

/**
 * Finds the video track of a file, which this browser must be able to decode.
 * @param file name for errors
 * @throws AppError file-unreadable
 */
export async function findDecodableTrack(input: Input, file: string): Promise<InputVideoTrack> {
  const track = await input.getPrimaryVideoTrack().catch((thrown: unknown) => {
    throw new AppError('file-unreadable', { file, reason: 'not-a-video' }, { cause: thrown });
  });
  if (!track) throw new AppError('file-unreadable', { file, reason: 'no-video-track' });
  if (await track.canDecode()) return track;
  const codec = (await track.getCodecParameterString()) ?? (await track.getCodec()) ?? 'unknown';
  throw new AppError('file-unreadable', { file, reason: 'video-codec', codec });
}

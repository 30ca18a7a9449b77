import { rejectOnAbort } from '#core/delay.ts';
import { createAbortableCallback, type CallOptions } from './call-options.ts';
import { spawnWorker } from './spawn-worker.ts';
import type { AnnotatedVideo, FrameLabels } from './video-contract.ts';

/**
 * Draws labels on a video in a separate worker, which aborting terminates.
 * @throws AppError from `VideoWorker.annotate` | aborted | worker-died
 */
export async function annotateVideo(
  file: File,
  frames: readonly FrameLabels[],
  { signal, onProgress }: CallOptions & { readonly onProgress?: (fraction: number) => void } = {},
): Promise<AnnotatedVideo> {
  const { remote, died, terminate } = spawnWorker('video');
  const stop = signal ? AbortSignal.any([signal, died]) : died;
  try {
    return await rejectOnAbort(stop, remote.annotate(file, frames, createAbortableCallback(onProgress, stop)));
  } finally {
    terminate();
  }
}

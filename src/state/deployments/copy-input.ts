import type { TaskInput } from '#bridge/session-contract.ts';

/**
 * Copies an input for a second run. A Blob is returned as it is, because running it does not transfer it to the worker.
 */
export async function copyInput(input: TaskInput): Promise<TaskInput> {
  if (input instanceof Blob) return input;
  if (input instanceof ImageBitmap) return createImageBitmap(input);
  if (input instanceof ImageData) return new ImageData(input.data.slice(), input.width, input.height);
  if ('audio' in input && input.audio instanceof Float32Array) return { ...input, audio: input.audio.slice() };
  return input;
}

/** Returns the file size of an input in bytes; `null` for frames, drawings, samples and texts. */
export function getInputBytes(input: TaskInput): number | null {
  if (input instanceof Blob) return input.size;
  return 'audio' in input && input.audio instanceof Blob ? input.audio.size : null;
}

import { AppError } from '#core/error.ts';
import { sourceOf } from '#formats/byte-source.ts';
import { tflite } from '#formats/tflite/index.ts';

/**
 * Refuses a model with an output whose size no input decides: it is known only while the model runs. The engine would
 * set aside what the file states (a 1 for every free size) and write past its end, into its own memory.
 * @throws AppError model-unsupported | model-corrupt
 */
export async function refuseUnsized(model: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { inputs, outputs } = await tflite.readFacts(sourceOf(bytes), model);
  const isFree = (axis: number) => inputs.some(({ shape }) => shape?.[axis] === null);
  const unsized = outputs.find(({ shape }) => shape?.some((size, axis) => size === null && !isFree(axis)));
  if (!unsized) return;
  const shape = unsized.shape?.map((size) => size ?? '?').join(', ') ?? '';
  const facts = { model, output: unsized.name, shape };
  throw new AppError('model-unsupported', { ...facts, reason: 'output-size-unknown' });
}

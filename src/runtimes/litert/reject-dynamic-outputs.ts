import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { tflite } from '#formats/tflite/index.ts';
import { formatShape, findUnsizedOutput } from '#formats/tflite/unsized-output.ts';

/**
 * Rejects a model with an output whose shape is known only at run time. The engine would allocate the shape in the file
 * (1 for every free dimension) and write past the end of the buffer, corrupting its heap.
 * @throws AppError model-unsupported | model-corrupt
 */
export async function rejectDynamicOutputs(model: string, file: ByteSource): Promise<void> {
  const output = findUnsizedOutput(await tflite.readFacts(file, model));
  if (!output) return;
  const facts = { model, output: output.name, shape: formatShape(output) };
  throw new AppError('model-unsupported', { ...facts, reason: 'output-size-unknown' });
}

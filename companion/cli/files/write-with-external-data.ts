import { basename } from 'node:path';
import { moveToExternalData } from '#formats/onnx/external-data.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { writeFilesAtomically } from './write-parts.ts';

/** Returns the paths of a written model: of the graph, and of its weights if they are separate. */
export const listOutputPaths = (out: string) => [out, `${out}.data`] as const;

/**
 * Writes a model with its weights in a separate file, `<out>.data`.
 * @returns the SHA-256 of the model file
 */
export async function writeWithExternalData(model: OnnxModel, out: string, signal: AbortSignal): Promise<string> {
  const [, weights] = listOutputPaths(out);
  const location = basename(weights);
  const { model: graph, data } = moveToExternalData(model, location);
  const files = [
    [weights, data],
    [out, encodeOnnx(graph)],
  ] as const;
  const [, sha256] = await writeFilesAtomically(files, signal);
  return sha256!;
}

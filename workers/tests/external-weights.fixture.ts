import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { openSession } from '#bridge/session-handle.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { moveToExternalData, referenceExternalData } from '#formats/onnx/external-data.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readChunks, readParts, type FileParts } from '#formats/file-parts.ts';

/** Runs a model once in a session worker, on seeded inputs by default. */
export async function runModelFiles(files: readonly File[], inputs?: Tensors): Promise<Tensors> {
  const subject = { kind: 'files', files } as const;
  const session = await openSession({ subject, engine: 'ort', options: { devices: ['wasm'], threads: 1 } });
  try {
    return await session.run(inputs ?? createSeededInputs(session.opened.facts.inputs));
  } finally {
    session.close();
  }
}

async function toFile(parts: FileParts, name: string): Promise<File> {
  const chunks: BlobPart[] = [];
  for await (const chunk of readChunks(parts)) chunks.push(chunk.slice());
  return new File(chunks, name);
}

/** The outputs of a model with its weights in different files. */
interface OutputsByLayout {
  /** The outputs of the unchanged file. */
  readonly inline: Tensors;
  /** The outputs with all weights above 64 bytes read from the original file. */
  readonly referenced: Tensors;
  /** The outputs with these weights moved to an external data file. */
  readonly moved: Tensors;
}

/** Runs a model with three layouts of its weights. */
export async function runAllLayouts(file: File): Promise<OutputsByLayout> {
  const model = await openOnnx(file, 64);
  const graph = new File([await readParts(encodeOnnx(referenceExternalData(model, file, 'weights')))], 'split.onnx');
  const split = moveToExternalData(model, 'moved.onnx.data', 64);
  const moved = [await toFile(encodeOnnx(split.model), 'moved.onnx'), await toFile(split.data, 'moved.onnx.data')];
  for (const { size } of [graph, moved[0]!]) if (size >= file.size) throw new Error('the weights were not moved');
  return {
    inline: await runModelFiles([file]),
    referenced: await runModelFiles([graph, new File([file], 'weights')]),
    moved: await runModelFiles(moved),
  };
}

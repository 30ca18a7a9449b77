import { AppError } from '#core/error.ts';
import type { ByteSource, ModelFiles } from '#core/model.ts';

/** @throws AppError model-corrupt where the graph is not among the files */
export async function graphOf(model: ModelFiles): Promise<Uint8Array> {
  const entry = model.files.get(model.entry);
  if (!entry) throw new AppError('model-corrupt', { format: 'onnx', why: `${model.entry} is missing` });
  return entry instanceof Uint8Array ? entry : new Uint8Array(await entry.arrayBuffer());
}

/** Weights beside the graph. A Blob goes as it is: the library reads it when it needs it. */
export function externalDataOf(model: ModelFiles): Promise<{ path: string; data: Uint8Array | Blob }[]> {
  const siblings = [...model.files].filter(([name]) => name !== model.entry);
  return Promise.all(siblings.map(async ([path, bytes]) => ({ path, data: await dataOf(bytes) })));
}

async function dataOf(bytes: Uint8Array | ByteSource): Promise<Uint8Array | Blob> {
  return bytes instanceof Uint8Array || bytes instanceof Blob ? bytes : new Uint8Array(await bytes.arrayBuffer());
}

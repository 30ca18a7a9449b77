import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';

/** Base URL under which the engine requests a model's files. It is never fetched. */
export const modelBaseUrl = 'https://model.invalid/resolve/main/';

/**
 * Makes the engine read `model` instead of the network, by replacing `caches` in the session's worker. The engine calls
 * `match`, and `add` on a miss, which would download the file. Nothing is stored twice, and the error names the missing
 * file.
 */
export function redirectCacheToFiles(model: ModelFiles): void {
  const cache = {
    match: async (request: Request) => toResponse(model, toFileName(request)),
    add: async (request: Request) => {
      throw new AppError('model-corrupt', { format: 'mlc', reason: 'file-missing', file: toFileName(request) });
    },
    keys: async () => [...model.files.keys()].map((name) => new Request(modelBaseUrl + name)),
    delete: async () => false,
  };
  Object.defineProperty(globalThis, 'caches', { configurable: true, value: { open: async () => cache } });
}

function toFileName(request: Request): string {
  return decodeURIComponent(request.url.slice(modelBaseUrl.length));
}

async function toResponse(model: ModelFiles, name: string): Promise<Response | undefined> {
  const bytes: Uint8Array<ArrayBuffer> | ByteSource | undefined = model.files.get(name);
  if (!bytes) return undefined;
  return new Response(bytes instanceof Uint8Array || bytes instanceof Blob ? bytes : await bytes.arrayBuffer());
}

import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';

/** The engine requests a model's files under this address; it is never contacted. */
export const modelAddress = 'https://model.invalid/resolve/main/';

/**
 * Makes the engine read `model` instead of the network. It fetches through `caches`: first `match`, then on a miss
 * `add`, which downloads. In the session's own worker we respond with the local files, so nothing is stored twice, and
 * the error names a missing file, whereas the browser would only report that `add` failed.
 */
export function redirectCacheToFiles(model: ModelFiles): void {
  const cache = {
    match: async (request: Request) => toResponse(model, toFileName(request)),
    add: async (request: Request) => {
      throw new AppError('model-corrupt', { format: 'mlc', reason: 'file-missing', file: toFileName(request) });
    },
    keys: async () => [...model.files.keys()].map((name) => new Request(modelAddress + name)),
    delete: async () => false,
  };
  Object.defineProperty(globalThis, 'caches', { configurable: true, value: { open: async () => cache } });
}

function toFileName(request: Request): string {
  return decodeURIComponent(request.url.slice(modelAddress.length));
}

async function toResponse(model: ModelFiles, name: string): Promise<Response | undefined> {
  const bytes: Uint8Array<ArrayBuffer> | ByteSource | undefined = model.files.get(name);
  if (!bytes) return undefined;
  return new Response(bytes instanceof Uint8Array || bytes instanceof Blob ? bytes : await bytes.arrayBuffer());
}

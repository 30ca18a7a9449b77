import { sumBytes } from '#core/model/sum-bytes.ts';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { Model, ModelFile, ModelFiles } from '#core/model/model.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';

/** A model with checked files that can be opened, and the facts for reports. */
export interface LoadedModel {
  readonly model: ModelFiles;
  readonly sizeBytes: number;
  /** The SHA-256 of a single file; for several files, the SHA-256 of their lines `name sha256`, sorted by name. */
  readonly sha256: string;
  /** Each file, if there are several. */
  readonly files?: readonly ModelFile[];
  /** `null` if nothing was downloaded. */
  readonly downloadMs: number | null;
}

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Downloads the files of a catalogue entry from `folder` and checks each against the catalogue's hash.
 * @param onLoaded called after every chunk, with the number of loaded bytes and the total
 * @throws AppError fetch-failed | model-corrupt
 */
export async function fetchCatalogueModel(
  entry: Model,
  folder: URL,
  onLoaded: (loadedBytes: number, allBytes: number) => void,
): Promise<LoadedModel> {
  const startedMs = performance.now();
  const allBytes = sumBytes(entry.files);
  let loadedBytes = 0;
  const fetched = await Promise.all(
    entry.files.map(async ({ name, sizeBytes, sha256 }) => {
      const url = new URL(name, folder);
      const bytes = await fetchBytes(url, sizeBytes, (chunkBytes) => onLoaded((loadedBytes += chunkBytes), allBytes));
      const actual = await hashBytes(bytes);
      if (actual !== sha256)
        throw new AppError('model-corrupt', { format: name, reason: 'hash-mismatch', actual, expected: sha256 });
      return { name, bytes, sha256, cached: wasCached(url) };
    }),
  );
  return {
    ...(await assemble(entry.id, entry.entry, fetched)),
    downloadMs: fetched.every((file) => file.cached) ? null : performance.now() - startedMs,
  };
}

/** Converts a model that was generated on this device. */
export async function toBuiltModel(id: string, entry: string, bytes: Bytes): Promise<LoadedModel> {
  const file = { name: entry, bytes, sha256: await hashBytes(bytes) };
  return { ...(await assemble(id, entry, [file])), downloadMs: null };
}

interface VerifiedFile {
  readonly name: string;
  readonly bytes: Bytes;
  readonly sha256: string;
}

async function assemble(id: string, entry: string, files: readonly VerifiedFile[]) {
  const hashed = files.map(({ name, bytes, sha256 }) => ({ name, sizeBytes: bytes.byteLength, sha256 }));
  return {
    model: { id, entry, files: new Map(files.map(({ name, bytes }) => [name, bytes])) },
    ...(await identifyFiles(hashed)),
  };
}

/** Computes the size and SHA-256 of a model from its files. */
export async function identifyFiles(
  files: readonly ModelFile[],
): Promise<Pick<LoadedModel, 'sizeBytes' | 'sha256' | 'files'>> {
  return {
    sizeBytes: sumBytes(files),
    sha256: await hashAll(files),
    ...(files.length > 1 && { files: files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })) }),
  };
}

/** Combines the hashes of a model's files as `LoadedModel.sha256` describes. */
async function hashAll(files: readonly { readonly name: string; readonly sha256: string }[]): Promise<string> {
  const [first] = files;
  if (first && files.length === 1) return first.sha256;
  const lines = files.map(({ name, sha256 }) => `${name} ${sha256}\n`).sort();
  return hashBytes(new TextEncoder().encode(lines.join('')));
}

async function fetchBytes(url: URL, sizeBytes: number, onChunk: (bytes: number) => void): Promise<Bytes> {
  const createFetchError = (facts: ErrorFacts) => new AppError('fetch-failed', { url: url.href, ...facts });
  const response = await fetch(url).catch((thrown: unknown) => {
    throw createFetchError({ why: String(thrown) });
  });
  if (!response.ok || !response.body) throw createFetchError({ reason: 'http-status', status: response.status });
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const chunk = part.value;
    if (offset + chunk.byteLength > sizeBytes)
      throw new AppError('model-corrupt', {
        format: url.pathname,
        reason: 'longer-than-declared',
        expectedBytes: sizeBytes,
      });
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
    onChunk(chunk.byteLength);
  }
  if (offset < sizeBytes)
    throw createFetchError({ reason: 'size-mismatch', actualBytes: offset, expectedBytes: sizeBytes });
  return bytes;
}

/** Returns whether the browser's resource timing shows no transfer; `false` without a timing entry. */
function wasCached(url: URL): boolean {
  const records = performance.getEntriesByName(url.href, 'resource');
  return records.length > 0 && records.every((record) => (record as PerformanceResourceTiming).transferSize === 0);
}

/** Computes the SHA-256 in lower-case hexadecimal; by WebAssembly on insecure origins, which have no Web Crypto. */
export async function hashBytes(bytes: Bytes): Promise<string> {
  return globalThis.isSecureContext ? computeSha256Hex(bytes) : (await import('hash-wasm')).sha256(bytes);
}

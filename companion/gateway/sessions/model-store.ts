import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { ModelListing } from '#protocol/companion-messages.ts';
import type { ModelReference } from '#protocol/client-messages.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { hashFile } from '../../hash-file.ts';
import { freeUploadSpace } from './free-upload-space.ts';

/**
 * The maximum number of concurrent uploads. An older upload is suspended until `begin` resumes it. Heuristic, not
 * measured.
 */
const maxUnfinished = 64;

/** The progress of an upload. */
export interface UploadProgress {
  readonly receivedBytes: number;
  readonly isComplete: boolean;
}

interface Upload {
  readonly sizeBytes: number;
  receivedBytes: number;
  /** The last write. Writes are serialised. */
  lastWrite: Promise<unknown>;
}

/**
 * The model files of the companion: uploads of pages, named by their hash, and files that the user has put into the folder
 * `models`. The latter are found through a listing of the folder, never by a path from a page.
 */
export class ModelStore {
  readonly #uploads: string;
  readonly #models: string;
  /** The unfinished uploads by their hash. */
  readonly #unfinished = new Map<string, Promise<Upload>>();

  readonly #quotaBytes: number | null;
  /** The last use of each upload in epoch milliseconds, by its hash. */
  readonly #lastUsedMs = new Map<string, number>();

  /**
   * @param folder the companion's data folder
   * @param quotaBytes the total quota of all uploads; `null` for half of the disk space that is free or used by uploads
   */
  constructor(folder: string, quotaBytes: number | null = null) {
    this.#uploads = join(folder, 'uploads');
    this.#models = join(folder, 'models');
    this.#quotaBytes = quotaBytes;
  }

  /** Lists the models in the user's folder by their relative paths. */
  async list(): Promise<readonly ModelListing[]> {
    const files = await this.#listModelFiles();
    return Promise.all(files.map(async (name) => ({ name, sizeBytes: (await stat(join(this.#models, name))).size })));
  }

  /**
   * Begins or continues an upload. If there is not enough space, uploads that were not used for an hour are removed, least
   * recently used first.
   * @throws AppError storage-failed
   */
  async begin(sha256: string, sizeBytes: number): Promise<UploadProgress> {
    if (await readFileSize(join(this.#uploads, sha256))) return { receivedBytes: sizeBytes, isComplete: true };
    const upload = this.#unfinished.get(sha256) ?? this.#startUpload(sha256, sizeBytes);
    this.#unfinished.set(sha256, upload);
    upload.catch(() => this.#unfinished.delete(sha256)); // the client can retry when there is space
    const [oldest] = this.#unfinished.keys();
    if (this.#unfinished.size > maxUnfinished && oldest !== undefined) this.#unfinished.delete(oldest);
    const { receivedBytes, lastWrite } = await upload;
    if (receivedBytes < sizeBytes) return { receivedBytes, isComplete: false };
    await lastWrite; // another client has sent the last chunk, and the hash is being verified
    return this.begin(sha256, sizeBytes);
  }

  /**
   * Appends the next chunk of an upload. After the last chunk, the hash of the file is verified.
   * @throws AppError companion-rejected for a chunk other than the next | model-corrupt if the hash differs |
   *   storage-failed
   */
  async append(sha256: string, offset: number, bytes: Uint8Array): Promise<UploadProgress> {
    const upload = await this.#unfinished.get(sha256);
    if (!upload) throw new AppError('companion-rejected', { reason: 'upload-order', offset, wantOffset: 0 });
    const write = upload.lastWrite.then(() => this.#write(sha256, upload, offset, bytes));
    upload.lastWrite = write.catch(() => {});
    return write;
  }

  /**
   * Finds the files of a model without reading them.
   * @throws AppError companion-rejected | model-unknown
   */
  async findFiles(reference: ModelReference): Promise<ModelFiles> {
    if (reference.kind === 'uploaded') {
      const files = new Map<string, ByteSource>();
      for (const { name, sha256 } of reference.files) {
        const path = join(this.#uploads, sha256);
        if (!(await readFileSize(path)))
          throw new AppError('companion-rejected', { reason: 'upload-incomplete', file: name });
        files.set(name, await openFileOnDisk(path));
        this.#lastUsedMs.set(sha256, Date.now());
      }
      const { id, entry } = reference;
      if (!files.has(entry))
        throw new AppError('model-corrupt', { format: 'model', reason: 'file-missing', file: entry });
      return { id, entry, files };
    }
    const { name } = reference;
    const names = await this.#listModelFiles();
    if (!names.includes(name)) throw new AppError('model-unknown', { model: name });
    // A model with several files has its own folder. llama.cpp finds the other shards of a GGUF file itself.
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const isSingleFile = folder === '' || name.endsWith('.gguf');
    const folderFiles = isSingleFile ? [name] : names.filter((other) => other.startsWith(folder));
    const files = new Map<string, ByteSource>();
    for (const file of folderFiles)
      files.set(file.slice(folder.length), await openFileOnDisk(join(this.#models, file)));
    return { id: name, entry: name.slice(folder.length), files };
  }

  /** Lists all files in the folder `models`, with `/` between folders. Symbolic links are skipped. */
  async #listModelFiles(): Promise<readonly string[]> {
    return (await listRegularFiles(this.#models)).sort();
  }

  async #startUpload(sha256: string, sizeBytes: number): Promise<Upload> {
    await mkdir(this.#uploads, { recursive: true, mode: 0o700 });
    const partialPath = this.#toPartialPath(sha256);
    let receivedBytes = await readFileSize(partialPath);
    if (receivedBytes >= sizeBytes) {
      await rm(partialPath); // left by an upload of another size, or by one that ended before its hash was verified
      receivedBytes = 0;
    }
    await freeUploadSpace({
      folder: this.#uploads,
      name: sha256,
      sizeBytes,
      receivedBytes,
      quotaBytes: this.#quotaBytes,
      lastUsedMs: this.#lastUsedMs,
    });
    return { sizeBytes, receivedBytes, lastWrite: Promise.resolve() };
  }

  async #write(sha256: string, upload: Upload, offset: number, bytes: Uint8Array): Promise<UploadProgress> {
    const wantOffset = upload.receivedBytes;
    if (offset !== wantOffset || offset + bytes.length > upload.sizeBytes) {
      throw new AppError('companion-rejected', { reason: 'upload-order', offset, wantOffset });
    }
    const partialPath = this.#toPartialPath(sha256);
    try {
      const file = await open(partialPath, 'a', 0o600);
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
    } catch (thrown) {
      upload.receivedBytes = await readFileSize(partialPath); // some bytes may have been written
      throw toStorageError(thrown);
    }
    upload.receivedBytes += bytes.length;
    if (upload.receivedBytes < upload.sizeBytes) return { receivedBytes: upload.receivedBytes, isComplete: false };
    try {
      const actual = await hashFile(partialPath);
      if (actual !== sha256) {
        await rm(partialPath);
        throw new AppError('model-corrupt', { format: 'model', reason: 'hash-mismatch', actual, expected: sha256 });
      }
      await rename(partialPath, join(this.#uploads, sha256));
    } finally {
      this.#unfinished.delete(sha256);
    }
    return { receivedBytes: upload.receivedBytes, isComplete: true };
  }

  #toPartialPath(sha256: string): string {
    return join(this.#uploads, `${sha256}.part`);
  }
}

/** Reads the size of a file in bytes; 0 if there is no such file. */
async function readFileSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function toStorageError(thrown: unknown): AppError {
  const isFull = (thrown as NodeJS.ErrnoException).code === 'ENOSPC';
  const cause = isFull ? ({ reason: 'disk-full' } as const) : { why: String(thrown) };
  return new AppError('storage-failed', { host: 'companion', ...cause }, { cause: thrown });
}

/** Sums the sizes of a model's files in bytes: a lower bound of the memory that it needs. */
export function sumModelSize({ files }: ModelFiles): number {
  return [...files.values()].reduce((sum, file) => sum + ('size' in file ? file.size : file.length), 0);
}

/** Lists the regular files below a folder, relative to it. `readdir` with `recursive` would follow links to folders. */
async function listRegularFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const paths = entries.map(async (entry) => {
    if (entry.isDirectory())
      return (await listRegularFiles(join(folder, entry.name))).map((path) => `${entry.name}/${path}`);
    return entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : [];
  });
  return (await Promise.all(paths)).flat();
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { ModelListing } from '#protocol/companion-messages.ts';
import type { ModelReference } from '#protocol/client-messages.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { makeRoom } from './upload-quota.ts';

/** The maximum number of concurrent uploads. The file of an older upload remains, and `begin` continues it. */
const maxUnfinished = 64;

/** How much of a file has arrived. */
export interface Received {
  readonly receivedBytes: number;
  readonly isComplete: boolean;
}

interface Upload {
  readonly sizeBytes: number;
  receivedBytes: number;
  /** The last write, since writes are made one after the other. */
  lastWrite: Promise<unknown>;
}

/**
 * The model files of the companion: uploads of pages, by their hash, and files that the user has put into the folder
 * `models`. A file is only ever found through a listing of these folders, never by a path from a page.
 */
export class ModelStore {
  readonly #uploads: string;
  readonly #models: string;
  /** Files that are being sent, by hash. */
  readonly #unfinished = new Map<string, Promise<Upload>>();

  readonly #quotaBytes: number | null;
  /** Epoch milliseconds, by the hash of a file. */
  readonly #lastUsedMs = new Map<string, number>();

  /**
   * @param folder the companion's data folder
   * @param quotaBytes the quota of all uploads together; `null` for half of the disk space that is free or used by them
   */
  constructor(folder: string, quotaBytes: number | null = null) {
    this.#uploads = join(folder, 'uploads');
    this.#models = join(folder, 'models');
    this.#quotaBytes = quotaBytes;
  }

  /** Lists the models in the user's folder, by their paths in it. */
  async list(): Promise<readonly ModelListing[]> {
    const files = await this.#listModelFiles();
    return Promise.all(files.map(async (name) => ({ name, sizeBytes: (await stat(join(this.#models, name))).size })));
  }

  /**
   * Begins or continues to receive a file. If there is no space, files that were not used for an hour are removed,
   * least recently used first.
   * @throws AppError storage-failed
   */
  async begin(sha256: string, sizeBytes: number): Promise<Received> {
    if (await readFileSize(join(this.#uploads, sha256))) return { receivedBytes: sizeBytes, isComplete: true };
    const started = this.#unfinished.get(sha256) ?? this.#start(sha256, sizeBytes);
    this.#unfinished.set(sha256, started);
    started.catch(() => this.#unfinished.delete(sha256)); // there may be space later
    const [oldest] = this.#unfinished.keys();
    if (this.#unfinished.size > maxUnfinished && oldest !== undefined) this.#unfinished.delete(oldest);
    return { receivedBytes: (await started).receivedBytes, isComplete: false };
  }

  /**
   * Adds the next part of a file. After the last part, the hash of the file is compared.
   * @throws AppError companion-rejected for a part other than the next | model-corrupt if its hash differs |
   *   storage-failed
   */
  async append(sha256: string, offset: number, bytes: Uint8Array): Promise<Received> {
    const upload = await this.#unfinished.get(sha256);
    if (!upload) throw new AppError('companion-rejected', { reason: 'upload-order', offset, wantOffset: 0 });
    const turn = upload.lastWrite.then(() => this.#write(sha256, upload, offset, bytes));
    upload.lastWrite = turn.catch(() => {});
    return turn;
  }

  /**
   * Finds the files of a model. They are read when an engine needs them.
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
    // A model with several files is in its own folder; llama.cpp finds the other shards of a GGUF file by itself.
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const isAlone = folder === '' || name.endsWith('.gguf');
    const folderFiles = isAlone ? [name] : names.filter((other) => other.startsWith(folder));
    const files = new Map<string, ByteSource>();
    for (const file of folderFiles)
      files.set(file.slice(folder.length), await openFileOnDisk(join(this.#models, file)));
    return { id: name, entry: name.slice(folder.length), files };
  }

  /** Every file in the folder `models`, with `/` between folders. Symbolic links are skipped. */
  async #listModelFiles(): Promise<readonly string[]> {
    return (await listRegularFiles(this.#models)).sort();
  }

  async #start(sha256: string, sizeBytes: number): Promise<Upload> {
    await mkdir(this.#uploads, { recursive: true, mode: 0o700 });
    await makeRoom({
      folder: this.#uploads,
      name: sha256,
      sizeBytes,
      quotaBytes: this.#quotaBytes,
      lastUsedMs: this.#lastUsedMs,
    });
    const part = this.#toPartPath(sha256);
    let receivedBytes = await readFileSize(part);
    if (receivedBytes >= sizeBytes) {
      await rm(part); // from an upload that declared another size, or ended before the hash was compared
      receivedBytes = 0;
    }
    return { sizeBytes, receivedBytes, lastWrite: Promise.resolve() };
  }

  async #write(sha256: string, upload: Upload, offset: number, bytes: Uint8Array): Promise<Received> {
    const wantOffset = upload.receivedBytes;
    if (offset !== wantOffset || offset + bytes.length > upload.sizeBytes) {
      throw new AppError('companion-rejected', { reason: 'upload-order', offset, wantOffset });
    }
    const part = this.#toPartPath(sha256);
    try {
      const file = await open(part, 'a', 0o600);
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
    } catch (thrown) {
      upload.receivedBytes = await readFileSize(part); // part of the bytes may have been written
      throw toStorageError(thrown);
    }
    upload.receivedBytes += bytes.length;
    if (upload.receivedBytes < upload.sizeBytes) return { receivedBytes: upload.receivedBytes, isComplete: false };
    this.#unfinished.delete(sha256);
    const actual = await hashFile(part);
    if (actual !== sha256) {
      await rm(part);
      throw new AppError('model-corrupt', { format: 'model', reason: 'hash-mismatch', actual, expected: sha256 });
    }
    await rename(part, join(this.#uploads, sha256));
    return { receivedBytes: upload.receivedBytes, isComplete: true };
  }

  #toPartPath(sha256: string): string {
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

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function toStorageError(thrown: unknown): AppError {
  const isFull = (thrown as NodeJS.ErrnoException).code === 'ENOSPC';
  const cause = isFull ? ({ reason: 'disk-full' } as const) : { why: String(thrown) };
  return new AppError('storage-failed', { host: 'companion', ...cause }, { cause: thrown });
}

/** Sums the sizes of all files of a model: a lower bound of the memory that it needs. */
export function sumModelSize({ files }: ModelFiles): number {
  return [...files.values()].reduce((sum, file) => sum + ('size' in file ? file.size : file.length), 0);
}

/** Lists the files below a folder, relative to it. (`readdir` with `recursive` would follow links to folders.) */
async function listRegularFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const paths = entries.map(async (entry) => {
    if (entry.isDirectory())
      return (await listRegularFiles(join(folder, entry.name))).map((path) => `${entry.name}/${path}`);
    return entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : [];
  });
  return (await Promise.all(paths)).flat();
}

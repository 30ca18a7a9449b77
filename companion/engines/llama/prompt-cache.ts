import { createHash } from 'node:crypto';
import { readdir, realpath, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDataFolder } from '../../data-folder.ts';
import type { FileOnDisk } from '../model-on-disk.ts';
import type { LlamaSequence } from './llama-library.ts';

/** Shorter prompts are not stored, because processing them is as fast as reading them. Heuristic, not measured. */
const minTokens = 64;
/** The maximum number of stored files, each as large as the used part of the KV cache. Heuristic, not measured. */
const maxFiles = 8;
/** The number of bytes at the beginning of a model that are hashed, to detect another model under the same name. */
const headBytes = 1 << 20;

/** Stores the state of a context after its last prompt and answer, in a file that only this user can read. */
export class PromptCache {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @param setup the versions and settings on which the state depends */
  static async create(model: FileOnDisk, setup: object): Promise<PromptCache> {
    const folder = await ensureDataFolder('engines', 'llama-prompts');
    const head = new Uint8Array(await model.slice(0, headBytes).arrayBuffer());
    const identity = JSON.stringify([await realpath(model.path), model.size, model.lastModified, setup]);
    const hash = createHash('sha256').update(head).update(identity).digest('hex');
    return new PromptCache(join(folder, `${hash}.state`));
  }

  /** Restores the stored state, if there is one. A damaged file is removed. */
  async load(sequence: LlamaSequence): Promise<void> {
    if ((await stat(this.#path).catch(() => null)) === null) return;
    try {
      // llama.cpp may crash on the state of another model, so the file name identifies the model.
      await sequence.loadStateFromFile(this.#path, { acceptRisk: true });
      await utimes(this.#path, new Date(), new Date());
    } catch {
      await rm(this.#path, { force: true });
      await sequence.clearHistory();
    }
  }

  /** Stores the state, and removes the least recently used files. */
  async save(sequence: LlamaSequence): Promise<void> {
    if (sequence.nextTokenIndex < minTokens) return;
    await sequence.saveStateToFile(this.#path);
    const folder = join(this.#path, '..');
    const files = await Promise.all(
      (await readdir(folder)).map(async (name) => {
        const path = join(folder, name);
        return { path, usedMs: (await stat(path)).mtimeMs };
      }),
    );
    const evicted = files.sort((a, b) => b.usedMs - a.usedMs).slice(maxFiles);
    await Promise.all(evicted.map(({ path }) => rm(path, { force: true })));
  }
}

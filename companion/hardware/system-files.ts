import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads files of `/sys`, `/proc` and `/dev` below a root, which tests replace with a recorded tree. */
export class SystemFiles {
  readonly #root: string;

  constructor(root = '/') {
    this.#root = root;
  }

  /** Reads the trimmed text of a file; `null` if it does not exist or cannot be read. */
  readText(path: string): string | null {
    try {
      return readFileSync(join(this.#root, path), 'utf8').trim();
    } catch {
      return null;
    }
  }

  /** Reads an integer, decimal or hexadecimal with `0x`; `null` if the file contains none. */
  readInteger(path: string): number | null {
    const text = this.readText(path);
    return text !== null && /^-?\d+$|^0x[\da-f]+$/i.test(text) ? Number(text) : null;
  }

  /** Lists the entries of a folder in alphabetical order; empty if it does not exist. */
  list(path: string): readonly string[] {
    try {
      return readdirSync(join(this.#root, path)).sort();
    } catch {
      return [];
    }
  }

  /** Returns the reason why a file cannot be read; `null` if it can. Driver errors such as EIO map to `failed`. */
  readError(path: string): 'permission' | 'missing' | 'failed' | null {
    try {
      readFileSync(join(this.#root, path));
      return null;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM') return 'permission';
      return code === 'ENOENT' ? 'missing' : 'failed';
    }
  }
}

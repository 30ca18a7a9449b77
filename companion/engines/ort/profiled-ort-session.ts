import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineTrace } from '#core/engine/engine-trace.ts';
import { readString } from '../ffi/memory.ts';
import { OrtSession, type OrtSessionParts } from './ort-session.ts';

/** Creates a folder for the profile of a session, which onnxruntime writes to a file. */
export async function createProfileFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'assay-profile-')); // readable only by this user
}

/** The prefix of the path of the profile, which onnxruntime extends. */
export function toProfilePrefix(folder: string): string {
  return join(folder, 'ort');
}

/** A session that records a profile. */
export class ProfiledOrtSession extends OrtSession {
  readonly #parts: OrtSessionParts;
  readonly #folder: string;

  /** Takes ownership of the session and of `folder`. */
  constructor(parts: OrtSessionParts, folder: string) {
    super(parts);
    this.#parts = parts;
    this.#folder = folder;
  }

  async endProfile(): Promise<EngineTrace> {
    const { api, session } = this.#parts;
    const allocator = api.get('GetAllocatorWithDefaultOptions');
    const path = api.get('SessionEndProfiling', session, allocator);
    try {
      return { format: 'onnxruntime', text: await readFile(readString(path), 'utf8') };
    } finally {
      api.do('AllocatorFree', allocator, path);
    }
  }

  override async close(): Promise<void> {
    await super.close(); // writes the file if profiling was not ended
    await rm(this.#folder, { recursive: true, force: true });
  }
}

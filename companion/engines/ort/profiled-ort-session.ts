import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineTrace } from '#core/engine/engine-trace.ts';
import { readString } from '../ffi/memory.ts';
import { OrtSession, type OrtSessionResources } from './ort-session.ts';

/** Creates the folder into which onnxruntime writes the profile of a session. */
export async function createProfileFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'assay-profile-')); // readable only by this user
}

/** Returns the prefix of the profile's path, which onnxruntime completes. */
export function toProfilePrefix(folder: string): string {
  return join(folder, 'ort');
}

/** A session that records a profile. */
export class ProfiledOrtSession extends OrtSession {
  readonly #resources: OrtSessionResources;
  readonly #folder: string;

  /** Takes ownership of the session and of `folder`. */
  constructor(resources: OrtSessionResources, folder: string) {
    super(resources);
    this.#resources = resources;
    this.#folder = folder;
  }

  async endProfile(): Promise<EngineTrace> {
    const { api, session } = this.#resources;
    const allocator = api.callForResult('GetAllocatorWithDefaultOptions');
    const path = api.callForResult('SessionEndProfiling', session, allocator);
    try {
      return { format: 'onnxruntime', text: await readFile(readString(path), 'utf8') };
    } finally {
      api.callChecked('AllocatorFree', allocator, path);
    }
  }

  override async close(): Promise<void> {
    await super.close(); // this writes the file if profiling was not ended
    await rm(this.#folder, { recursive: true, force: true });
  }
}

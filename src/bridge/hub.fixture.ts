import { inject } from 'vitest';
import type { Fault, Logged, Published } from '#core/fake-hub.fixture.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** From `e2e/fixtures/hub-setup.ts`. */
    hubUrl: string;
  }
}

export const hub = inject('hubUrl');
/** Of this file of tests alone: the hub answers others at the same time. */
export const repository = `maker/model-${crypto.randomUUID()}`;

/** A command of the fake hub's control plane (`e2e/fixtures/hub.ts`). */
async function control<T>(command: string, asked: object): Promise<T> {
  const body = JSON.stringify({ repository, ...asked });
  return (await fetch(`${hub}/__control/${command}`, { method: 'POST', body })).json();
}

interface Options extends Pick<Published, 'seed' | 'isLarge'> {
  /** What it begins with. */
  readonly head?: Uint8Array;
}

/** @returns the file's sha256 */
export async function publish(path: string, sizeBytes: number, options: Options = {}): Promise<string> {
  const head = options.head && btoa(String.fromCharCode(...options.head));
  const made = { ...options, file: `${repository}/${path}`, sizeBytes, head };
  return (await control<{ sha256: string }>('file', made)).sha256;
}

/**
 * Sets what goes wrong.
 * @param path '' for what the hub says about the repository itself
 */
export const spoil = (path: string, fault: Omit<Fault, 'file'>) =>
  control('fault', { ...fault, file: path === '' ? repository : `${repository}/${path}` });
export const heal = () => control('heal', {});
export const reset = () => control('reset', {});
export const log = () => control<Logged[]>('log', {});

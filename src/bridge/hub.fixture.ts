import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** From `e2e/fixtures/hub-setup.ts`. */
    hubUrl: string;
  }
}

export const hub = inject('hubUrl');
/** Of this file of tests alone: the hub answers others at the same time. */
export const repository = `maker/model-${crypto.randomUUID()}`;

interface Logged {
  readonly file: string;
  /** Large files come from another than the hub's own. */
  readonly host: string;
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly status: number;
}

/** A command of the fake hub's control plane (`e2e/fixtures/hub.ts`). */
async function control<T>(command: string, asked: object): Promise<T> {
  const body = JSON.stringify({ repository, ...asked });
  return (await fetch(`${hub}/__control/${command}`, { method: 'POST', body })).json();
}

interface Published {
  /** Of the bytes. */
  readonly seed?: number;
  /** Whether the hub keeps it apart, with its hash in the listing, and sends it from another origin; if absent, yes. */
  readonly isLarge?: boolean;
  /** What it begins with. */
  readonly head?: Uint8Array;
}

/** @returns the file's sha256 */
export async function publish(path: string, sizeBytes: number, options: Published = {}): Promise<string> {
  const head = options.head && btoa(String.fromCharCode(...options.head));
  const made = { ...options, file: `${repository}/${path}`, sizeBytes, head };
  return (await control<{ sha256: string }>('file', made)).sha256;
}

/**
 * Sets what goes wrong, as `e2e/fixtures/hub-faults.ts` names it.
 * @param path '' for what the hub says about the repository itself
 */
export const spoil = (path: string, fault: object) =>
  control('fault', { ...fault, file: path === '' ? repository : `${repository}/${path}` });
export const heal = () => control('heal', {});
export const reset = () => control('reset', {});
export const log = () => control<Logged[]>('log', {});

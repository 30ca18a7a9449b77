import { inject } from 'vitest';
import type { HubFileContent, Fault, HubControl } from '#core/model/fake-hub.fixture.ts';

export const hub = inject('hubUrl');
/**
 * The repository of the importing test file. Its name is unique, because several test files use the hub concurrently.
 */
export const repository = `maker/model-${crypto.randomUUID()}`;

/** Calls a method of the fake hub. */
async function callHub<Method extends keyof HubControl>(
  method: Method,
  ...args: Parameters<HubControl[Method]>
): Promise<ReturnType<HubControl[Method]>> {
  const response = await fetch(`${hub}/__control/${method}`, { method: 'POST', body: JSON.stringify(args) });
  if (!response.ok) throw new Error(`the fake hub responded with ${response.status} to ${method}`);
  return response.json() as Promise<ReturnType<HubControl[Method]>>;
}

interface FileOptions extends Pick<HubFileContent, 'seed' | 'isLarge'> {
  /** The first bytes of the file. */
  readonly head?: Uint8Array;
}

/** Adds a file to the repository. @returns its SHA-256 */
export function addFile(path: string, sizeBytes: number, { head, ...options }: FileOptions = {}): Promise<string> {
  const base64 = head && btoa(String.fromCharCode(...head)); // JSON has no type for bytes
  return callHub('addFile', `${repository}/${path}`, { ...options, sizeBytes, head: base64 });
}

/**
 * Makes requests fail.
 * @param path empty for requests to the repository itself
 */
export const injectFault = (path: string, fault: Fault) =>
  callHub('injectFault', path === '' ? repository : `${repository}/${path}`, fault);
export const clearFaults = () => callHub('clearFaults', repository);
export const resetHub = () => callHub('reset', repository);
export const readHubLog = () => callHub('log', repository);

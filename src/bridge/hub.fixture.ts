import { inject } from 'vitest';
import type { HubFileContent, Fault, HubControl } from '#core/model/fake-hub.fixture.ts';

export const hub = inject('hubUrl');
/** Unique to the test file that imports this module, because the hub serves other test files at the same time. */
export const repository = `maker/model-${crypto.randomUUID()}`;

/** Calls a method of the fake hub. */
async function callHub<Method extends keyof HubControl>(
  method: Method,
  ...args: Parameters<HubControl[Method]>
): Promise<ReturnType<HubControl[Method]>> {
  const answer = await fetch(`${hub}/__control/${method}`, { method: 'POST', body: JSON.stringify(args) });
  if (!answer.ok) throw new Error(`the fake hub answered ${answer.status} to ${method}`);
  return answer.json() as Promise<ReturnType<HubControl[Method]>>;
}

interface Options extends Pick<HubFileContent, 'seed' | 'isLarge'> {
  /** The first bytes of the file. */
  readonly head?: Uint8Array;
}

/** @returns the file's sha256 */
export function addFile(path: string, sizeBytes: number, { head, ...options }: Options = {}): Promise<string> {
  const base64 = head && btoa(String.fromCharCode(...head)); // JSON has no bytes
  return callHub('addFile', `${repository}/${path}`, { ...options, sizeBytes, head: base64 });
}

/**
 * Makes requests fail.
 * @param path '' for requests about the repository itself
 */
export const injectFault = (path: string, fault: Fault) =>
  callHub('injectFault', path === '' ? repository : `${repository}/${path}`, fault);
export const clearFaults = () => callHub('clearFaults', repository);
export const resetHub = () => callHub('reset', repository);
export const readHubLog = () => callHub('log', repository);

import { AppError } from '#core/errors/error.ts';
import type { DeploymentChange } from '#deploy/change-deployment.ts';
import { deploymentFormat, type Deployment } from '#deploy/deployment.ts';
import { mergeTallies, type ShareTally } from '#deploy/rollout.ts';
import { mergeWindow } from '#monitor/merge-windows.ts';
import type { MonitorWindow } from '#monitor/monitor-window.ts';
import { defaultRetention, planRetention, type Retention } from '#monitor/retention.ts';
import { deploymentDatabase as database, toKeyRange, type WindowKey } from './deployment-database.ts';

/**
 * Lists the deployments by name.
 * @throws any error of IndexedDB | AppError deployments-newer
 */
export async function listDeployments(): Promise<readonly Deployment[]> {
  const deployments = await (await database.open()).getAll('deployments');
  return deployments.map(requireKnownFormat).sort((a, b) => a.name.localeCompare(b.name));
}

/** Stores a new deployment. @throws any error of IndexedDB */
export async function storeDeployment(deployment: Deployment): Promise<void> {
  await (await database.open()).add('deployments', deployment);
}

/**
 * Applies a change to the stored deployment, which another tab may have changed since it was shown.
 * @throws any error of IndexedDB | AppError deployment-changed | deployments-newer
 */
export async function changeDeployment(id: string, change: DeploymentChange): Promise<Deployment> {
  const { store, done } = (await database.open()).transaction('deployments', 'readwrite');
  const stored = await store.get(id);
  if (!stored) throw new AppError('deployment-changed', { reason: 'deployment-removed' });
  const changed = change(requireKnownFormat(stored), Date.now());
  if (changed !== stored) await store.put(changed);
  await done;
  return changed;
}

/** Deletes a deployment with all its stored data. @throws any error of IndexedDB */
export async function deleteDeployment(id: string): Promise<void> {
  const stores = ['deployments', 'tallies', 'windows', 'observations', 'queue'] as const;
  const transaction = (await database.open()).transaction(stores, 'readwrite');
  const queue = transaction.objectStore('queue');
  for (const input of await queue.index('deployment').getAllKeys(id)) await queue.delete(input);
  await Promise.all([
    transaction.objectStore('deployments').delete(id),
    transaction.objectStore('tallies').delete(toKeyRange(id)),
    transaction.objectStore('windows').delete(toKeyRange(id)),
    transaction.objectStore('observations').delete(toKeyRange(id)),
    transaction.done,
  ]);
}

/** Loads the outcomes of a rollout so far, by share. @throws any error of IndexedDB */
export async function loadTallies(deployment: string, rollout: string): Promise<readonly ShareTally[]> {
  const range = IDBKeyRange.bound([deployment, rollout], [deployment, rollout, []]);
  return (await database.open()).getAll('tallies', range);
}

/** Adds outcomes to those stored by this and other tabs. @throws any error of IndexedDB */
export async function addTally(deployment: string, rollout: string, added: ShareTally): Promise<void> {
  const { store, done } = (await database.open()).transaction('tallies', 'readwrite');
  const key: [string, string, number] = [deployment, rollout, added.share];
  const stored = await store.get(key);
  await store.put(stored ? mergeTallies(stored, added) : added, key);
  await done;
}

/** Loads the valid windows of a deployment, and counts the damaged ones. @throws any error of IndexedDB */
export async function loadWindows(
  deployment: string,
): Promise<{ readonly windows: readonly MonitorWindow[]; readonly damagedCount: number }> {
  const stored = await (await database.open()).getAll('windows', toKeyRange(deployment));
  const windows = stored.filter(isValidWindow);
  return { windows, damagedCount: stored.length - windows.length };
}

/**
 * Loads the valid hourly windows that start at or after a time.
 * @param sinceMs epoch milliseconds
 * @throws any error of IndexedDB
 */
export async function loadHours(deployment: string, sinceMs: number): Promise<readonly MonitorWindow[]> {
  const range = IDBKeyRange.bound([deployment, 'hour', sinceMs], [deployment, 'hour', []]);
  return (await (await database.open()).getAll('windows', range)).filter(isValidWindow);
}

/**
 * Merges windows into those stored by this and other tabs, and merges or deletes the oldest as `retention` requires.
 * @throws any error of IndexedDB
 */
export async function addWindows(
  added: readonly MonitorWindow[],
  retention: Retention = defaultRetention,
): Promise<void> {
  const { store, done } = (await database.open()).transaction('windows', 'readwrite');
  for (const window of added) {
    const stored = await store.get(toWindowKey(window));
    await store.put(stored && isValidWindow(stored) ? mergeWindow(stored, window) : window);
  }
  for (const deployment of new Set(added.map((window) => window.deployment))) {
    const keys = await store.getAllKeys(toKeyRange(deployment));
    if (keys.filter(([, span]) => span === 'hour').length <= retention.hours) continue; // the common case reads no window
    const valid = (await store.getAll(toKeyRange(deployment))).filter(isValidWindow);
    const { remove, add } = planRetention(valid, retention);
    for (const window of remove) await store.delete(toWindowKey(window));
    for (const window of add) await store.put(window);
  }
  await done;
}

/** Deletes the monitoring windows of a deployment, but not the deployment. @throws any error of IndexedDB */
export async function deleteWindows(deployment: string): Promise<void> {
  await (await database.open()).delete('windows', toKeyRange(deployment));
}

function toWindowKey({ deployment, span, startMs, version }: MonitorWindow): WindowKey {
  return [deployment, span, startMs, version];
}

function requireKnownFormat(deployment: Deployment): Deployment {
  const { format } = deployment;
  if (format > deploymentFormat)
    throw new AppError('deployments-newer', { version: format, maxVersion: deploymentFormat });
  return deployment;
}

/** Whether counts and digests have valid values; a failing disk can damage them. */
function isValidWindow({ runs, busyMs, digests }: MonitorWindow): boolean {
  const isCount = (value: number) => Number.isFinite(value) && value >= 0;
  const isValidDigest = (packed: unknown) =>
    packed instanceof Float32Array &&
    packed.length % 2 === 0 &&
    packed.every((value, index) => Number.isFinite(value) && (index < 2 || index % 2 === 0 || value > 0));
  return isCount(runs) && isCount(busyMs) && Object.values(digests).every(isValidDigest);
}

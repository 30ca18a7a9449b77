import { planQueue, type NewQueuedInput, type QueuedInput } from '#deploy/labelling/queued-input.ts';
import { deploymentDatabase } from './deployment-database.ts';

/**
 * Adds an input to the queue of its deployment. If the queue is full, the oldest unlabelled inputs are deleted.
 * @returns whether it was added
 * @throws any error of IndexedDB
 */
export async function queueInput(added: NewQueuedInput): Promise<boolean> {
  const { store, done } = (await deploymentDatabase.open()).transaction('queue', 'readwrite');
  const stored = (await store.index('deployment').getAll(added.deployment)) as readonly QueuedInput[];
  const removed = planQueue(stored, added);
  for (const { id } of removed ?? []) await store.delete(id);
  if (removed) await store.add({ ...added, label: null });
  await done;
  return removed !== null;
}

/**
 * Loads the queue of a deployment, the oldest first, and counts the damaged inputs.
 * @throws any error of IndexedDB
 */
export async function loadQueue(
  deployment: string,
): Promise<{ readonly inputs: readonly QueuedInput[]; readonly damagedCount: number }> {
  const database = await deploymentDatabase.open();
  const stored = (await database.getAllFromIndex('queue', 'deployment', deployment)) as readonly QueuedInput[];
  const inputs = stored.filter(isValidInput);
  return { inputs, damagedCount: stored.length - inputs.length };
}

/**
 * Sets the label of an input, or removes it with `null`; has no effect if another tab has deleted the input.
 * @throws any error of IndexedDB
 */
export async function setLabel(id: number, label: string | null): Promise<void> {
  const { store, done } = (await deploymentDatabase.open()).transaction('queue', 'readwrite');
  const stored = await store.get(id);
  if (stored) await store.put({ ...stored, label });
  await done;
}

/** @throws any error of IndexedDB */
export async function deleteInput(id: number): Promise<void> {
  await (await deploymentDatabase.open()).delete('queue', id);
}

/** Deletes the queue of a deployment, with its labels. @throws any error of IndexedDB */
export async function deleteQueue(deployment: string): Promise<void> {
  const { store, done } = (await deploymentDatabase.open()).transaction('queue', 'readwrite');
  for (const id of await store.index('deployment').getAllKeys(deployment)) await store.delete(id);
  await done;
}

/** A failing disk can damage values. */
function isValidInput({ input, classes, label }: QueuedInput): boolean {
  return (
    (typeof input === 'string' || input instanceof Blob) &&
    Array.isArray(classes) &&
    classes.length > 0 &&
    (label === null || typeof label === 'string')
  );
}

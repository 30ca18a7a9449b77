/** The channel that notifies other tabs that a deployment or its monitor has changed. */
const tabs = new BroadcastChannel('assay-deployments');
const listeners = new Set<() => void>();
tabs.addEventListener('message', notify);

function notify(): void {
  for (const listener of listeners) listener();
}

export function announceDeploymentChange(): void {
  tabs.postMessage('changed');
  notify();
}

/** @returns stops listening */
export function onDeploymentChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The channel that notifies other tabs that a deployment or its monitor has changed. */
const channel = new BroadcastChannel('assay-deployments');
const listeners = new Set<() => void>();
channel.addEventListener('message', notify);

function notify(): void {
  for (const listener of listeners) listener();
}

export function announceDeploymentChange(): void {
  channel.postMessage('changed');
  notify();
}

/** @returns stops listening */
export function onDeploymentChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

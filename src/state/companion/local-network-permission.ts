/**
 * Whether the browser lets this page connect to programs on this machine. Chrome and Edge ask the user once per site
 * (Local Network Access); `not-asked` is what a browser without such a permission answers, as Safari does.
 */
export type LocalNetworkPermission = PermissionState | 'not-asked';

/**
 * Names of the permission, current first. Chrome 142 had one for all of the local network, later versions one for this
 * machine. A name that a browser does not know throws.
 */
const names = ['loopback-network', 'local-network-access'] as const;

/** Does not ask the user. */
export async function readLocalNetworkPermission(): Promise<LocalNetworkPermission> {
  return (await status())?.state ?? 'not-asked';
}

/** @param listener called when the user decides, also in the settings of the browser. @returns stops that */
export function onLocalNetworkPermission(listener: () => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  void status().then((found) => {
    if (!signal.aborted) found?.addEventListener('change', listener, { signal });
  });
  return () => controller.abort();
}

async function status(): Promise<PermissionStatus | null> {
  for (const name of names) {
    try {
      return await navigator.permissions.query({ name: name as PermissionName });
    } catch {
      // Not known to this browser.
    }
  }
  return null;
}

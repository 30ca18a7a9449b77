/**
 * Whether the browser lets this page connect to programs on this machine. Chrome and Edge ask the user once per site
 * (Local Network Access). `not-asked` is the state in browsers without such a permission, such as Safari.
 */
export type LocalNetworkPermission = PermissionState | 'not-asked';

/**
 * Names of the permission, newest first. Chrome 142 had one for the whole local network; later versions have one for
 * this machine. Browsers throw for an unknown name.
 */
const permissionNames = ['loopback-network', 'local-network-access'] as const;

/** Reads the permission without asking the user. */
export async function readLocalNetworkPermission(): Promise<LocalNetworkPermission> {
  return (await queryPermission())?.state ?? 'not-asked';
}

/**
 * @param listener called when the user changes the permission, in the prompt or in the browser's settings
 * @returns stops listening
 */
export function onLocalNetworkPermissionChange(listener: () => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  void queryPermission().then((permissionStatus) => {
    if (!signal.aborted) permissionStatus?.addEventListener('change', listener, { signal });
  });
  return () => controller.abort();
}

async function queryPermission(): Promise<PermissionStatus | null> {
  for (const name of permissionNames) {
    try {
      return await navigator.permissions.query({ name: name as PermissionName });
    } catch {
      // This browser does not know the permission.
    }
  }
  return null;
}

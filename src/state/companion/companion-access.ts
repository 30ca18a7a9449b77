import type { CompanionAccess } from '#companion-client/access.ts';
import { readLocalText } from '#records/local-storage.ts';
import { loadPairedCompanion } from '#records/paired-companion.ts';
import { appVersion } from '../shell/app-version.ts';

/** The localStorage key of the companion's token, which is valid until the companion stops. All tabs share it. */
export const companionTokenKey = 'assay.companion-token';

/** Loads the companion that this page may use; `null` if it is not paired with one. */
export async function loadCompanionAccess(): Promise<CompanionAccess | null> {
  const token = readLocalText(companionTokenKey);
  if (token !== null) return { ...createEndpoint(location.host), credential: { kind: 'token', token } };
  const paired = await loadPairedCompanion().catch(() => null); // private windows may have no storage
  if (!paired) return null;
  const { port, privateKey, publicKey, companionKey } = paired;
  return { ...createLocalEndpoint(port), credential: { kind: 'paired', privateKey, publicKey, companionKey } };
}

/** The companion on a port of this machine. `localhost` would need a lookup, and can resolve to `[::1]` first. */
export function createLocalEndpoint(port: number): Omit<CompanionAccess, 'credential'> {
  return createEndpoint(`127.0.0.1:${port}`);
}

/** Whether this page was served from this machine, as by the companion. */
export function isOnThisMachine(): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);
}

function createEndpoint(host: string): Omit<CompanionAccess, 'credential'> {
  return { url: `ws://${host}/companion/socket`, origin: location.origin, app: appVersion.version };
}

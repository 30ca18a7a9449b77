import type { CompanionAccess } from '#companion-client/access.ts';
import { readLocalText } from '#records/local-storage.ts';
import { appVersion } from '../shell/app-version.ts';

/** The token of the companion's current start, for all pages of this origin, also after a reload. */
export const companionTokenKey = 'assay.companion-token';

/** The companion that this page may use; `null` if it is not paired with one. */
export async function knownAccess(): Promise<CompanionAccess | null> {
  const token = readLocalText(companionTokenKey);
  if (token === null) return null;
  return {
    url: `ws://${location.host}/companion/socket`,
    origin: location.origin,
    app: appVersion.version,
    credential: { kind: 'token', token },
  };
}

import { readLocalText, writeLocalText } from '#records/local-storage.ts';
import { companion } from './companion.svelte.ts';
import { companionTokenKey } from './known-access.ts';

/** How the companion opens its own page (`companion/SECURITY.md`). */
const linkStart = '#/?pair=';

/**
 * Exchanges the nonce of the link that the companion has opened for the token of its start. The nonce is removed from the
 * address first, so that neither history nor a bookmark has it. A link that was used before is explained on the page of
 * the companion, unless this browser is paired already.
 */
export async function acceptPairingLink(): Promise<void> {
  const nonce = location.hash.slice(linkStart.length);
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  const response = await fetch('/companion/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nonce }),
  });
  if (!response.ok) {
    if (readLocalText(companionTokenKey) === null) location.hash = '#/companion?link=used';
    return;
  }
  const { token } = (await response.json()) as { readonly token: string };
  writeLocalText(companionTokenKey, token);
  void companion.restart();
}

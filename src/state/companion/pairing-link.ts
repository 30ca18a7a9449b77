import { writeLocalText } from '#records/local-storage.ts';
import { readHistoryEntry, replaceEntry } from '../shell/history-entry.ts';
import { companion } from './companion.svelte.ts';
import { companionTokenKey } from './companion-access.ts';

/**
 * Exchanges the nonce in the link that the companion opened (`companion/SECURITY.md`) for the token of this start. The
 * nonce is first removed from the URL, so neither history nor bookmarks contain it. The companion page then shows
 * whether the page was paired, or the link was used before.
 */
export async function acceptPairingLink(nonce: string): Promise<void> {
  replaceEntry(readHistoryEntry(), `${location.pathname}${location.search}#/`);
  const response = await fetch('/companion/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nonce }),
  });
  if (!response.ok) return void (location.hash = '#/companion?link=used');
  const { token } = (await response.json()) as { readonly token: string };
  writeLocalText(companionTokenKey, token);
  void companion.restart();
  location.hash = '#/companion?link=paired';
}

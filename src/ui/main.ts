import { mount } from 'svelte';
import { offline } from '#state/shell/offline.svelte.ts';
import { automation } from '#state/shell/automation-status.ts';
import { preferences } from '#state/shell/preferences.svelte.ts';
import { router } from '#state/shell/route.svelte.ts';
import { useLanguage } from '#words/text.ts';
import App from './App.svelte';
import { loadPage } from './pages.ts';

preferences.applyTheme();

const shellText = useLanguage(preferences.language).catch(() => useLanguage('en'));
// Loads the first page in parallel with the texts; App gets the same promise again and shows its failure.
loadPage(router.current).catch(() => undefined);
await shellText;

const target = document.getElementById('app');
if (target) mount(App, { target });
if (automation.state === 'starting') automation.state = 'ready';
void offline.start();

/** Exists only in browsers that can install the app as a file handler; TypeScript does not declare it. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}
// The installed app may also run in a tab, which the display mode does not reveal.
(globalThis as { readonly launchQueue?: LaunchQueue }).launchQueue?.setConsumer(({ files = [] }) => {
  if (files.length > 0)
    void import('#state/shell/launch-files.ts').then(({ openLaunchFiles }) => openLaunchFiles(files));
});
if (location.search === '?shared') void import('#state/shell/launch-files.ts').then(({ openShared }) => openShared());

// The companion opens its own page with a link that pairs it; it can also be pasted into a tab that shows the app.
function pairByLink() {
  const [, nonce] = /^#\/\?pair=(.*)$/.exec(location.hash) ?? [];
  if (nonce === undefined) return;
  void import('#state/companion/pairing-link.ts').then(({ acceptPairingLink }) => acceptPairingLink(nonce));
}
pairByLink();
addEventListener('hashchange', pairByLink);

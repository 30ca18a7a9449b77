import { mount, tick } from 'svelte';
import { offline } from '#state/shell/offline.svelte.ts';
import { automation } from '#state/shell/automation-status.ts';
import { preferences } from '#state/shell/preferences.svelte.ts';
import { router } from '#state/shell/route.svelte.ts';
import { useLanguage } from '#words/text.ts';
import App from './App.svelte';
import { loadPage } from './pages.ts';

preferences.applyTheme();

// Not awaited at the top level, because the files of a language import from this module and would wait for it.
void useLanguage(preferences.language)
  .catch(() => useLanguage('en'))
  .then(start);
// Loads the first page in parallel with the texts; App gets the same promise again and shows its failure.
const firstPage = loadPage(router.current).catch(() => undefined);

function start() {
  const target = document.getElementById('app');
  if (target) mount(App, { target });
  void firstPage.then(reportFirstPage);
  void offline.start();
  receiveFiles();
  pairByLink();
  addEventListener('hashchange', pairByLink);
}

/** Reports a page that does not report its own start, once it is mounted and offers its actions. */
async function reportFirstPage() {
  await tick();
  if (automation.state === 'starting') automation.state = 'ready';
}

/** Exists only in browsers that can install the app as a file handler; TypeScript does not declare it. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Opens files that the system passes to the installed app, which may also run in a tab. */
function receiveFiles() {
  (globalThis as { readonly launchQueue?: LaunchQueue }).launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0)
      void import('#state/shell/launch-files.ts').then(({ openLaunchFiles }) => openLaunchFiles(files));
  });
  if (location.search === '?shared')
    void import('#state/shell/launch-files.ts').then(({ openSharedContent }) => openSharedContent());
}

/** The companion opens its own page with a link that pairs it; it can also be pasted into a tab that shows the app. */
function pairByLink() {
  const [, nonce] = /^#\/\?pair=(.*)$/.exec(location.hash) ?? [];
  if (nonce === undefined) return;
  void import('#state/companion/pairing-link.ts').then(({ acceptPairingLink }) => acceptPairingLink(nonce));
}

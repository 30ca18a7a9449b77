import { mount } from 'svelte';
import { offline } from '#state/shell/offline.svelte.ts';
import { automation } from '#state/shell/automation-status.ts';
import { preferences } from '#state/shell/preferences.svelte.ts';
import { router } from '#state/shell/route.svelte.ts';
import App from './App.svelte';
import { loadPage } from './pages.ts';
import { useLanguage } from '#words/text.ts';

preferences.applyTheme();

const shellText = useLanguage(preferences.language);
// Loads the first page in parallel with the texts; App gets the same promise again and shows its failure.
loadPage(router.current).catch(() => undefined);
await shellText;

const target = document.getElementById('app');
if (target) mount(App, { target });
if (automation.state === 'starting') automation.state = 'ready';
void offline.start();
// Only the installed app is started with files or shared content.
if (location.search === '?shared' || matchMedia('(display-mode: standalone)').matches) {
  void import('#state/shell/launch.ts').then(({ receiveLaunch }) => receiveLaunch());
}

import type { UnfinishedWork } from '#state/shell/unfinished-work.ts';

/** Loaded together with these texts, since every page needs both. */
export { format } from '../format.ts';

export const shell = {
  name: 'Assay',
  skip: 'Skip to content',
  sections: 'Sections',
  nav: {
    run: 'Run',
    evaluate: 'Evaluate',
    optimise: 'Optimise',
    chat: 'Chat',
    bench: 'Bench',
    results: 'Results',
    models: 'Models',
    device: 'Device',
  },
  footer: { label: 'About this app', help: 'Help', about: 'About', method: 'Method', verify: 'Verify a hallmark' },
  language: { label: 'Language', system: 'Browser language' },
  theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  leave: {
    bench: 'A benchmark is running. Leave this page and stop it?',
    device: 'The device is being measured. Leave this page and stop it?',
    optimisation: 'A model is being optimised. Leave this page and stop it?',
    evaluation: 'An evaluation is running. Leave this page and stop it?',
    images: 'Images are still waiting. Leave this page and lose them?',
    video: 'A video is being processed. Leave this page and stop it?',
  } satisfies Record<Exclude<UnfinishedWork, 'download'>, string>,
  loading: 'Loading the page',
  privacy: 'Models run on this device. Nothing you open here is uploaded.',
  documentTitle: (page: string) => (page === 'Assay' ? page : `${page} · Assay`),
  cancel: 'Cancel',
  retry: 'Try again',
  openAnyway: 'Open anyway',
  reload: 'Reload',
  details: 'Details',
  copy: 'Copy',
  copied: 'Copied',
  copyBlocked: 'The browser blocked the clipboard. Select the text and copy it.',
  timeLeft: (time: string) => `about ${time} left`,
  offline: {
    ready: 'Ready offline',
    pagesOnly: 'Pages work offline; engines not yet',
    unavailable: 'Works online only',
    saving: (left: string) => `Saving for offline use: ${left} left`,
    saveEngines: (size: string) => `Save engines for offline use (${size})`,
    details: 'What works offline',
    update: 'A newer version of Assay is ready.',
    updateNow: 'Update now',
  },
  unknown: {
    title: 'Page not found',
    lead: (path: string) => `There is no page “${path}”. The link may be incomplete, or from a newer version.`,
    home: 'Go to the start page',
  },
  failed: { title: 'This page failed to load', fix: 'Check the connection and reload the page.' },
};

import type { JudgedVariants } from '#advise/judge-variants.ts';
import type { RuntimeId, TextRuntimeId } from '#core/runtime.ts';
import type { ProfileStep } from '#state/known-profile.svelte.ts';
import { engine } from './engine.ts';
import { format } from './format.ts';
import { modelAdvice, modelFit, modelForecast } from './model-advice.ts';
import { modelFacts } from './model-facts.ts';
import { modelStore } from './model-store.ts';

export const models = {
  title: 'Models',
  lead: 'Bring any model: see what it is, if it fits this device and how fast it will be, before you fetch a gigabyte.',

  bring: {
    title: 'Which model',
    field: 'A hub’s model, an address, or a file of yours',
    hint: 'organisation/name, organisation/name:file, or https://…',
    look: 'Look at it',
    files: 'Choose files',
    folder: 'Choose a folder',
    drop: 'Or drop files or a folder anywhere on this page. They are read here and sent nowhere.',
    dropNow: 'Let go to look at it',
    asks: (host: string) =>
      `Looking asks ${host}, or the file server that it sends us on to, for the model’s header. Nobody else is asked.`,
    asksNobody: 'It comes with the app: nobody is asked.',
    hub: 'Another hub',
    hubField: 'Address of the model hub',
    hubHint: 'A mirror that speaks the same addresses. Empty it to go back to the public hub.',
    reading: 'Reading the header',
    waiting: (time: string) => `The server is busy and asks to wait ${time}`,
  },

  measuring: (step: ProfileStep | null) =>
    step === 'memory' ? 'Finding out how much memory there is' : 'Measuring this device, once: a few seconds',

  variants: {
    title: (repository: string) => `What ${repository} offers`,
    about: (count: number, licence: string | null) =>
      `${count === 1 ? 'One variant' : `${count} variants`}; licence: ${licence ?? 'not stated'}.`,
    caption: 'Variants',
    columns: { variant: 'Variant', precision: 'Precision', size: 'Size', fits: 'Fits here', speed: 'Forecast' },
    with: (files: readonly string[]) =>
      files.length > 4 ? `with ${files.length} more files` : `with ${format.list(files)}`,
    notStated: 'not stated',
    noEngine: 'no engine',
    shown: 'shown below',
    show: 'Look',
    showName: (name: string) => `Look at ${name}`,
    note: 'The headers of one variant were read, of all its parts. The others are reckoned by the size of their files.',
    why: {
      'most-precise': (name: string) => `${name}: the most precise of those that fit and answer quickly.`,
      fastest: (name: string) => `${name}: none that fits comes at reading speed, so the smallest.`,
      'only-tight': (name: string) => `${name}: none is sure to fit; this one needs the least.`,
      'nothing-fits': () => 'None of them fits this device.',
      'no-engine': () => 'No engine here opens any of them.',
    } satisfies Record<JudgedVariants['why'], (name: string) => string>,
    advised: 'Advised',
  },

  facts: modelFacts,
  fit: modelFit,
  forecast: modelForecast,
  advice: modelAdvice,
  store: modelStore,

  catalogue: {
    title: 'Models people ask for',
    lead: (host: string) =>
      `Looking at one that does not come with the app asks ${host}. Nobody has fetched and run those for this catalogue yet: they are unverified.`,
    ours: 'With the app',
    caption: 'Models of the catalogue',
    look: (name: string) => `Look at ${name}`,
    columns: { name: 'Model', task: 'For', engine: 'Engine', licence: 'Licence', where: 'Where' },
    unverified: 'unverified',
    runtime: (id: RuntimeId | TextRuntimeId) => engine.names[id],
  },
};

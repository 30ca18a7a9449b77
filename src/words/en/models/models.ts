import type { RatedVariants } from '#planner/rate-variants.ts';
import type { EngineId } from '#core/engine/engines.ts';
import type { ProfileStep } from '#device/measure-profile.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { coverage } from './coverage.ts';
import { modelRecommendation, modelFit, modelForecast } from './model-recommendation.ts';
import { modelFacts } from './model-facts.ts';
import { modelStore } from './model-store.ts';
import { frameworks } from './frameworks.ts';
import { otherDevices } from './other-devices.ts';
import { security } from '../validation/security.ts';

export const models = {
  title: 'Models',
  lead: 'Inspect any model before you download it: what it is, whether it fits this device, and how fast it will be.',

  chooseModel: {
    title: 'Choose a model',
    field: 'Hugging Face model, or URL',
    hint: 'organisation/name, organisation/name:file, or https://…',
    inspect: 'Inspect',
    files: 'Choose files',
    folder: 'Choose a folder',
    drop: 'Or drop files or a folder anywhere on this page. They are read on this device and never uploaded.',
    dropNow: 'Drop to inspect',
    contactNotice: (host: string) =>
      `Reading the header contacts only ${host} and the file server that it redirects to.`,
    noContact: 'The model comes with the app: no host is contacted.',
    hub: 'Model hub',
    hubField: 'URL of the model hub',
    hubHint: 'For a mirror with the same API. Leave empty for the Hugging Face Hub.',
    reading: 'Reading the header',
    waiting: (time: string) => `The server is busy; trying again in ${time}`,
  },

  measuring: (step: ProfileStep | 'text' | null): string =>
    step === 'memory'
      ? 'Measuring available memory'
      : step === 'text'
        ? 'Measuring matrix multiplications for these weight types (once, about a second)'
        : 'Measuring this device (once, a few seconds)',

  variants: {
    title: (repository: string) => `Variants in ${repository}`,
    about: (count: number, licence: string | null) =>
      `${count === 1 ? 'One variant' : `${count} variants`}; licence: ${licence ?? 'not specified'}.`,
    caption: 'Variants',
    columns: { variant: 'Variant', precision: 'Precision', size: 'Size', fits: 'Fit', speed: 'Forecast' },
    with: (files: readonly string[]) =>
      files.length > 4 ? `with ${files.length} more files` : `with ${format.list(files)}`,
    notSpecified: 'not specified',
    noEngine: 'cannot run here',
    shownBelow: 'shown below',
    inspect: 'Inspect',
    inspectNamed: (name: string) => `Inspect ${name}`,
    note: 'Only the variant shown below was read. The others are estimated from their file sizes.',
    reason: {
      'most-precise': (name: string) => `${name}: the most precise variant that fits and is fast enough.`,
      smallest: (name: string) => `${name}: the smallest variant that fits. None reaches reading speed (10 tokens/s).`,
      'only-tight': (name: string) => `${name}: no variant is certain to fit, and this one needs the least memory.`,
      'nothing-fits': () => 'No variant fits this device.',
      'no-engine': () => 'No engine here can run these variants.',
    } satisfies Record<RatedVariants['reason'], (name: string) => string>,
    recommended: 'Recommended',
  },

  coverage,
  facts: modelFacts,
  fit: modelFit,
  forecast: modelForecast,
  recommendation: modelRecommendation,
  otherDevices,
  frameworks,
  store: modelStore,
  security,

  catalogue: {
    title: 'Model catalogue',
    lead: (host: string) =>
      `Inspecting a model that is not bundled contacts ${host}. “Unverified” models have not been tested by this project.`,
    ours: 'bundled',
    caption: 'Catalogue models',
    inspect: (name: string) => `Inspect ${name}`,
    showAll: (count: number) => `Show all ${format.whole(count)} models`,
    columns: { name: 'Model', task: 'Task', engine: 'Engine and licence', where: 'Source' },
    unverified: 'unverified',
    engine: (id: EngineId) => engine.names[id],
  },
};

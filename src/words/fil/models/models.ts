import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { count as countOf, format } from '../format.ts';
import { coverage } from './coverage.ts';
import { modelRecommendation, modelFit, modelForecast } from './model-recommendation.ts';
import { modelFacts } from './model-facts.ts';
import { modelStore } from './model-store.ts';
import { frameworks } from './frameworks.ts';
import { otherDevices } from './other-devices.ts';
import { security } from '../validation/security.ts';

export const models: Text['models'] = {
  title: 'Mga model',
  lead: 'Suriin ang anumang model bago ito i-download: kung ano ito, kung kasya ito sa device na ito, at kung gaano ito kabilis.',

  chooseModel: {
    title: 'Pumili ng model',
    field: 'Model sa Hugging Face, o URL',
    hint: 'organisasyon/pangalan, organisasyon/pangalan:file, o https://…',
    inspect: 'Suriin',
    files: 'Pumili ng mga file',
    folder: 'Pumili ng folder',
    drop: 'O mag-drop ng mga file o folder saanman sa page na ito. Binabasa ang mga ito sa device na ito at hindi ipinapadala kahit saan.',
    dropNow: 'I-drop para suriin',
    contactNotice: (host) =>
      `Kokontakin nito ang ${host}, o ang file server na pinagre-redirect-an nito, para sa header ng model, at wala nang ibang host.`,
    noContact: 'Kasama ito ng app: walang kokontaking host.',
    hub: 'Model hub',
    hubField: 'URL ng model hub',
    hubHint: 'Para sa mirror na may parehong API. Hayaang blangko para sa Hugging Face Hub.',
    reading: 'Binabasa ang header',
    waiting: (time) => `Abala ang server; susubukang muli pagkalipas ng ${time}`,
  },

  measuring: (step) =>
    step === 'memory'
      ? 'Sinusukat ang available na memory'
      : step === 'text'
        ? 'Sinusukat ang mga matrix multiplication para sa mga type ng weight na ito (minsan lang, mga isang segundo)'
        : 'Sinusukat ang device na ito (minsan lang, ilang segundo)',

  variants: {
    title: (repository) => `Mga variant sa ${repository}`,
    about: (count, licence) => `${countOf(count, 'variant')}; lisensya: ${licence ?? 'hindi isinaad'}.`,
    caption: 'Mga variant',
    columns: { variant: 'Variant', precision: 'Precision', size: 'Laki', fits: 'Pagkasya', speed: 'Pagtataya' },
    with: (files) =>
      files.length > 4 ? `kasama ang ${countOf(files.length, 'iba pang file')}` : `kasama ang ${format.list(files)}`,
    notSpecified: 'hindi isinaad',
    noEngine: 'hindi mapatakbo rito',
    shownBelow: 'ipinapakita sa ibaba',
    inspect: 'Suriin',
    inspectNamed: (name) => `Suriin ang ${name}`,
    note: 'Ang variant na ipinapakita sa ibaba lang ang binasa. Tinantiya ang iba mula sa laki ng mga file.',
    reason: {
      'most-precise': (name) => `${name}: ang pinakatumpak na kasya at sapat ang bilis.`,
      smallest: (name) => `${name}: ang pinakamaliit na kasya; walang umaabot sa bilis ng pagbasa (10 token/s).`,
      'only-tight': (name) => `${name}: walang tiyak na kasya; ito ang may pinakakaunting memory na kailangan.`,
      'nothing-fits': () => 'Walang variant na kasya sa device na ito.',
      'no-engine': () => 'Walang engine dito na makakapagpatakbo ng mga variant na ito.',
    },
    recommended: 'Inirerekomenda',
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
    title: 'Katalogo ng mga model',
    lead: (host) =>
      `Kokontakin ang ${host} kapag sinuri ang model na hindi kasama sa app. Hindi nasubukan ng project na ito ang mga model na “hindi na-verify”.`,
    ours: 'kasama',
    caption: 'Mga model sa katalogo',
    inspect: (name) => `Suriin ang ${name}`,
    showAll: (count) => `Ipakita ang lahat ng ${format.whole(count)} model`,
    columns: { name: 'Model', task: 'Task', engine: 'Engine at lisensya', where: 'Pinagmulan' },
    unverified: 'hindi na-verify',
    engine: (id) => engine.names[id],
  },
};

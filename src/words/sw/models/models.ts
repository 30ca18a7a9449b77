import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { coverage } from './coverage.ts';
import { modelRecommendation, modelFit, modelForecast } from './model-recommendation.ts';
import { modelFacts } from './model-facts.ts';
import { modelStore } from './model-store.ts';
import { frameworks } from './frameworks.ts';
import { otherDevices } from './other-devices.ts';
import { security } from '../validation/security.ts';

export const models: Text['models'] = {
  title: 'Modeli',
  lead: 'Kagua modeli yoyote kabla ya kuipakua: ni modeli gani, kama inatosha kwenye kifaa hiki, na itakuwa na kasi gani.',

  chooseModel: {
    title: 'Chagua modeli',
    field: 'Modeli ya Hugging Face, au URL',
    hint: 'shirika/jina, shirika/jina:faili, au https://…',
    inspect: 'Kagua',
    files: 'Chagua faili',
    folder: 'Chagua folda',
    drop: 'Au dondosha faili au folda popote kwenye ukurasa huu. Husomwa kwenye kifaa hiki na hazitumwi popote.',
    dropNow: 'Dondosha ili kukagua',
    contactNotice: (host) =>
      `Hii huwasiliana na ${host}, au seva ya faili inakoelekeza, ili kupata kichwa cha modeli, na si seva nyingine.`,
    noContact: 'Huja pamoja na programu: hakuna seva inayofikiwa.',
    hub: 'Kitovu cha modeli',
    hubField: 'URL ya kitovu cha modeli',
    hubHint: 'Kwa seva mbadala yenye API ile ile. Acha wazi kwa Hugging Face Hub.',
    reading: 'Inasoma kichwa',
    waiting: (time) => `Seva ina shughuli nyingi; itajaribu tena baada ya ${time}`,
  },

  measuring: (step) =>
    step === 'memory'
      ? 'Inapima kumbukumbu iliyopo'
      : step === 'text'
        ? 'Inapima uzidishaji wa matriki kwa aina hizi za uzito (mara moja, takriban sekunde moja)'
        : 'Inapima kifaa hiki (mara moja, sekunde chache)',

  variants: {
    title: (repository) => `Lahaja katika ${repository}`,
    about: (count, licence) =>
      `${count === 1 ? 'Lahaja moja' : `Lahaja ${count}`}; leseni: ${licence ?? 'haikutajwa'}.`,
    caption: 'Lahaja',
    columns: { variant: 'Lahaja', precision: 'Usahihi wa namba', size: 'Ukubwa', fits: 'Inatosha', speed: 'Makadirio' },
    with: (files) =>
      files.length > 4 ? `pamoja na faili nyingine ${files.length}` : `pamoja na ${format.list(files)}`,
    notSpecified: 'haikutajwa',
    noEngine: 'haiwezi kuendeshwa hapa',
    shownBelow: 'inaonyeshwa hapa chini',
    inspect: 'Kagua',
    inspectNamed: (name) => `Kagua ${name}`,
    note: 'Lahaja inayoonyeshwa hapa chini pekee ndiyo iliyosomwa. Nyingine zimekadiriwa kutokana na ukubwa wa faili zake.',
    reason: {
      'most-precise': (name) => `${name}: yenye usahihi zaidi kati ya zinazotosha na zenye kasi inayofaa.`,
      smallest: (name) =>
        `${name}: ndogo zaidi kati ya zinazotosha; hakuna inayofikia kasi ya kusoma (tokeni 10 kwa sekunde).`,
      'only-tight': (name) => `${name}: hakuna yenye uhakika wa kutosha; hii inahitaji kumbukumbu ndogo zaidi.`,
      'nothing-fits': () => 'Hakuna lahaja inayotosha kwenye kifaa hiki.',
      'no-engine': () => 'Hakuna injini hapa inayoweza kuendesha lahaja hizi.',
    },
    recommended: 'Inapendekezwa',
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
    title: 'Katalogi ya modeli',
    lead: (host) =>
      `Kukagua modeli isiyojumuishwa huwasiliana na ${host}. Modeli “ambazo hazijathibitishwa” hazijajaribiwa na mradi huu.`,
    ours: 'imejumuishwa',
    caption: 'Modeli za katalogi',
    inspect: (name) => `Kagua ${name}`,
    showAll: (count) => `Onyesha modeli zote ${format.whole(count)}`,
    columns: { name: 'Modeli', task: 'Kazi', engine: 'Injini na leseni', where: 'Chanzo' },
    unverified: 'haijathibitishwa',
    engine: (id) => engine.names[id],
  },
};

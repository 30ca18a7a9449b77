import type { Text } from '../../language.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { facts } from './report-facts.ts';

const { missing: noEnergy, sources: energySources } = facts.energy;

/** The page that compares one model on the engines of the page and of the companion. */
export const targets: Text['targets'] = {
  title: 'Ukurasa na injini asilia, bega kwa bega',
  lead: 'Huendesha modeli moja kwenye ukurasa huu na katika injini asilia za kompyuta hii, kwa kupishana na katika hali zile zile, kisha hulinganisha kasi na majibu.',
  badLink: 'Kiungo hiki hakiwezi kufunguliwa',

  model: 'Modeli na injini',
  noModel: 'Chagua modeli kwanza.',
  choice: {
    page: 'Kwenye ukurasa huu',
    native: 'Kwa injini asilia, kwenye kompyuta hii',
    none: 'Hakuna injini asilia iliyounganishwa inayofungua modeli hii.',
    connect: 'Injini asilia',
    fewer: 'Chagua injini mbili au zaidi.',
  },
  name: ({ host, engine, device, provider }) =>
    `${engineWords.names[engine]}${host === 'page' ? '' : ' asilia'}${provider === undefined ? '' : ` (${provider})`}, ${engineWords.devices[device]}`,

  start: 'Linganisha',
  repeat: 'Linganisha tena',
  keepVisible: 'Acha ukurasa huu ukiwa wazi, na usitumie kompyuta kwa kazi nyingine kwa sasa.',
  waits: 'Kichupo kingine kinapima. Ulinganisho huu utaanza kikikamilisha.',
  step: (name, done, steps) => `${name}: hatua ya ${done + 1} kati ya ${steps}`,

  result: {
    rates: {
      generation: (rate) => `tokeni ${rate} kwa sekunde`,
      prompt: (rate) => `Prompti: tokeni ${rate} kwa sekunde`,
    },
    firstToken: (time) => `Tokeni ya kwanza: ${time}`,
    split: (engine, transport) => `${engine} ndani ya injini, ${transport} usafirishaji`,
    transport: (time) => `Usafirishaji wa tokeni ya kwanza: ${time}`,
    noTransport: 'mfupi mno kupimika',
    transportNote:
      'Muda wa inferensi moja hujumuisha usafirishaji kati ya ukurasa huu na injini. Injini ya ukurasa huendeshwa katika worker, kwa hivyo nayo ina usafirishaji. Viwango vya tokeni kwa sekunde hupimwa ndani ya injini.',
    order:
      'Kila injini ilipimwa mara mbili, kwa mfuatano mmoja kisha kwa mfuatano wa kinyume; sampuli za zote mbili huhesabiwa.',
    noisy: 'Haijatulia: muda hutofautiana mno, au programu nyingine zilitumia prosesa. Usitegemee kasi hii.',
    busy: 'Programu nyingine zilitumia prosesa wakati huo, kwa hivyo kasi hizi zinaweza kuwa za chini mno, na mfuatano wake usiwe sahihi. Linganisha tena zikiisha.',
    answer: (verdict) => `Jibu: ${verdict}`,
    reference: 'nyingine hulinganishwa nayo',
    answers: {
      identical: 'sawa kabisa',
      expected: 'linalingana',
      investigate: 'linatofautiana, kagua ubora',
      broken: 'halilingani',
    },
    notCompared: 'halikulinganishwa',
    texts: 'Majibu ya prompti moja',
    textsNote:
      'Injini hukaribisha desimali kwa njia tofauti, kwa hivyo majibu yenye ubora sawa yanaweza kuachana kuanzia neno fulani.',
    sameText: 'maandishi yale yale',
    otherText: (characters) => `herufi ${format.whole(characters)} za kwanza ni sawa`,
    report: 'Ripoti',
    compareWith: (name) => `Linganisha na ${name}`,
    share: 'Ukurasa na injini asilia zikilinganishwa',
  },

  energy: {
    title: 'Nishati',
    missing: (source, reason) => `${energySources[source]}: haipatikani, ${noEnergy[reason]}`,
    page: 'Kwenye ukurasa: haipatikani, kwa sababu ukurasa hauwezi kusoma vihesabu vya nishati.',
    perInference: (joules, uncertainty) => `${joules} ± ${uncertainty} J kwa inferensi`,
    perToken: (joules, uncertainty) => `${joules} ± ${uncertainty} J kwa tokeni`,
    watts: (watts) => `${watts} W`,
    counter: (source, name) => `${energySources[source]}: ${name}`,
    caption:
      'Wastani wa nishati ya kompyuta nzima wakati wa uendeshaji, mara mediani ya muda: nishati ya kompyuta ikiwa imetulia na programu nyingine zimejumuishwa.',
    columns: ['Injini', 'Nishati', 'Wati', 'Imepimwa na'],
  },

  details: {
    title: 'Jinsi kila moja ilivyoendeshwa',
    caption: 'Toleo, nyuzi na muda wa kupakia kwa kila injini',
    columns: ['Injini', 'Toleo', 'Nyuzi', 'Ilipakiwa kwa'],
  },

  recommendation: {
    title: 'Utumie ipi na lini',
    onlyPage:
      'Injini za ukurasa pekee ndizo zilizopimwa. Unganisha programu mwenza ili kuzilinganisha na injini asilia za kompyuta hii.',
    onlyNative: 'Injini asilia pekee ndizo zilizopimwa. Chagua pia injini ya ukurasa, ili uone kama zina faida.',
    faster: (native, factor, page) =>
      `${native} ina kasi mara ${factor} ya ${page}, usafirishaji ukijumuishwa: itumie kwa maingizo mengi au modeli kubwa kwenye kompyuta hii, na utumie ukurasa mahali ambapo haiwezekani kusakinisha programu nyingine.`,
    slower: (page, factor, native) =>
      `${page} ina kasi mara ${factor} ya ${native}, usafirishaji ukijumuishwa: tumia ukurasa kwa modeli hii.`,
    same: (page, native) =>
      `${page} na ${native} zina kasi inayokaribiana, usafirishaji ukijumuishwa: tumia ukurasa, ambao hauhitaji programu nyingine.`,
    differs: (name) => `Majibu ya ${name} hayalingani, kwa hivyo kasi yake si sababu ya kuitumia.`,
  },
};

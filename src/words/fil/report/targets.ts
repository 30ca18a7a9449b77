import type { Text } from '../../language.ts';
import { engine as engineWords } from '../device/engine.ts';
import { count } from '../format.ts';
import { facts } from './report-facts.ts';

const { missing: noEnergy, sources: energySources } = facts.energy;

/** The page that compares one model on the engines of the page and of the companion. */
export const targets: Text['targets'] = {
  title: 'Page at mga native engine, magkatabi',
  lead: 'Pinapatakbo ang isang model sa page na ito at sa mga native engine ng computer na ito, nang salitan at sa parehong kondisyon, at inihahambing ang bilis at mga sagot.',
  badLink: 'Hindi mabuksan ang link na ito',

  model: 'Model at mga engine',
  noModel: 'Pumili muna ng model.',
  choice: {
    page: 'Sa page na ito',
    native: 'Native, sa computer na ito',
    none: 'Walang nakakonektang native engine na nagbubukas ng model na ito.',
    connect: 'Mga native engine',
    fewer: 'Pumili ng dalawa o higit pang engine.',
  },
  name: ({ host, engine, device, provider }) =>
    `${engineWords.names[engine]}${provider === undefined ? '' : ` (${provider})`}, ${host === 'page' ? '' : 'native '}${engineWords.devices[device]}`,

  start: 'Paghambingin',
  repeat: 'Paghambingin muli',
  keepVisible: 'Panatilihing nakikita ang page na ito, at huwag munang gamitin ang computer sa iba pang bagay.',
  waits: 'May ibang tab na nagsusukat. Magsisimula ang paghahambing na ito kapag tapos na iyon.',
  step: (name, done, steps) => `${name}: hakbang ${done + 1} sa ${steps}`,

  result: {
    rates: {
      generation: (rate) => `${rate} token/s`,
      prompt: (rate) => `Prompt: ${rate} token/s`,
    },
    firstToken: (time) => `Unang token: ${time}`,
    split: (engine, transport) => `${engine} sa engine, ${transport} sa transport`,
    transport: (time) => `Transport ng unang token: ${time}`,
    noTransport: 'masyadong maikli para masukat',
    transportNote:
      'Kasama sa oras ng isang inference ang transport sa pagitan ng page na ito at ng engine. Sa worker tumatakbo ang engine ng page, kaya mayroon din itong transport. Sa engine sinusukat ang mga rate na token/s.',
    order:
      'Dalawang beses sinukat ang bawat engine, sa isang pagkakasunod-sunod at saka sa kabaligtaran; parehong binibilang ang mga sample.',
    noisy:
      'Maingay: masyadong nag-iiba-iba ang mga oras, o ginamit ng ibang program ang processor. Huwag umasa sa bilis na ito.',
    busy: 'May ibang program na gumamit ng processor, kaya baka masyadong mababa ang mga bilis na ito, at mali ang pagkakasunod-sunod. Paghambingin muli kapag tapos na ang mga iyon.',
    answer: (verdict) => `Sagot: ${verdict}`,
    reference: 'dito inihahambing ang iba',
    answers: {
      identical: 'magkapareho',
      expected: 'tumutugma',
      investigate: 'naiiba, suriin ang kalidad',
      broken: 'hindi tumutugma',
    },
    notCompared: 'hindi naihambing',
    texts: 'Mga sagot sa parehong prompt',
    textsNote:
      'Magkakaiba ang pag-round ng mga engine, kaya puwedeng maghiwalay sa isang salita ang mga sagot na magkasinghusay.',
    sameText: 'parehong text',
    otherText: (characters) => `magkapareho ang unang ${count(characters, 'karakter')}`,
    report: 'Report',
    compareWith: (name) => `Ihambing sa ${name}`,
    share: 'Page at native engine, pinaghambing',
  },

  energy: {
    title: 'Enerhiya',
    missing: (source, reason) => `${energySources[source]}: hindi available, ${noEnergy[reason]}`,
    page: 'Sa page: hindi available, dahil hindi nababasa ng page ang mga counter ng enerhiya.',
    perInference: (joules, uncertainty) => `${joules} ± ${uncertainty} J bawat inference`,
    perToken: (joules, uncertainty) => `${joules} ± ${uncertainty} J bawat token`,
    watts: (watts) => `${watts} W`,
    counter: (source, name) => `${energySources[source]}: ${name}`,
    caption:
      'Mean na konsumo ng buong computer habang tumatakbo, minultiply sa median na tagal: kasama ang konsumo kahit walang ginagawa at ang ibang program.',
    columns: ['Engine', 'Enerhiya', 'Konsumo', 'Sinukat ng'],
  },

  details: {
    title: 'Paano pinatakbo ang bawat isa',
    caption: 'Bersyon, mga thread, at oras ng pag-load ayon sa engine',
    columns: ['Engine', 'Bersyon', 'Mga thread', 'Na-load sa loob ng'],
  },

  recommendation: {
    title: 'Ano ang gagamitin at kailan',
    onlyPage:
      'Mga engine lang ng page ang nasukat. Ikonekta ang companion para maihambing ang mga ito sa mga native engine ng computer na ito.',
    onlyNative:
      'Mga native engine lang ang nasukat. Pumili rin ng engine ng page, para makita kung sulit ang mga native.',
    faster: (native, factor, page) =>
      `${factor} beses na kasimbilis ng ${page} ang ${native}, kasama ang transport: gamitin ito para sa maraming input o malalaking model sa computer na ito, at ang page kung saan walang ibang program na puwedeng i-install.`,
    slower: (page, factor, native) =>
      `${factor} beses na kasimbilis ng ${native} ang ${page}, kasama ang transport: gamitin ang page para sa model na ito.`,
    same: (page, native) =>
      `Halos magkasimbilis ang ${page} at ang ${native}, kasama ang transport: gamitin ang page, na hindi nangangailangan ng ibang program.`,
    differs: (name) => `Hindi tumutugma ang mga sagot ng ${name}, kaya hindi dahilan ang bilis nito para gamitin ito.`,
  },
};

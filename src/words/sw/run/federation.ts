import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole, bytes } = format;
const number = (value: number) => value.toPrecision(3);

export const federation: Text['federation'] = {
  title: 'Jifunze pamoja na wengine',
  lead: 'Fundisha aina za mwaliko kwa picha zako, pamoja na watu wengine. Picha na sifa zake kamwe haziondoki katika kivinjari hiki. Kinachoondoka ni sasisho la tabaka la mwisho, lililofupishwa na kuongezwa kelele, na tu baada ya wewe kukubali.',
  open: 'Fungua mwaliko',
  checking: 'Inakagua mwaliko',
  needsCompanion:
    'Unganisha programu mwenza kwanza. Ndiyo hupitisha ujumbe: ile ya mratibu mwenyewe, au ile iliyo mwisho wa njia ya siri kwenda kwake.',
  companionPage: 'Fungua Programu mwenza',
  needsClasses: (labels) => `Ongeza picha kwa aina hizi: ${labels.join(', ')}.`,
  plan: 'Mpango',
  coordinator: 'Ufunguo wa mratibu',
  compareKey: 'Ulinganishe na ufunguo ambao mratibu anaonyesha (assay federate show).',
  labels: 'Aina',
  rounds: (rounds, participants) =>
    `Raundi ${whole(rounds)}, kila moja ikiwa na angalau washiriki ${whole(participants)}`,
  aggregations: {
    secure:
      'Ujumlishaji salama: mratibu huona tu jumla ya masasisho yote, si lako. Hawezi kuondoa yaliyotiwa sumu, isipokuwa kwa urefu wake.',
    median:
      'Mediani: mratibu huona sasisho lako, pamoja na kelele yake. Masasisho machache yenye sumu hayaleti madhara makubwa.',
    'trimmed-mean':
      'Wastani uliopunguzwa: mratibu huona sasisho lako, pamoja na kelele yake. Masasisho machache yenye sumu hayaleti madhara makubwa.',
  },
  privacy: (epsilon, delta) =>
    `Faragha ya kila picha katika raundi zote: epsilon ${number(epsilon)}, delta ${number(delta)}`,
  prepare: 'Kokotoa sasisho langu',
  computing: 'Inakokotoa sasisho',
  preview: {
    title: 'Kitakachoondoka, ukikubali',
    round: (round, rounds, enrolled) =>
      `Raundi ya ${whole(round)} kati ya ${whole(rounds)}, washiriki ${whole(enrolled)} hadi sasa`,
    sentValues: (values, size) => `Namba ${whole(values)} (${bytes(size)}), ufunguo wako wa umma na sahihi`,
    norm: (norm, max) => `Urefu wa sasisho: ${number(norm)}, linafupishwa hadi ${number(max)}`,
    epsilon: (before, after, max) =>
      `Epsilon hadi sasa ${number(before)}, baadaye ${number(after)} kati ya ${number(max)}`,
  },
  send: 'Tuma sasisho hili',
  discard: 'Usitume',
  sending: 'Inasubiri washiriki wengine',
  combined: 'Sasisho lako ni sehemu ya modeli mpya.',
  failed:
    'Washiriki walikuwa wachache mno, kwa hiyo raundi hii inaanza tena. Epsilon huhesabu sasisho lako ikiwa lilikuwa limeondoka.',
  done: 'Raundi zote zimekamilika.',
  use: 'Hifadhi modeli ya pamoja',
  progress: (round, rounds) => `Raundi ${whole(round)} kati ya ${whole(rounds)} zimekamilika`,
};

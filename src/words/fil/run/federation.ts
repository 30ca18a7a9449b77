import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const { whole, bytes } = format;
const number = (value: number) => value.toPrecision(3);

export const federation: Text['federation'] = {
  title: 'Matuto kasama ang iba',
  lead: 'I-train ang mga class ng isang imbitasyon gamit ang mga larawan mo, kasama ang ibang tao. Hindi kailanman umaalis sa browser na ito ang mga larawan at ang mga feature ng mga ito. Ang umaalis lang ay isang update ng huling layer, pinaikli at may noise, at kapag pumayag ka na.',
  open: 'Magbukas ng imbitasyon',
  checking: 'Sinusuri ang imbitasyon',
  needsCompanion:
    'Ikonekta muna ang isang companion. Ito ang nagpapasa ng mga mensahe: ang sa coordinator mismo, o ang nasa dulo ng tunnel papunta rito.',
  companionPage: 'Buksan ang Companion',
  needsClasses: (labels) => `Magdagdag ng mga larawan sa mga class na ito: ${labels.join(', ')}.`,
  plan: 'Plano',
  coordinator: 'Key ng coordinator',
  compareKey: 'Ihambing ito sa key na ipinapakita ng coordinator (assay federate show).',
  labels: 'Mga class',
  rounds: (rounds, participants) =>
    `${count(rounds, 'round')}, bawat isa ay may hindi bababa sa ${whole(participants)} kalahok`,
  aggregations: {
    secure:
      'Ligtas na pagsasama: ang kabuuan lang ng lahat ng update ang nakikita ng coordinator, hindi ang sa iyo. Hindi nito maaalis ang mga nilasong update, maliban ayon sa haba ng mga ito.',
    median:
      'Median: nakikita ng coordinator ang update mo, kasama ang noise nito. Kaunti ang pinsala ng iilang nilasong update.',
    'trimmed-mean':
      'Trimmed mean: nakikita ng coordinator ang update mo, kasama ang noise nito. Kaunti ang pinsala ng iilang nilasong update.',
  },
  privacy: (epsilon, delta) =>
    `Privacy ng bawat larawan sa lahat ng round: epsilon ${number(epsilon)}, delta ${number(delta)}`,
  prepare: 'Kalkulahin ang update ko',
  computing: 'Kinakalkula ang update',
  preview: {
    title: 'Ang aalis, kung papayag ka',
    round: (round, rounds, enrolled) =>
      `Round ${whole(round)} sa ${whole(rounds)}, ${count(enrolled, 'kalahok')} sa ngayon`,
    sentValues: (values, size) => `${whole(values)} numero (${bytes(size)}), ang public key mo, at isang lagda`,
    norm: (norm, max) => `Haba ng update: ${number(norm)}, pinaikli sa ${number(max)}`,
    epsilon: (before, after, max) =>
      `Epsilon hanggang ngayon: ${number(before)}, pagkatapos ay ${number(after)} sa ${number(max)}`,
  },
  send: 'Ipadala ang update na ito',
  discard: 'Huwag ipadala',
  sending: 'Hinihintay ang ibang mga kalahok',
  combined: 'Bahagi na ng bagong model ang update mo.',
  failed:
    'Masyadong kaunti ang lumahok, kaya uulitin ang round na ito. Kasama sa epsilon ang update mo kung nakaalis na ito.',
  done: 'Tapos na ang lahat ng round.',
  use: 'I-save ang pinagsamang model',
  progress: (round, rounds) => `${whole(round)} sa ${whole(rounds)} round ang tapos na`,
};

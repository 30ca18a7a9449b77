import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : format.number(p));

export const drift: Text['drift'] = {
  title: 'Je, maingizo yamebadilika?',
  lead: 'Weka kundi la picha wakati modeli inafanya kazi vizuri, kisha ulinganishe makundi ya baadaye nalo. Ulinganisho hutumia sifa za picha na utabiri wa modeli; hauhitaji lebo. Namba pekee ndizo huhifadhiwa, ndani ya kivinjari hiki.',
  keep: (count) => `Weka picha hizi ${format.whole(count)} kuwa rejea`,
  compare: 'Linganisha na rejea',
  remove: 'Ondoa rejea',
  observing: 'Inasoma picha',
  reference: (count, day) => `Rejea: picha ${format.whole(count)} za ${day}.`,
  replaceNote: 'Ukiweka picha mpya, zinachukua nafasi yake.',
  tooFew: (minItems) => `Ulinganisho unahitaji angalau picha ${format.whole(minItems)}.`,
  parts: 'Sifa, yenye tofauti iliyo wazi zaidi kwanza',
  verdict: {
    drift: 'Data ya sasa inatofautiana na rejea.',
    'no-drift': 'Hakuna tofauti na rejea iliyopatikana.',
    'not-measured': 'Haikupimwa: vipengee ni vichache mno.',
  },
  signal: (p) =>
    `Uwezekano wa tofauti zilizo wazi kiasi hiki bila mabadiliko yoyote, kwa sifa zote: ${probability(p)}.`,
  columns: {
    feature: 'Sifa',
    reference: 'Rejea',
    current: 'Sasa',
    p: 'p (iliyorekebishwa)',
    stability: 'Faharisi ya uthabiti',
  },
  features: {
    brightness: 'Mwangaza',
    contrast: 'Utofautishaji',
    saturation: 'Ukolezaji wa rangi',
    sharpness: 'Ukali wa picha',
    confidence: 'Uhakika',
    margin: 'Tofauti na darasa la pili',
    entropy: 'Entropia ya madarasa',
    objects: 'Vitu kwa kila picha',
    foreground: 'Eneo la mbele',
    characters: 'Herufi',
    seconds: 'Sekunde',
    'predicted-class': 'Darasa lililotabiriwa',
    embedding: 'Embedding',
    latency: 'Ucheleweshaji, kuanzia saa ya kwanza hadi ya mwisho',
  },
  probability,
  share: (label, fraction) => `${label === '' ? 'madarasa adimu' : label}: ${format.percent(fraction)}`,
};

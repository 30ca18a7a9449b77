import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

const countResults = (count: number) => (count === 1 ? 'tokeo 1' : `matokeo ${format.whole(count)}`);

export const results: Text['results'] = {
  title: 'Matokeo',
  lead: 'Kila upimaji wa kasi, tathmini, ukaguzi wa vigezo, ulinganisho, utafutaji wa usanidi bora na muhuri uliotengenezwa kwenye kivinjari hiki, kila muhuri unaoufungua, na kila ukaguzi wa kifaa unaouanzisha huhifadhiwa hapa, kwenye kifaa hiki pekee.',
  reading: 'Inasoma matokeo yaliyohifadhiwa',
  none: 'Bado hakuna matokeo. Upimaji wa kasi au ukaguzi wa kifaa huonekana hapa mara tu unapokamilika.',
  first: 'Pima kasi ya kifaa hiki',
  firstBench: 'Anza upimaji wa kasi',
  noMatch: 'Hakuna tokeo lililohifadhiwa linalolingana.',
  clear: 'Onyesha matokeo yote',
  notStored:
    'Matokeo hayawezi kuhifadhiwa kwenye kivinjari hiki. Tokeo hupotea ukurasa wake ukifungwa: nakili kiungo chake au ulihifadhi kama faili.',

  search: 'Tafuta',
  searchHelp: 'Modeli, injini, kifaa au kivinjari',
  kind: 'Aina',
  anyKind: 'Aina zote',
  kinds: {
    tensor: 'Upimaji wa kasi',
    text: 'Upimaji wa kasi wa maandishi',
    task: 'Tathmini',
    device: 'Ukaguzi wa kifaa',
    comparison: 'Ulinganisho',
    gates: 'Vigezo',
    tuning: 'Uboreshaji',
    hallmark: 'Muhuri',
  },
  model: 'Modeli',
  anyModel: 'Modeli zote',
  list: 'Matokeo yaliyohifadhiwa',
  counts: (shown, all) => (shown === all ? countResults(all) : `${format.whole(shown)} kati ya ${countResults(all)}`),
  more: (count) => `Onyesha ${count} zaidi`,

  score: (metric, value) => `${scores.name(metric)} ${scores.formatScore(metric, value)}`,
  hallmark: (model) => `Muhuri wa ${model}`,
  levels: { 'self-attested': 'uthibitisho wa mwenyewe', reproduced: 'umerudiwa' },
  deviceCheck: (machine) => `Ukaguzi wa kifaa: ${machine}`,
  tuning: (model) => `Usanidi bora: ${model}`,
  comparison: (model) => `Ulinganisho: ${model}`,
  machines: (first, second) => `A: ${first}. B: ${second}.`,
  on: (engine, device, threads, machine) => `${engine} kwenye ${device}, ${threads}; ${machine}`,
  rate: (cell, value) =>
    cell.startsWith('pp') ? `prompti ${value}` : cell.startsWith('tg') ? `jibu ${value}` : `${cell} ${value}`,
  tokensPerS: (rates) => `tokeni kwa sekunde: ${rates}`,
  gflops: (value) => `${value} GFLOP/s`,
  notMeasured: 'haikupimwa',
  faster: {
    first: (factor) => `A ina kasi mara ${factor} zaidi`,
    second: (factor) => `B ina kasi mara ${factor} zaidi`,
    neither: () => 'hakuna tofauti',
    unclear: () => 'haijabainika',
  },
  received: 'limepokewa',

  select: (name) => `Chagua ${name}`,
  selected: (count) => (count === 1 ? 'Limechaguliwa 1' : `Yamechaguliwa ${count}`),
  compare: 'Linganisha mawili yaliyochaguliwa',
  compareHelp: 'Chagua matokeo mawili ya upimaji wa kasi, tathmini, vigezo au mihuri ili kuyalinganisha.',
  deleteSelected: 'Futa yaliyochaguliwa',
  delete: (name) => `Futa ${name}`,
  deleted: (count) => `Umefuta ${countResults(count)}.`,
  undo: 'Tendua',

  export: 'Hamisha yote',
  import: 'Ingiza',
  importHelp: 'Faili iliyohamishwa kutoka hapa, au ripoti iliyohifadhiwa kama JSON.',
  imported: (added, known, invalid) =>
    [
      `Umeingiza ${countResults(added)}.`,
      ...(known > 0 ? [`Tayari yalikuwepo: ${countResults(known)}.`] : []),
      ...(invalid > 0 ? [`Batili, hayakuingizwa: ${countResults(invalid)}.`] : []),
    ].join(' '),
  notResults: (file) =>
    `${isolate(file)} haina matokeo. Chagua faili iliyohamishwa kutoka ukurasa huu, au ripoti iliyohifadhiwa kama JSON.`,

  references: {
    title: 'Vipimo vya kulinganisha',
    lead: 'Matokeo ya modeli hii kwa njia ile ile ya upimaji: yaliyohifadhiwa hapa, au yaliyopimwa na mradi huu kwenye kifaa kilichotajwa.',
    thisResult: 'Tokeo hili',
    none: 'Hakuna tokeo lingine la modeli na njia hii lililohifadhiwa hapa. Ili kulinganisha, hifadhi kwenye Matokeo tokeo ulilotumiwa, au uliingize.',
    open: 'Fungua Matokeo',
    measured: (on, date) => `${on}; ${date}`,
    byProject: (on, date) => `Limepimwa na watengenezaji wa Assay: ${on}; ${date}`,
  },

  missing: {
    title: 'Tokeo halijahifadhiwa hapa',
    lead: 'Anwani hii ni ya tokeo lililohifadhiwa kwenye kivinjari kilicholipima. Lilifutwa, au lilipimwa kwenye kivinjari kingine.',
    all: 'Matokeo yote yaliyohifadhiwa',
  },

  save: 'Hifadhi kwenye Matokeo',
  saved: 'Limehifadhiwa kwenye Matokeo',
  notSaved:
    'Tokeo hili halikuhifadhiwa kwenye Matokeo. Nakili kiungo chake au ulihifadhi kama faili, la sivyo litapotea.',
};

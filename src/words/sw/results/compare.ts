import type { ComparisonSide } from '#bench/report/compare-reports.ts';
import type { Text } from '../../language.ts';

/** The sentence of a comparison when this side is the faster one. */
const faster: Readonly<Record<ComparisonSide, (factor: string, range: string) => string>> = {
  a: (factor, range) => `A ina kasi mara ${factor} zaidi (${range}).`,
  b: (factor, range) => `B ina kasi mara ${factor} zaidi (${range}).`,
  before: (factor, range) => `Kasi imepungua mara ${factor} baada ya mabadiliko (${range}).`,
  after: (factor, range) => `Kasi imeongezeka mara ${factor} baada ya mabadiliko (${range}).`,
  there: (factor, range) => `Kifaa chao kina kasi mara ${factor} zaidi (${range}).`,
  here: (factor, range) => `Kifaa hiki kina kasi mara ${factor} zaidi (${range}).`,
};

/** The comparison of two results. */
export const compare: Text['report']['compare'] = {
  field: 'Linganisha na tokeo lingine',
  help: 'Bandika kiungo cha tokeo. Uwiano wa mediani huonyeshwa pamoja na wigo wake wa uhakika wa 95%.',
  open: 'Linganisha',
  title: (model) => `Ulinganisho: ${model}`,
  label: 'Ulinganisho',
  openOne: 'Fungua tokeo hili',
  sides: {
    a: 'A',
    b: 'B',
    before: 'Kabla',
    after: 'Baada',
    there: 'Kifaa chao',
    here: 'Kifaa hiki',
  },
  sentence(which, [first, second], factor, range) {
    if (which === 'neither') return `Hakuna tofauti inayopimika (${range}).`;
    if (which === 'unclear') return `Haijabainika: sampuli ni chache mno au zimetawanyika mno (${range}).`;
    return faster[which === 'first' ? first : second](factor, range);
  },
  card: {
    separator: ' | ',
    caption: (sides) => `${sides}, mediani`,
    side: (name, machine, engine) => `${name}: ${machine}; ${engine}`,
  },
  changed: 'Kilichobadilika',
  change: (name, before, after) => `${name}: ${before} → ${after}`,
  nothingChanged: 'Hakuna mpangilio wala toleo linalotofautiana kati ya haya mawili.',
  looksSame: 'Viungo vyote viwili vinataja mashine ya aina moja; haviwezi kuthibitisha kuwa ilikuwa ile ile.',
  range: (low, high) => `mara ${low}–${high}, wigo wa uhakika wa 95%`,
  inCell: (cell, sentence) => `${cell}: ${sentence}`,
  incomparable: {
    itself: 'Yote mawili ni tokeo lile lile, kwa hivyo hakuna cha kulinganisha.',
    invalid: 'Hayalinganishiki: moja lilitoa matokeo yasiyo sahihi, kwa hivyo kasi yake haihesabiki.',
    method: 'Hayalinganishiki: yalipimwa kwa matoleo makuu tofauti ya njia ya upimaji.',
    subject: 'Hayalinganishiki: yalipima modeli tofauti.',
    dimensions: 'Hayalinganishiki: dimensheni huru za modeli zilikuwa na ukubwa tofauti.',
    cells: 'Hayalinganishiki: yalipima sehemu tofauti za mzigo wa kazi.',
  },
  caveats: {
    'not-interleaved':
      'Yalipimwa nyakati tofauti, si kwa kupishana: mabadiliko ya kasi ya kifaa huhesabiwa kuwa tofauti.',
    'other-machine': 'Yalipimwa kwenye mashine tofauti.',
    'other-engine': 'Toleo la injini au kivinjari ni tofauti.',
    'other-settings': 'Kifaa, nyuzi au mipangilio ya injini ni tofauti.',
    indicative: 'Angalau moja si upimaji kamili usiosumbuliwa.',
    noisy: 'Sampuli za angalau moja hutofautiana sana, au zilichukuliwa mashine ikiwa na kazi nyingine.',
    histogram: 'Sampuli zilitoka kwenye viungo, zikiwa histogramu: usahihi wa wigo haupiti upana wa mafungu yake.',
  },
  caveatsTitle: 'Tahadhari',
  different: 'Tofauti',
  differentCaption: 'Maelezo yanayotofautiana',
  same: (count) => `Yanayolingana kwa yote mawili: maelezo ${count}`,
  plotTitle: 'Mgawanyo kwenye skeli moja',
};

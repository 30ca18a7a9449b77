import type { ComparisonSide } from '#bench/report/compare-reports.ts';
import type { compare as en } from '../../en/results/compare.ts';
import { count as countOf } from '../format.ts';

/** The sentence of a comparison when this side is the faster one. */
const faster: Readonly<Record<ComparisonSide, (factor: string, range: string) => string>> = {
  a: (factor, range) => `Mas mabilis nang ${factor}× ang A (${range}).`,
  b: (factor, range) => `Mas mabilis nang ${factor}× ang B (${range}).`,
  before: (factor, range) => `Mas mabagal nang ${factor}× pagkatapos ng pagbabago (${range}).`,
  after: (factor, range) => `Mas mabilis nang ${factor}× pagkatapos ng pagbabago (${range}).`,
  there: (factor, range) => `Mas mabilis nang ${factor}× ang device nila (${range}).`,
  here: (factor, range) => `Mas mabilis nang ${factor}× ang device na ito (${range}).`,
};

/** The comparison of two results. */
export const compare: typeof en = {
  field: 'Ihambing sa ibang resulta',
  help: 'Mag-paste ng link ng resulta. Ipapakita ang ratio ng mga median kasama ang 95% confidence interval nito.',
  open: 'Ihambing',
  title: (model) => `Paghahambing: ${model}`,
  label: 'Paghahambing',
  openOne: 'Buksan ang resultang ito',
  sides: {
    a: 'A',
    b: 'B',
    before: 'Dati',
    after: 'Ngayon',
    there: 'Device nila',
    here: 'Device na ito',
  },
  sentence(which, [first, second], factor, range) {
    if (which === 'neither') return `Walang masusukat na pagkakaiba (${range}).`;
    if (which === 'unclear') return `Hindi tiyak: masyadong kaunti o kalat ang mga sample (${range}).`;
    return faster[which === 'first' ? first : second](factor, range);
  },
  card: {
    separator: ' | ',
    caption: (sides) => `${sides}, mga median`,
    side: (name, machine, engine) => `${name}: ${machine}; ${engine}`,
  },
  changed: 'Nagbago',
  change: (name, before, after) => `${name}: ${before} → ${after}`,
  nothingChanged: 'Walang setting o bersyong magkaiba sa dalawa.',
  looksSame: 'Parehong uri ng machine ang iniuulat ng dalawang link; hindi nila mapatutunayang iisa iyon.',
  range: (low, high) => `${low}–${high}×, 95% confidence interval`,
  inCell: (cell, sentence) => `${cell}: ${sentence}`,
  incomparable: {
    itself: 'Iisang resulta ang dalawa, kaya walang ihahambing.',
    invalid: 'Hindi maihahambing: mali ang output ng isa, kaya walang saysay ang bilis nito.',
    method: 'Hindi maihahambing: magkaibang pangunahing bersyon ng paraan ang ginamit sa pagsukat.',
    subject: 'Hindi maihahambing: magkaibang model ang sinukat.',
    dimensions: 'Hindi maihahambing: magkaiba ang laki ng mga malayang dimension ng model.',
    cells: 'Hindi maihahambing: magkaibang bahagi ng workload ang sinukat.',
  },
  caveats: {
    'not-interleaved':
      'Magkaiba ang oras ng pagtakbo, hindi salitan: nabibilang na pagkakaiba ang pagbabago sa bilis ng device.',
    'other-machine': 'Sa magkaibang machine tumakbo ang dalawa.',
    'other-engine': 'Magkaiba ang bersyon ng engine o ang browser.',
    'other-settings': 'Magkaiba ang device, mga thread, o mga setting ng engine.',
    indicative: 'May kahit isang hindi buo at walang-antalang pagsukat.',
    noisy: 'Malawak ang pag-iiba-iba ng mga sample ng kahit isa, o sa abalang machine kinuha ang mga iyon.',
    histogram: 'Galing sa mga link ang mga sample, bilang histogram: hanggang sa mga bin lang ang tumpak ng interval.',
  },
  caveatsTitle: 'Mga paalala',
  different: 'Mga pagkakaiba',
  differentCaption: 'Mga detalyeng magkaiba',
  same: (count) => `Pareho sa dalawa: ${countOf(count, 'detalye')}`,
  plotTitle: 'Mga distribution sa iisang sukatan',
};

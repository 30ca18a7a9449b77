import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { number, whole } = format;

/** The benchmark of several models on several devices. */
export const matrix: Text['bench']['matrix'] = {
  title: 'Ilang model, device, at laki ng larawan',
  lead: 'Sinusukat ang bawat kombinasyon, isa-isa, at ipinaghahambing sa isang talahanayan. Nasa Mga Resulta rin ang bawat sukat.',
  models: 'Mga model',
  targets: 'Mga device',
  imageSizes: 'Mga laki ng larawan sa pixel',
  imageSizesHelp:
    'Taas at lapad, pinaghihiwalay ng kuwit, para sa mga model na malaya ang laki ng larawan. Sinusukat ang ibang model sa sarili nitong laki.',
  noImageSizes: 'Maglagay ng kahit isang laki ng larawan, gaya ng 320, 480, 640.',
  badImageSize: (text) => `Hindi laki ng larawan ang “${text}”: maglagay ng mga buong bilang mula 16 hanggang 4096.`,
  noModels: 'Pumili ng kahit isang model.',
  noTargets: 'Pumili ng kahit isang device.',
  start: 'Sukatin ang lahat ng kombinasyon',
  again: 'Sukatin muli',
  measuring: (model, target, index, count) => `${model} sa ${target} (${whole(index)} sa ${whole(count)})`,
  table: 'Mga median ayon sa model at device',
  model: 'Model',
  imageSize: 'Laki ng larawan',
  fixedSize: 'nakapirmi',
  squareSize: (size) => `${whole(size)} × ${whole(size)}`,
  withThreads: (device, threads) => `${device}, ${threads}`,
  value: (value, unit) => (unit === 'ms' ? `${number(value)} ms` : `${number(value)} token/s`),
  relative: (speed) => `${number(100 * speed)}% ng pinakamabilis sa row na ito`,
  unsupported: 'hindi suportado',
  failed: 'nabigo',
  pending: 'hindi nasukat',
  invalid: 'maling output',
  noisy: 'maingay',
  legend: 'Inihahambing ng kulay ang bilis sa loob ng isang row: mas matingkad ang kulay, mas mabilis ang device.',
  csv: 'I-save bilang CSV',
};

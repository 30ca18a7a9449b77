import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { number, whole } = format;

/** The benchmark of several models on several devices. */
export const matrix: Text['bench']['matrix'] = {
  title: 'Modeli, vifaa na ukubwa wa picha kadhaa',
  lead: 'Hupima kila mchanganyiko, mmoja baada ya mwingine, na kuzilinganisha katika jedwali moja. Kila kipimo huhifadhiwa pia kwenye Matokeo.',
  models: 'Modeli',
  targets: 'Vifaa',
  imageSizes: 'Ukubwa wa picha kwa pikseli',
  imageSizesHelp:
    'Urefu na upana, vikitenganishwa kwa koma, kwa modeli ambazo ukubwa wa picha ni huru. Modeli nyingine hupimwa kwa ukubwa wake.',
  noImageSizes: 'Weka angalau ukubwa mmoja wa picha, kama vile 320, 480, 640.',
  badImageSize: (text) => `“${text}” si ukubwa wa picha: weka namba kamili kuanzia 16 hadi 4096.`,
  noModels: 'Chagua angalau modeli moja.',
  noTargets: 'Chagua angalau kifaa kimoja.',
  start: 'Pima michanganyiko yote',
  again: 'Pima tena',
  measuring: (model, target, index, count) => `${model} kwenye ${target} (${whole(index)} kati ya ${whole(count)})`,
  table: 'Mediani kwa modeli na kifaa',
  model: 'Modeli',
  imageSize: 'Ukubwa wa picha',
  fixedSize: 'imewekwa',
  squareSize: (size) => `${whole(size)} × ${whole(size)}`,
  withThreads: (device, threads) => `${device}, ${threads}`,
  value: (value, unit) => (unit === 'ms' ? `${number(value)} ms` : `tokeni ${number(value)} kwa sekunde`),
  relative: (speed) => `${number(100 * speed)}% ya kasi ya juu kabisa katika mstari huu`,
  unsupported: 'haitumiki',
  failed: 'imeshindwa',
  pending: 'haijapimwa',
  invalid: 'matokeo yasiyo sahihi',
  noisy: 'halijatulia',
  legend:
    'Kivuli hulinganisha kasi ndani ya mstari: kadiri rangi ilivyokolea zaidi, ndivyo kifaa kilivyo na kasi zaidi.',
  csv: 'Hifadhi kama CSV',
};

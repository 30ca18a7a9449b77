import type { reportLinkFaults as en } from '../../en/report/report-link-faults.ts';
import { count, format } from '../format.ts';

const { bytes: size, whole } = format;

const range = (min: number, max: number) =>
  max === Infinity ? `hindi bababa sa ${min}` : `mula ${min} hanggang ${max}`;

/** Faults of a report link: the text after the colon of a message. */
export const reportLinkFaults: typeof en = {
  'link-empty': () => 'wala itong laman',
  'not-a-report-link': () => 'hindi ito link sa isang resulta ng Assay, o kulang ang malaking bahagi nito',
  'link-too-long': ({ characters, maxCharacters }) =>
    `may ${count(characters, 'karakter')} ito; ${whole(maxCharacters)} ang limit`,
  'link-character': ({ character }) => `may lamang karakter na “${character}” ito`,
  'link-end-missing': () => 'kulang ang dulo nito',
  'link-last-character': () => 'nabago ang huling karakter nito',
  'link-bytes-missing': ({ actualBytes, expectedBytes }) =>
    `kulang ang dulo nito: ${whole(actualBytes)} lang sa ${count(expectedBytes, 'byte')} ang narito`,
  'link-bytes-added': ({ extraBytes }) => `may naidagdag sa dulo nito (${count(extraBytes, 'byte')})`,
  'link-checksum': () => 'hindi tugma ang checksum nito, kaya may bahagi nitong nabago',
  'report-version': ({ version, maxVersion }) =>
    `bersyon ${version} ito, at hanggang ${maxVersion} ang nababasa ng bersyong ito ng Assay`,
  'link-not-deflate': () => 'hindi ma-decompress ang laman nito',
  'link-inflates-beyond': ({ maxBytes }) => `lampas sa ${size(maxBytes)} ang laki nito kapag na-decompress`,

  'report-ends-early': () => 'masyadong maagang natatapos ang laman nito',
  'report-bytes-left': ({ bytes }) => `may ${count(bytes, 'byte')} pagkatapos ng dulo ng report nito`,
  'report-number': ({ value, min, max }) =>
    `may laman itong numerong ${value}, na dapat ay mula ${min} hanggang ${max}`,
  'report-number-form': () => 'may numero rito na wala sa pinakamaikling anyo nito',
  'report-value': ({ value, min }) => `may laman itong value na ${value}, na dapat ay finite at hindi bababa sa ${min}`,
  'report-text-encoding': () => 'may laman itong text na hindi UTF-8',
  'report-text-characters': () => 'may laman itong text na may mga karakter na hindi maipapakita',
  'report-hash': ({ bytes }) => `may laman itong hash na ${bytes} byte sa halip na 32`,
  'report-code': ({ number }) => `may laman itong code na ${number}, na hindi suportado ng bersyong ito ng Assay`,
  'report-field-unknown': ({ number }) =>
    `may laman itong field ${number}, na hindi suportado ng bersyong ito ng Assay`,
  'report-field-repeated': ({ field }) => `dalawang beses na narito ang field na ${field}`,
  'report-field-missing': ({ field }) => `kulang ang field nitong ${field}`,
  'report-field-value': ({ field }) => `hindi valid ang value ng field nitong “${field}”`,
  'not-a-result': () => 'hindi ito resulta ni link sa isang resulta',

  'histogram-width': ({ widthMs }) => `${widthMs} ms ang lapad ng mga bin ng histogram nito`,
  'histogram-order': () => 'wala sa ayos ang mga bin ng histogram nito',
  'no-cells': () => 'wala itong laman na sukat',
  'cell-repeated': () => 'magkapareho ang pangalan ng dalawa sa mga sukat nito',
  'flag-repeated': () => 'dalawang beses na nakatakda ang isa sa mga flag nito',
  'validity-contradicts-flags': ({ validity, expectedValidity }) =>
    `“${validity}” ang bisa nito, pero “${expectedValidity}” ang ibig sabihin ng mga flag nito`,
  'flags-contradict-agreement': () => 'sumasalungat ang mga flag nito sa pagtutugma nito sa reference',
  'agreement-contradicts': () => 'sumasalungat ang pagtutugma nito sa reference sa sarili nitong mga value',
  'score-out-of-range': ({ metric, value, min, max }) =>
    `${value} ang score nitong “${metric}”, na dapat ay ${range(min, max)}`,
  'gates-contradict': () => 'nagsasalungatan ang hatol nito at ang mga bumagsak na gate',
  'items-contradict': () => 'nagsasalungatan ang mga bilang nito ng item',
  'too-many-samples': ({ samples, max }) =>
    `${count(samples, 'sample')} ang idinedeklara nito; ${whole(max)} ang limit`,
  'samples-missing': ({ samples, actualSamples }) =>
    `${count(samples, 'sample')} ang idinedeklara nito, pero ${whole(actualSamples)} lang ang laman`,
  'cell-without-samples': () => 'walang sample ang isa sa mga sukat nito',
  'statistics-contradict': () => 'nagsasalungatan ang mga estadistika nito',
  'environment-missing': () => 'hindi nito isinasaad ang browser o CPU na ginamit sa pagsukat',
};

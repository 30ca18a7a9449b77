import type * as en from '../../en/report/report-link-faults.ts';
import { format } from '../format.ts';

const { bytes: size, whole } = format;

const range = (min: number, max: number) => (max === Infinity ? `angalau ${min}` : `kuanzia ${min} hadi ${max}`);

/** Faults of a report link: the text after the colon of a message. */
export const reportLinkFaults: typeof en.reportLinkFaults = {
  'link-empty': () => 'ni tupu',
  'not-a-report-link': () => 'si kiungo cha tokeo la Assay, au sehemu yake kubwa haipo',
  'link-too-long': ({ characters, maxCharacters }) =>
    `kina herufi ${whole(characters)}; kikomo ni ${whole(maxCharacters)}`,
  'link-character': ({ character }) => `kina herufi “${character}”`,
  'link-end-missing': () => 'mwisho wake haupo',
  'link-last-character': () => 'herufi yake ya mwisho ilibadilishwa',
  'link-bytes-missing': ({ actualBytes, expectedBytes }) =>
    `mwisho wake haupo: kina baiti ${whole(actualBytes)} kati ya ${whole(expectedBytes)}`,
  'link-bytes-added': ({ extraBytes }) => `kuna kitu kilichoongezwa mwishoni mwake (baiti ${whole(extraBytes)})`,
  'link-checksum': () => 'checksum yake hailingani, kwa hivyo sehemu yake ilibadilishwa',
  'report-version': ({ version, maxVersion }) =>
    `kina toleo ${version}, na toleo hili la Assay husoma hadi ${maxVersion}`,
  'link-not-deflate': () => 'maudhui yake hayawezi kufumuliwa',
  'link-inflates-beyond': ({ maxBytes }) => `maudhui yake hufumuka kuzidi ${size(maxBytes)}`,

  'report-ends-early': () => 'maudhui yake yanaisha mapema mno',
  'report-bytes-left': ({ bytes }) => `baiti ${whole(bytes)} zinafuata mwisho wa ripoti yake`,
  'report-number': ({ value, min, max }) => `kina namba ${value}, ambayo lazima iwe kuanzia ${min} hadi ${max}`,
  'report-number-form': () => 'kuna namba ndani yake isiyo katika umbo lake fupi zaidi',
  'report-value': ({ value, min }) => `kina thamani ${value}, ambayo lazima iwe yenye kikomo na isiyopungua ${min}`,
  'report-text-encoding': () => 'kina maandishi yasiyo UTF-8',
  'report-text-characters': () => 'kina maandishi yenye herufi zisizoweza kuonyeshwa',
  'report-hash': ({ bytes }) => `kina hash ya baiti ${bytes} badala ya 32`,
  'report-code': ({ number }) => `kina msimbo ${number}, ambao toleo hili la Assay haliufahamu`,
  'report-field-unknown': ({ number }) => `kina sehemu ${number}, ambayo toleo hili la Assay haliifahamu`,
  'report-field-repeated': ({ field }) => `kina sehemu ${field} mara mbili`,
  'report-field-missing': ({ field }) => `sehemu yake ${field} haipo`,
  'report-field-value': ({ field }) => `sehemu yake “${field}” ina thamani batili`,
  'not-a-result': () => 'si tokeo wala kiungo cha tokeo',

  'histogram-width': ({ widthMs }) => `histogramu yake ina mafungu ya ${widthMs} ms`,
  'histogram-order': () => 'mafungu ya histogramu yake hayako kwa mpangilio',
  'no-cells': () => 'hakina kipimo chochote',
  'cell-repeated': () => 'vipimo vyake viwili vina jina moja',
  'flag-repeated': () => 'mojawapo ya bendera zake imewekwa mara mbili',
  'validity-contradicts-flags': ({ validity, expectedValidity }) =>
    `uhalali wake ni “${validity}”, lakini bendera zake zina maana ya “${expectedValidity}”`,
  'flags-contradict-agreement': () => 'bendera zake zinapingana na ulinganifu wake na rejea',
  'agreement-contradicts': () => 'ulinganifu wake na rejea unapingana na thamani zake zenyewe',
  'score-out-of-range': ({ metric, value, min, max }) =>
    `alama yake “${metric}” ni ${value}, ambayo lazima iwe ${range(min, max)}`,
  'gates-contradict': () => 'uamuzi wake unapingana na vigezo vilivyoshindwa',
  'items-contradict': () => 'idadi za vipengee vyake zinapingana',
  'too-many-samples': ({ samples, max }) => `kinatangaza sampuli ${whole(samples)}; kikomo ni ${whole(max)}`,
  'samples-missing': ({ samples, actualSamples }) =>
    `kinatangaza sampuli ${whole(samples)}, lakini kina ${whole(actualSamples)}`,
  'cell-without-samples': () => 'kimojawapo cha vipimo vyake hakina sampuli',
  'statistics-contradict': () => 'takwimu zake zinapingana',
  'environment-missing': () => 'hakitaji kivinjari au CPU ambayo kilipimwa kwayo',
};

import type { ReportLinkFault } from '#core/errors/report-link-fault.ts';
import { format } from '../format.ts';

const { bytes: size, whole } = format;

const range = (min: number, max: number) => (max === Infinity ? `at least ${min}` : `from ${min} to ${max}`);

/** Faults of a report link: the text after the colon of a message. */
export const reportLinkFaults = {
  'link-empty': () => 'it is empty',
  'not-a-report-link': () => 'it is not a link to a result of Assay, or most of it is missing',
  'link-too-long': ({ characters, maxCharacters }) =>
    `it has ${whole(characters)} characters; the limit is ${whole(maxCharacters)}`,
  'link-character': ({ character }) => `it contains the character “${character}”`,
  'link-end-missing': () => 'its end is missing',
  'link-last-character': () => 'its last character was changed',
  'link-bytes-missing': ({ actualBytes, expectedBytes }) =>
    `its end is missing: it has ${whole(actualBytes)} of ${whole(expectedBytes)} bytes`,
  'link-bytes-added': ({ extraBytes }) => `something was added at its end (${whole(extraBytes)} bytes)`,
  'link-checksum': () => 'its checksum does not match, so a part of it was changed',
  'report-version': ({ version, maxVersion }) =>
    `it has version ${version}, and this version of Assay reads up to ${maxVersion}`,
  'link-not-deflate': () => 'its contents cannot be decompressed',
  'link-inflates-beyond': ({ maxBytes }) => `it decompresses to more than ${size(maxBytes)}`,

  'report-ends-early': () => 'its contents end too early',
  'report-bytes-left': ({ bytes }) => `${whole(bytes)} bytes follow the end of its report`,
  'report-number': ({ value, min, max }) => `it contains the number ${value}, which must be from ${min} to ${max}`,
  'report-number-form': () => 'a number in it is not in its shortest form',
  'report-value': ({ value, min }) => `it contains the value ${value}, which must be finite and at least ${min}`,
  'report-text-encoding': () => 'it contains text that is not UTF-8',
  'report-text-characters': () => 'it contains text with characters that cannot be shown',
  'report-hash': ({ bytes }) => `it contains a hash of ${bytes} bytes instead of 32`,
  'report-code': ({ number }) => `it contains the code ${number}, which this version of Assay does not support`,
  'report-field-unknown': ({ number }) => `it contains field ${number}, which this version of Assay does not support`,
  'report-field-repeated': ({ field }) => `it contains the field ${field} twice`,
  'report-field-missing': ({ field }) => `its field ${field} is missing`,
  'report-field-value': ({ field }) => `its field “${field}” has an invalid value`,
  'not-a-result': () => 'it is neither a result nor a link to one',

  'histogram-width': ({ widthMs }) => `its histogram has bins of ${widthMs} ms`,
  'histogram-order': () => 'the bins of its histogram are not in order',
  'no-cells': () => 'it contains no measurement',
  'cell-repeated': () => 'two of its measurements have the same name',
  'flag-repeated': () => 'one of its flags is set twice',
  'validity-contradicts-flags': ({ validity, expectedValidity }) =>
    `its validity is “${validity}”, but its flags mean “${expectedValidity}”`,
  'flags-contradict-agreement': () => 'its flags contradict its agreement with the reference',
  'agreement-contradicts': () => 'its agreement with the reference contradicts its own values',
  'score-out-of-range': ({ metric, value, min, max }) =>
    `its score “${metric}” is ${value}, which must be ${range(min, max)}`,
  'gates-contradict': () => 'its verdict contradicts its failed gates',
  'items-contradict': () => 'its numbers of items contradict each other',
  'too-many-samples': ({ samples, max }) => `it declares ${whole(samples)} samples; the limit is ${whole(max)}`,
  'samples-missing': ({ samples, actualSamples }) =>
    `it declares ${whole(samples)} samples, but contains ${whole(actualSamples)}`,
  'cell-without-samples': () => 'one of its measurements has no samples',
  'statistics-contradict': () => 'its statistics contradict each other',
  'environment-missing': () => 'it does not specify the browser or CPU it was measured with',
} satisfies { [F in ReportLinkFault as F['reason']]: (facts: F) => string };

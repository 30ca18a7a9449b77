import type { HallmarkFault } from '#core/errors/hallmark-fault.ts';
import { format } from '../format.ts';

/** `of the hallmark`, `of countersignature 2` */
const ofSignature = (signature: string) => (signature === 'hallmark' ? 'of the hallmark' : `of ${signature}`);

const components: Readonly<Record<string, string>> = {
  model: 'model',
  data: 'labelled dataset',
  baseline: 'baseline',
  gates: 'gate file',
};

const hashText = (sha256: string) => (sha256 === '' ? 'is missing' : `has SHA-256 ${sha256}`);

/** Why a hallmark is invalid, or cannot be made: the text after the colon of a message. */
export const hallmarkFaults = {
  'hallmark-missing': () => 'there is no hallmark in it, or most of it is missing',
  'hallmark-not-json': () => 'the file is not a hallmark: it is not a JSON object',
  'hallmark-too-large': ({ bytes, maxBytes }) => `it is ${format.bytes(bytes)}; the limit is ${format.bytes(maxBytes)}`,
  'envelope-field': ({ field }) => `its field “${field}” was changed, added or removed`,
  'field-repeated': ({ field }) => `its field “${field}” occurs twice in an object`,
  'payload-type': ({ signature, type, expectedType }) =>
    `the contents ${ofSignature(signature)} have the type “${type}” instead of “${expectedType}”`,

  'public-key': ({ signature }) => `the public key ${ofSignature(signature)} is not an ECDSA P-256 key`,
  'key-id': ({ signature }) => `the key id ${ofSignature(signature)} is not the SHA-256 of its public key`,
  signature: ({ signature }) =>
    `the signature ${ofSignature(signature)} is not valid, so its contents, its key or the signature were changed`,

  'statement-not-json': ({ signature }) => `the contents ${ofSignature(signature)} are not JSON in UTF-8`,
  'statement-type': ({ signature, type }) =>
    `the contents ${ofSignature(signature)} are of the type “${type}”, which this version of Assay does not support`,
  'statement-field': ({ signature, field }) =>
    `in the contents ${ofSignature(signature)}, the field “${field}” is missing, unknown or has an invalid value`,
  'statement-form': ({ signature }) => `the contents ${ofSignature(signature)} are not in canonical form (RFC 8785)`,
  'name-invisible': ({ signature, field }) =>
    `in the contents ${ofSignature(signature)}, a name in “${field}” is empty or consists of invisible characters`,
  'gate-repeated': ({ gate }) => `the gate “${gate}” occurs twice`,
  'no-required-gate': () => 'it has no gate of severity “error”, so nothing could have failed',
  'gate-not-supported': () =>
    'it has a gate that this version of Assay does not support, so its verdict cannot be checked; update Assay',
  'gate-not-as-defined': ({ gate, field }) => `the gate “${gate}” cannot have this “${field}”`,
  'gate-without-baseline': ({ gate }) => `the gate “${gate}” compares with a baseline, but there is none`,
  'gate-without-items': ({ gate, n, items }) =>
    `the gate “${gate}” scored ${format.whole(n)} items, but the labelled dataset has ${format.whole(items)}`,
  'state-contradicts-limit': ({ gate }) => `the result of the gate “${gate}” contradicts its limit`,
  'verdict-contradicts-gates': ({ verdict, expectedVerdict }) =>
    `its verdict is “${verdict}”, but the results of its gates mean “${expectedVerdict}”`,
  'grade-contradicts-gates': ({ grade, expectedGrade }) =>
    `its grade is ${grade}, but its quality ratio means ${expectedGrade}`,
  'gates-after-start': ({ readAt, startedAt }) =>
    `its gate file was read at ${readAt}, after the run started at ${startedAt}`,
  'other-method': ({ method, supportedMethod }) =>
    `it was measured by version ${method} of the method, and this version of Assay supports ${supportedMethod}`,
  'no-subject': () => 'it names no model file',

  'signs-other-hallmark': ({ signature }) => `${signature} belongs to another hallmark`,
  'same-key': ({ signature }) => `${signature} was made with a key that had already signed, so it adds no evidence`,

  'same-run': ({ signature }) =>
    `${signature} is of a run that started in the same minute as the hallmark’s and has exactly the same values, so it cannot be told from a copy; run it again a minute later`,
  'run-earlier': ({ signature, startedAt }) =>
    `${signature} is of a run that started at ${startedAt}, before the hallmark’s`,

  'gates-differ-from-file': ({ file, gate }) =>
    `its gate “${gate}” differs from ${file}, although it has the digest of that gate file`,
  'other-file': ({ file, sha256, expectedSha256 }) =>
    `${file} is not the file that it names${sha256 === '' ? '' : `; its SHA-256 is ${sha256}`}${expectedSha256 === '' ? '' : `; the measured file of this name has ${expectedSha256}`}`,
  'item-repeated': ({ item }) => `it states “${item}” twice`,
  'baseline-files': ({ signature }) =>
    `the files of the baseline ${ofSignature(signature)} are not those of its digest`,

  'digest-missing': ({ file }) => `the SHA-256 of ${file} is not known`,
  'run-not-comparable': ({ component, sha256, expectedSha256 }) =>
    `this run’s ${components[component] ?? component} ${hashText(sha256)}, the hallmark’s ${hashText(expectedSha256)}`,
  'not-reproduced': ({ gates }) => `its results differ from the hallmark’s${gates && ` in ${gates}`}`,
} satisfies { [F in HallmarkFault as F['reason']]: (facts: F) => string };

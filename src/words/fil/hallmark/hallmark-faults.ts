import type { hallmarkFaults as en } from '../../en/hallmark/hallmark-faults.ts';
import { count, format } from '../format.ts';

/** `countersignature 2` is `karagdagang lagda 2`. */
const nameOf = (signature: string) => signature.replace(/^countersignature/, 'karagdagang lagda');
const of = (signature: string) => `ng ${nameOf(signature)}`;

const components: Readonly<Record<string, string>> = {
  model: 'model',
  data: 'dataset na may label',
  baseline: 'baseline',
  gates: 'gate file',
};

const hashText = (sha256: string) => (sha256 === '' ? 'ay wala' : `ay may SHA-256 na ${sha256}`);

/** Why a hallmark is invalid, or cannot be made: the text after the colon of a message. */
export const hallmarkFaults: typeof en = {
  'hallmark-missing': () => 'walang hallmark dito, o kulang ang malaking bahagi nito',
  'hallmark-not-json': () => 'hindi hallmark ang file: hindi ito JSON object',
  'hallmark-too-large': ({ bytes, maxBytes }) => `${format.bytes(bytes)} ito; ${format.bytes(maxBytes)} ang limit`,
  'envelope-field': ({ field }) => `binago, idinagdag, o inalis ang field nitong “${field}”`,
  'field-repeated': ({ field }) => `dalawang beses na nasa isang object ang field nitong “${field}”`,
  'payload-type': ({ signature, type, expectedType }) =>
    `“${type}” ang type ng laman ${of(signature)} sa halip na “${expectedType}”`,

  'public-key': ({ signature }) => `hindi ECDSA P-256 key ang public key ${of(signature)}`,
  'key-id': ({ signature }) => `hindi ang SHA-256 ng public key nito ang key id ${of(signature)}`,
  signature: ({ signature }) =>
    `hindi valid ang lagda ${of(signature)}, kaya nabago ang laman nito, ang key nito, o ang lagda`,

  'statement-not-json': ({ signature }) => `hindi JSON na UTF-8 ang laman ${of(signature)}`,
  'statement-type': ({ signature, type }) =>
    `“${type}” ang type ng laman ${of(signature)}, na hindi suportado ng bersyong ito ng Assay`,
  'statement-field': ({ signature, field }) =>
    `sa laman ${of(signature)}, kulang, hindi kilala, o may hindi valid na value ang field na “${field}”`,
  'statement-form': ({ signature }) => `wala sa canonical na anyo (RFC 8785) ang laman ${of(signature)}`,
  'name-invisible': ({ signature, field }) =>
    `sa laman ${of(signature)}, may pangalan sa “${field}” na blangko o puro hindi nakikitang karakter`,
  'gate-repeated': ({ gate }) => `dalawang beses na narito ang gate na “${gate}”`,
  'no-required-gate': () => 'wala itong gate na “error” ang severity, kaya walang maaaring bumagsak',
  'gate-not-supported': () =>
    'may gate ito na hindi suportado ng bersyong ito ng Assay, kaya hindi masusuri ang hatol nito; i-update ang Assay',
  'gate-not-as-defined': ({ gate, field }) => `hindi puwede sa gate na “${gate}” ang ganitong “${field}”`,
  'gate-without-baseline': ({ gate }) => `inihahambing sa baseline ng gate na “${gate}”, pero wala namang baseline`,
  'gate-without-items': ({ gate, n, items }) =>
    `${count(n, 'item')} ang binigyan ng score ng gate na “${gate}”, pero ${format.whole(items)} ang laman ng dataset na may label`,
  'state-contradicts-limit': ({ gate }) => `sumasalungat ang resulta ng gate na “${gate}” sa limit nito`,
  'verdict-contradicts-gates': ({ verdict, expectedVerdict }) =>
    `“${verdict}” ang hatol nito, pero “${expectedVerdict}” ang ibig sabihin ng mga resulta ng mga gate nito`,
  'grade-contradicts-gates': ({ grade, expectedGrade }) =>
    `${grade} ang grado nito, pero ${expectedGrade} ang ibig sabihin ng quality ratio nito`,
  'gates-after-start': ({ readAt, startedAt }) =>
    `binasa ang gate file nito noong ${readAt}, pagkatapos magsimula ang run noong ${startedAt}`,
  'other-method': ({ method, supportedMethod }) =>
    `sinukat ito sa bersyon ${method} ng paraan, at ${supportedMethod} ang suportado ng bersyong ito ng Assay`,
  'no-subject': () => 'wala itong pinapangalanang model file',

  'signs-other-hallmark': ({ signature }) => `sa ibang hallmark ang ${nameOf(signature)}`,
  'same-key': ({ signature }) =>
    `ginawa ang ${nameOf(signature)} gamit ang key na lumagda na, kaya wala itong idinadagdag na ebidensya`,

  'same-run': ({ signature }) =>
    `ang ${nameOf(signature)} ay sa isang run na nagsimula sa parehong minuto ng sa hallmark at may eksaktong parehong mga value, kaya hindi ito maibubukod sa isang kopya; patakbuhin itong muli makalipas ang isang minuto`,
  'run-earlier': ({ signature, startedAt }) =>
    `ang ${nameOf(signature)} ay sa isang run na nagsimula noong ${startedAt}, bago ang sa hallmark`,

  'gates-differ-from-file': ({ file, gate }) =>
    `iba ang gate nitong “${gate}” sa ${file}, kahit taglay nito ang digest ng gate file na iyon`,
  'other-file': ({ file, sha256, expectedSha256 }) =>
    `hindi ang ${file} ang file na pinapangalanan nito${sha256 === '' ? '' : `; ${sha256} ang SHA-256 nito`}${expectedSha256 === '' ? '' : `; ${expectedSha256} ang sa nasukat na file na ganito ang pangalan`}`,
  'item-repeated': ({ item }) => `dalawang beses nitong isinasaad ang “${item}”`,
  'baseline-files': ({ signature }) => `hindi tugma sa digest nito ang mga file ng baseline ${of(signature)}`,

  'digest-missing': ({ file }) => `hindi alam ang SHA-256 ng ${file}`,
  'run-not-comparable': ({ component, sha256, expectedSha256 }) =>
    `ang ${components[component] ?? component} ng run na ito ${hashText(sha256)}, ang sa hallmark ${hashText(expectedSha256)}`,
  'not-reproduced': ({ gates }) => `iba ang mga resulta nito sa hallmark${gates && ` sa ${gates}`}`,
};

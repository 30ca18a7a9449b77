import type * as en from '../../en/hallmark/hallmark-faults.ts';
import { format } from '../format.ts';

/** Names a signature after `ya`: `ya muhuri`, `ya countersignature 2` */
const of = (signature: string) => (signature === 'hallmark' ? 'muhuri' : signature);

const components: Readonly<Record<string, string>> = {
  model: 'modeli',
  data: 'seti ya data yenye lebo',
  baseline: 'modeli ya msingi',
  gates: 'faili ya vigezo',
};

const hashText = (sha256: string) => (sha256 === '' ? 'haipo' : `ina SHA-256 ${sha256}`);

/** Why a hallmark is invalid, or cannot be made: the text after the colon of a message. */
export const hallmarkFaults: typeof en.hallmarkFaults = {
  'hallmark-missing': () => 'hakuna muhuri ndani yake, au sehemu yake kubwa haipo',
  'hallmark-not-json': () => 'faili si muhuri: si kitu cha JSON (object)',
  'hallmark-too-large': ({ bytes, maxBytes }) =>
    `ukubwa wake ni ${format.bytes(bytes)}; kikomo ni ${format.bytes(maxBytes)}`,
  'envelope-field': ({ field }) => `sehemu yake “${field}” ilibadilishwa, kuongezwa au kuondolewa`,
  'field-repeated': ({ field }) => `sehemu yake “${field}” imejirudia ndani ya kitu kimoja`,
  'payload-type': ({ signature, type, expectedType }) =>
    `maudhui ya ${of(signature)} yana aina “${type}” badala ya “${expectedType}”`,

  'public-key': ({ signature }) => `ufunguo wa umma wa ${of(signature)} si ufunguo wa ECDSA P-256`,
  'key-id': ({ signature }) => `kitambulisho cha ufunguo wa ${of(signature)} si SHA-256 ya ufunguo wake wa umma`,
  signature: ({ signature }) =>
    `sahihi ya ${of(signature)} si halali, kwa hivyo maudhui, ufunguo au sahihi yenyewe ilibadilishwa`,

  'statement-not-json': ({ signature }) => `maudhui ya ${of(signature)} si JSON katika UTF-8`,
  'statement-type': ({ signature, type }) =>
    `maudhui ya ${of(signature)} ni ya aina “${type}”, ambayo toleo hili la Assay haliifahamu`,
  'statement-field': ({ signature, field }) =>
    `katika maudhui ya ${of(signature)}, sehemu “${field}” haipo, haijulikani au ina thamani batili`,
  'statement-form': ({ signature }) => `maudhui ya ${of(signature)} hayako katika umbo rasmi (RFC 8785)`,
  'name-invisible': ({ signature, field }) =>
    `katika maudhui ya ${of(signature)}, kuna jina katika “${field}” lililo tupu au lenye herufi zisizoonekana pekee`,
  'gate-repeated': ({ gate }) => `kigezo “${gate}” kimejirudia`,
  'no-required-gate': () => 'hauna kigezo chenye ukali “error”, kwa hivyo hakuna ambacho kingeweza kushindwa',
  'gate-not-supported': () =>
    'una kigezo ambacho toleo hili la Assay halikifahamu, kwa hivyo uamuzi wake hauwezi kukaguliwa; sasisha Assay',
  'gate-not-as-defined': ({ gate, field }) => `kigezo “${gate}” hakiwezi kuwa na “${field}” hii`,
  'gate-without-baseline': ({ gate }) => `kigezo “${gate}” hulinganisha na modeli ya msingi, lakini haipo`,
  'gate-without-items': ({ gate, n, items }) =>
    `kigezo “${gate}” kilipewa alama kwa vipengee ${format.whole(n)}, lakini seti ya data yenye lebo ina ${format.whole(items)}`,
  'state-contradicts-limit': ({ gate }) => `tokeo la kigezo “${gate}” linapingana na kikomo chake`,
  'verdict-contradicts-gates': ({ verdict, expectedVerdict }) =>
    `uamuzi wake ni “${verdict}”, lakini matokeo ya vigezo vyake yana maana ya “${expectedVerdict}”`,
  'grade-contradicts-gates': ({ grade, expectedGrade }) =>
    `daraja lake ni ${grade}, lakini uwiano wake wa ubora una maana ya ${expectedGrade}`,
  'gates-after-start': ({ readAt, startedAt }) =>
    `faili yake ya vigezo ilisomwa ${readAt}, baada ya uendeshaji kuanza ${startedAt}`,
  'other-method': ({ method, supportedMethod }) =>
    `ulipimwa kwa toleo ${method} la njia ya upimaji, na toleo hili la Assay linafahamu ${supportedMethod}`,
  'no-subject': () => 'hautaji faili ya modeli',

  'signs-other-hallmark': ({ signature }) => `${signature} ni ya muhuri mwingine`,
  'same-key': ({ signature }) =>
    `${signature} ilitengenezwa kwa ufunguo ambao tayari ulikuwa umetia sahihi, kwa hivyo haiongezi ushahidi`,

  'same-run': ({ signature }) =>
    `${signature} ni ya uendeshaji ulioanza katika dakika ile ile ya muhuri na una thamani zile zile kabisa, kwa hivyo hauwezi kutofautishwa na nakala; endesha tena baada ya dakika moja`,
  'run-earlier': ({ signature, startedAt }) =>
    `${signature} ni ya uendeshaji ulioanza ${startedAt}, kabla ya ule wa muhuri`,

  'gates-differ-from-file': ({ file, gate }) =>
    `kigezo chake “${gate}” kinatofautiana na ${file}, ingawa SHA-256 yake ni ya faili hiyo ya vigezo`,
  'other-file': ({ file, sha256, expectedSha256 }) =>
    `${file} si faili inayotajwa${sha256 === '' ? '' : `; SHA-256 yake ni ${sha256}`}${expectedSha256 === '' ? '' : `; faili iliyopimwa yenye jina hili ina ${expectedSha256}`}`,
  'item-repeated': ({ item }) => `unataja “${item}” mara mbili`,
  'baseline-files': ({ signature }) => `faili za modeli ya msingi za ${of(signature)} si zile za SHA-256 yake`,

  'digest-missing': ({ file }) => `SHA-256 ya ${file} haijulikani`,
  'run-not-comparable': ({ component, sha256, expectedSha256 }) =>
    `${components[component] ?? component} ya uendeshaji huu ${hashText(sha256)}, ya muhuri ${hashText(expectedSha256)}`,
  'not-reproduced': ({ gates }) => `matokeo yake yanatofautiana na ya muhuri${gates && ` katika ${gates}`}`,
};

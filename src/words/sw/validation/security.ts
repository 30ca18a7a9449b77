import type { ExecutableKind, Finding, FindingCode, NotScanned } from '#validation/security/finding.ts';
import type { Text } from '../../language.ts';
import { isolate, isolateFacts } from '../../isolate.ts';
import { format } from '../format.ts';

type FactsOf<C extends FindingCode> = Extract<Finding, { code: C }>['facts'];

const executables = {
  elf: 'programu au maktaba ya Linux (ELF)',
  pe: 'programu au maktaba ya Windows (PE)',
  'mach-o': 'programu au maktaba ya macOS (Mach-O)',
  script: 'hati yenye mstari wa mkalimani (#!)',
  wasm: 'msimbo wa WebAssembly',
  dex: 'msimbo wa Android (DEX)',
} satisfies Record<ExecutableKind, string>;

const loopEnds = {
  condition: 'hakina kikomo cha idadi ya marudio: huisha sharti likitimia',
  computed: 'kina idadi ya marudio inayokokotolewa au kutolewa wakati wa uendeshaji',
  never: 'hakina idadi ya marudio wala sharti la kukimaliza',
} satisfies Record<FactsOf<'loop-unbounded'>['ends'], string>;

const notScanned = {
  unreadable: 'imeharibika, imesimbwa au haifuati muundo wake',
  'too-large': 'inazidi kikomo cha ukubwa cha uchunguzi',
  compressed: 'imebanwa',
  'unknown-format': 'muundo wake si mmojawapo ya ile Assay inayoisoma',
} satisfies Record<NotScanned, string>;

/** What a finding is, and what to do about it. */
interface Words {
  readonly what: string;
  readonly fix: string;
}

const convert = 'Tumia faili ya safetensors, ONNX au GGUF badala yake: hazina msimbo.';
const distrust = 'Usiifungue katika programu nyingine usipojua kwa nini kipo hapo.';

const findings: { readonly [C in FindingCode]: (facts: FactsOf<C>) => Words } = {
  'external-path': ({ path }) => ({
    what: `Uzito wake umehifadhiwa katika “${path}”, ambayo haiko ndani ya folda ya modeli.`,
    fix: 'Assay huikataa. Programu nyingine inaweza kusoma mojawapo ya faili zako badala yake: usiifungue huko.',
  }),
  'external-key': ({ key }) => ({
    what: `Data yake ya nje ina ufunguo “${key}”, ambao haupo kwenye vipimo vya ONNX.`,
    fix: 'Matoleo ya zamani ya kifurushi cha Python cha onnx huuweka kama sifa ya kitu: tumia 1.21 au jipya zaidi.',
  }),
  'custom-operators': ({ domain, operators, count }) => ({
    what: `Nodi ${format.whole(count)} kati ya nodi zake hutumia opereta (${operators}) za ${domain}, ambazo hakuna injini ya kawaida inayozitekeleza.`,
    fix: 'Zinahitaji maktaba ya ziada, ambayo inaweza kuendesha msimbo wowote kwenye mashine yako: ipakie tu kutoka chanzo unachokiamini.',
  }),
  'system-operator': ({ operator }) => ({
    what: `Hutumia opereta ${operator}, ambayo hufikia faili au kuendesha msimbo nje ya modeli.`,
    fix: 'Iendeshe tu katika injini isiyo na opereta hii, kama zile za Assay.',
  }),
  'code-layer': ({ layer }) => ({
    what: `Ina tabaka ${layer}, ambalo linaweza kuwa na msimbo wa Python ambao Keras huuendesha.`,
    fix: 'Katika Keras, ipakie tu kwa safe_mode=True. TensorFlow.js haiuendeshi.',
  }),
  'loop-unbounded': ({ node, ends }) => ({
    what: `Kitanzi ${node} ${loopEnds[ends]}.`,
    fix: 'Iendeshe kwa kikomo cha muda kwa maingizo usiyoyadhibiti.',
  }),
  'recursive-function': ({ function: name }) => ({
    what: `Kitendaji ${name} hakiishi: hujiita chenyewe, jambo ambalo ONNX hairuhusu.`,
    fix: 'Injini inayopanua vitendaji huenda isimalize kamwe: usiipakie.',
  }),
  'declared-size': ({ declaredBytes, fileBytes }) => ({
    what: `Kichwa chake kinatangaza ${format.bytes(declaredBytes)} za uzito katika faili ya ${format.bytes(fileBytes)}.`,
    fix: 'Programu inayoamini kichwa hicho itaishiwa na kumbukumbu: usiipakie.',
  }),
  'large-value': ({ node, operator, bytes }) => ({
    what: `Nodi ${node} (${operator}) hutoa thamani ya ${format.bytes(bytes)}.`,
    fix: 'Vifaa vingi vitaishiwa na kumbukumbu: hakikisha kama modeli inaihitaji.',
  }),
  'text-url': ({ where, url }) => ({
    what: `Ingizo lake “${where}” lina URL: ${url}.`,
    fix: 'Hakuna kinachoifungua. Ikague kabla ya kuifuata.',
  }),
  'text-markup': ({ where, text }) => ({
    what: `Ingizo lake “${where}” lina HTML au hati: ${text}.`,
    fix: 'Assay huionyesha kama maandishi. Ukurasa wa wavuti unaoiweka kama HTML ungeiendesha.',
  }),
  'text-hidden': ({ where, characters }) => ({
    what: `Ingizo au jina lake “${where}” lina herufi zisizoonekana (${characters}), ambazo zinaweza kulifanya lisomeke tofauti.`,
    fix: 'Linganisha majina kwa herufi zake, si kwa mwonekano wake.',
  }),
  'text-long': ({ where, length }) => ({
    what: `Ingizo lake “${where}” lina herufi ${format.whole(length)}.`,
    fix: 'Hakikisha ni kile ambacho jina lake linasema.',
  }),
  'template-internals': ({ where, expression }) => ({
    what: `Kiolezo chake cha gumzo (${where}) hutumia sehemu za ndani za Python: ${expression}.`,
    fix: 'Usiitumie na programu inayofasiri violezo nje ya sandbox (CVE-2024-34359).',
  }),
  pickle: ({ imports }) => ({
    what: `Ni pickle ya Python yenye import ${imports === 1 ? 'moja' : format.whole(imports)}: kuipakia kunaweza kuendesha msimbo.`,
    fix: convert,
  }),
  'pickle-import': ({ import: name }) => ({
    what: `Pickle yake huleta ${name}, ambayo uzito hauihitaji.`,
    fix: `Usiipakie. ${convert}`,
  }),
  'pickle-damaged': ({ at }) => ({
    what: `Pickle yake huacha kuwa halali kwenye baiti ${format.whole(at)}: kinachofuata hakikuchunguzwa.`,
    fix: 'Msimbo ulio kabla ya baiti hiyo bado huendeshwa: usiipakie.',
  }),
  executable: ({ kind }) => ({ what: `Ina ${executables[kind]}.`, fix: distrust }),
  'archive-appended': ({ at }) => ({
    what: `Kumbukumbu ya zip inafuata kwenye baiti ${format.whole(at)}: ni faili ya miundo miwili kwa pamoja (polyglot).`,
    fix: distrust,
  }),
  'archive-path': ({ path }) => ({
    what: `Kumbukumbu yake ina “${path}”, ambayo ingefunguliwa nje ya folda iliyochaguliwa.`,
    fix: 'Usiifungue.',
  }),
  'archive-link': ({ path }) => ({
    what: `Kumbukumbu yake ina kiungo cha ishara “${path}”, ambacho kinaweza kuelekeza kwenye faili yoyote.`,
    fix: 'Usiifungue.',
  }),
  'archive-bomb': ({ path, packedBytes, bytes }) => ({
    what: `“${path}” hukua kutoka ${format.bytes(packedBytes)} hadi ${format.bytes(bytes)} inapofunguliwa.`,
    fix: 'Usiifungue bila kikomo.',
  }),
  'remote-code': ({ module }) => ({
    what: `Usanidi wake unataja moduli ya Python ${module} ya hazina yake.`,
    fix: 'Soma msimbo huo kabla ya kupakia modeli kwa trust_remote_code.',
  }),
  'python-file': ({ path }) => ({
    what: `“${path}” ni msimbo wa Python, ambao maktaba inaweza kuuendesha inapopakia modeli.`,
    fix: 'Usome kabla ya kupakia modeli kwa trust_remote_code.',
  }),
  'yaml-python': ({ tag }) => ({
    what: `Ina tagi ya YAML ${tag}, ambayo huunda vitu vya Python na inaweza kuita vitendaji.`,
    fix: 'Ipakie tu kwa yaml.safe_load, ambayo hukataa tagi kama hizo.',
  }),
  'yaml-tag': ({ handle }) => ({
    what: `Inabainisha tagi zake za YAML, zilizoandikwa ${handle}…; zinachounda hutegemea programu inayoipakia.`,
    fix: 'Ipakie kwa yaml.safe_load, ambayo hukataa tagi isizozijua.',
  }),
  'not-scanned': ({ cause }) => ({
    what: `Kuna sehemu ambayo haikuweza kuchunguzwa: ${notScanned[cause]}.`,
    fix: 'Ichukulie kuwa haijulikani, si salama.',
  }),
};

/** Texts of the findings of a scan of model files. */
export const security: Text['models']['security'] = {
  title: 'Usalama',
  severities: {
    high: 'Juu',
    medium: 'Wastani',
    low: 'Chini',
    info: 'Dokezo',
  },
  summary: ({ files, findings: found, omitted }) => {
    const examined = files === 1 ? 'Faili 1 ilichunguzwa' : `Faili ${format.whole(files)} zilichunguzwa`;
    const total = found.length + omitted;
    const what =
      total === 0
        ? 'hakuna cha kutilia shaka kilichopatikana'
        : total === 1
          ? 'tatizo 1 limebainika'
          : `matatizo ${format.whole(total)} yamebainika`;
    return `${examined}: ${what}.`;
  },
  note: 'Vichwa, grafu, violezo na msimbo vilichunguzwa; uzito haukuchunguzwa. Kutobainika kwa matatizo hakuthibitishi kwamba modeli ni salama.',
  notOnDevice: 'Faili huchunguzwa zikiwa kwenye kifaa hiki.',
  omitted: (count) => `Mengine ${format.whole(count)} ya aina zile zile hayajaorodheshwa.`,
  file: (name) => isolate(name),
  finding: (finding) => {
    const write = findings[finding.code] as (facts: unknown) => Words;
    return write(isolateFacts(finding.facts));
  },
};

import type { ErrorFacts } from '#core/errors/error.ts';
import type * as en from '../../en/errors/requests.ts';
import { format } from '../format.ts';

/** What is wrong with a request of a client of the companion's HTTP servers: the text after the colon of a message. */
export const requestReasons: typeof en.requestReasons = {
  'body-encoding': ({ coding }) => `mwili wake umebanwa (${coding})`,
  'body-too-large': ({ maxBytes }) => `mwili wake unazidi ${format.bytes(Number(maxBytes))}`,
  'body-not-json': () => 'mwili wake si JSON',
  'body-field': ({ field, actual }) => `sehemu “${field}” haipo au si halali (${actual})`,
  'not-supported': ({ feature }) => `seva hii haina “${feature}”`,
  'tensor-type': ({ name, type }) => `tensa “${name}” ina aina isiyojulikana “${type}”`,
  'tensor-repeated-in-request': ({ name }) => `lina tensa mbili zinazoitwa “${name}”`,
  'tensor-elements': ({ name, actual, expected }) =>
    `tensa “${name}” ina elementi ${actual}, lakini umbo lake linahitaji ${expected}`,
  'tensor-element': ({ name, type, value }) => `tensa “${name}” ya aina ${type} ina ${value}`,
  'tensor-byte-count': ({ name, actual, shape }) =>
    `baiti ${actual} za tensa “${name}” hazilingani na aina yake na umbo [${shape}]`,
  'tensor-needs-binary': ({ name, type }) => `JSON haiwezi kueleza thamani za ${type} za tensa “${name}”`,
  'binary-size': ({ actual, expected }) =>
    `baiti ${actual} zinafuata JSON yake, lakini tensa zake zinatangaza ${expected}`,
  'output-unknown': ({ name }) => `modeli haina tokeo “${name}”`,
  'model-kind': ({ model, kind }) => `modeli ${model} si ya aina ya ${kind}`,
  'model-unloaded': ({ model }) => `modeli ${model} iliondolewa kwenye kumbukumbu`,
};

/** What to do about it. */
export const requestFixes: typeof en.requestFixes = {
  'body-encoding': 'Litume bila kulibana.',
  'body-too-large': 'Tuma kidogo zaidi kwa wakati mmoja.',
  'body-not-json': 'Tuma JSON katika UTF-8.',
  'body-field': 'Sahihisha sehemu hiyo kama itifaki inavyoeleza.',
  'not-supported': 'Iache nje.',
  'tensor-type': 'Tuma mojawapo ya aina zinazotajwa na metadata ya modeli.',
  'tensor-repeated-in-request': 'Tuma kila tensa mara moja.',
  'tensor-elements': 'Tuma elementi nyingi kama umbo linavyotaka, au sahihisha umbo.',
  'tensor-element': 'Tuma thamani ambazo aina hiyo inaweza kueleza; namba kamili zinazozidi 2^53 kama data ya baiti.',
  'tensor-byte-count': 'Tuma baiti zote za tensa, au sahihisha aina yake au umbo lake.',
  'tensor-needs-binary': 'Tuma na uombe tensa kama hizo kama data ya baiti.',
  'binary-size': 'Taja ukubwa wa kila tensa inayofuata JSON kama “binary_data_size”.',
  'output-unknown': 'Omba matokeo yanayotajwa na metadata ya modeli.',
  'model-kind': 'Tumia API ya aina yake: tensa kwa /v2, maandishi kwa /v1.',
  'model-unloaded': 'Ipakie kwanza.',
};

const quoteReason = ({ why }: ErrorFacts) => (why === undefined || why === '' ? '' : `: “${why}”`);

/** Why a remote server has not answered, or cannot be added: the text after the colon of a message. */
export const serverReasons: typeof en.serverReasons = {
  'server-rejects': (facts) => `inajibu kwa hali ${facts['status']}${quoteReason(facts)}`,
  'server-token': (facts) =>
    `inakataa tokeni ya ufikiaji, au inaihitaji (hali ${facts['status']})${quoteReason(facts)}`,
  'server-redirects': () => 'inaelekeza kwenye anwani nyingine',
  'server-answer-too-large': () => 'jibu lake ni kubwa mno',
  'answer-unexpected': ({ field }) => `sehemu “${field}” ya jibu lake haipo au si halali`,
  'answer-differs': () => 'seva nyingine ilishindwa katikati ya jibu, na hii inaanza jibu lake kwa njia tofauti',
  'server-context-unknown': ({ model }) => `haitaji urefu wa muktadha wa ${model}`,
  'server-not-timed': () =>
    'seva ya mbali ya modeli za lugha haitaji muda wake wa ukokotoaji, wala tokeni inazozitumia tena',
  'server-one-graph': () => 'kazi hii inahitaji grafu kadhaa, na modeli iliyo kwenye seva ya mbali ni grafu moja',
  'server-url': () => 'si anwani ya http au https ya seva',
  'server-url-secret': () => 'ina jina la mtumiaji, nenosiri au query',
  'server-url-metadata': () => 'ni huduma ya metadata ya mtoa huduma za wingu, ambayo hutoa vitambulisho vya siri',
  'server-url-unencrypted': () => 'tokeni ya ufikiaji ingetumwa huko bila kusimbwa',
};

/** What to do about it. */
export const serverFixes: typeof en.serverFixes = {
  'server-rejects': 'Kagua majina ya modeli na maingizo yake, na kumbukumbu za matukio (log) za seva.',
  'server-token': 'Ondoa seva kisha uiongeze tena kwa tokeni halali: --token-file.',
  'server-redirects': 'Ongeza seva kwa anwani inayoelekezwa.',
  'server-answer-too-large': 'Omba kidogo zaidi kwa wakati mmoja.',
  'answer-unexpected': 'Hakikisha anwani ni ya seva ya inferensi.',
  'answer-differs': 'Uliza tena, au weka temperature kuwa 0: kila seva basi hujibu kwa njia ile ile.',
  'server-context-unknown': 'Ondoa seva kisha uiongeze tena kwa --context-length.',
  'server-url': 'Iandike kama https://seva:mlango/njia.',
  'server-url-secret': 'Viondoe kwenye anwani, na utoe tokeni kwa --token-file.',
  'server-url-metadata': 'Tumia anwani ya seva ya inferensi.',
  'server-url-unencrypted': 'Tumia https, au seva ya mashine hii.',
};

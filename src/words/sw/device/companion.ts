import type * as en from '../../en/device/companion.ts';
import { format } from '../format.ts';

/** Why a message between page and companion is not valid: the text after the colon of a message. */
export const messageFaults: typeof en.messageFaults = {
  'message-not-json': () => 'kuna ujumbe usio JSON',
  'message-type': ({ type }) => `kuna ujumbe wa aina isiyojulikana “${type}”`,
  'message-field': ({ field }) => `sehemu “${field}” ya ujumbe haipo au si halali`,
  'frame-other-format': () => 'kuna ujumbe wa baiti usio katika muundo wa Assay',
  'frame-header-not-json': () => 'kichwa cha ujumbe wa baiti si JSON',
  'frame-header-too-long': ({ actualBytes, maxBytes }) =>
    `kichwa cha ujumbe wa baiti kina ${format.bytes(actualBytes)}, kikizidi kikomo cha ${format.bytes(maxBytes)}`,
  'frame-length': ({ actualBytes, expectedBytes }) =>
    `ujumbe wa baiti una baiti ${format.whole(actualBytes)} badala ya ${format.whole(expectedBytes)}`,
  'tensor-repeated': ({ name }) => `ujumbe wa baiti una tensa mbili zinazoitwa “${name}”`,
  'tensor-beyond-frame': ({ name, shape, actualBytes }) =>
    `tensa “${name}” ya umbo [${shape}] haitoshi kwenye baiti ${format.whole(actualBytes)} zilizobaki kwa ajili yake`,
  'tensor-strings': ({ name }) => `maandishi ya tensa “${name}” hayakusimbwa sawasawa`,
};

/** Why the companion cannot be reached or rejects something: the text after the colon of a message. */
export const companionReasons: typeof en.companionReasons = {
  'companion-not-found': () => 'hakuna kinachojibu hapo, au kivinjari kinazuia muunganisho',
  'companion-ended': () => 'ilifungwa',
  'connection-lost': () => 'muunganisho umekatika',
  'companion-silent': () => 'haijibu',
  'other-companion': () => 'si ile ambayo ukurasa huu ulioanishwa nayo',
  'other-program': () => 'programu inayojibu si programu mwenza inayoonyesha msimbo',
  'pairing-revoked': () => 'uoanishaji wa ukurasa huu uliondolewa',
  'page-too-old': ({ version, min }) =>
    `ukurasa huu hutumia toleo ${version} la itifaki, na programu mwenza inahitaji ${min} au jipya zaidi`,
  'companion-too-old': ({ version, min }) =>
    `programu mwenza hutumia toleo ${version} la itifaki, na ukurasa huu unahitaji ${min} au jipya zaidi`,
  'not-authenticated': () => 'ukurasa huu haujaoanishwa nayo',
  'origin-not-paired': ({ origin }) => `${origin} haijaoanishwa nayo`,
  'signature-invalid': () => 'ufunguo wa ukurasa huu si ule uliooanishwa',
  'pairing-not-open': () => 'haisubiri kuoanishwa na ukurasa huu',
  'code-wrong': ({ triesLeft }) => `msimbo si sahihi; majaribio yaliyobaki: ${triesLeft}`,
  'code-expired': () => 'muda wa msimbo umekwisha',
  'scope-missing': ({ scope }) => `ruhusa “${scope}” haikutolewa`,
  'too-many-requests': ({ max }) => `kuna zaidi ya maombi ${max} kwa wakati mmoja`,
  'request-id-in-use': ({ id }) => `ombi lenye namba ${id} tayari linaendelea`,
  'session-unknown': ({ session }) => `haina modeli iliyofunguliwa yenye namba ${session}`,
  'session-kind': ({ session, kind }) => `modeli iliyofunguliwa yenye namba ${session} ni ya aina ya ${kind}`,
  'memory-limit': ({ needBytes, maxBytes }) =>
    `inahitaji ${format.bytes(Number(needBytes))}, na programu mwenza inaruhusiwa kutumia ${format.bytes(Number(maxBytes))} kwa modeli zote`,
  'closed-for-memory': ({ model }) => `ilifunga ${model} ili kupata kumbukumbu kwa modeli nyingine`,
  'engine-unknown': ({ engine, known }) => `haina injini ${engine}; ina ${known}`,
  'upload-order': ({ offset, wantOffset }) =>
    `kipande cha faili kinaanzia kwenye baiti ${offset} badala ya ${wantOffset}`,
  'requests-too-large': () => 'maombi yanayoendelea tayari yanatumia kumbukumbu yote inayoruhusiwa kwa maombi',
  'upload-incomplete': ({ file }) => `${file} haikutumwa yote`,
};

const pairAgain = 'Endesha “npm run assay -- pair” kwenye kompyuta hii, kisha uweke msimbo unaoonyeshwa.';

/** How to fix it. */
export const companionFixes: typeof en.companionFixes = {
  'page-too-old': 'Pakia upya ukurasa huu, au fungua ule unaotolewa na programu mwenza.',
  'companion-too-old': 'Sasisha programu mwenza.',
  'not-authenticated': 'Endesha “npm start” tena: hufungua ukurasa uliooanishwa.',
  'other-companion': pairAgain,
  'other-program': 'Funga programu hiyo, au anzisha programu mwenza kwenye mlango mwingine kwa “PORT=7320 npm start”.',
  'pairing-revoked': pairAgain,
  'origin-not-paired': pairAgain,
  'signature-invalid': pairAgain,
  'pairing-not-open': pairAgain,
  'code-wrong': 'Ulinganishe na ule unaoonyeshwa na programu mwenza.',
  'code-expired': pairAgain,
  'scope-missing': 'Oanisha ukurasa tena, au tengeneza ufunguo wa API, ukitoa ruhusa hii.',
  'too-many-requests': 'Subiri hadi baadhi yake yakamilike.',
  'requests-too-large': 'Subiri hadi baadhi yake yakamilike, au tuma madogo zaidi.',
  'engine-unknown': '“npm run assay -- engines” huonyesha zinazoweza kuongezwa.',
  'upload-order': 'Tuma faili tena; itaendelea pale ilipoishia.',
  'upload-incomplete': 'Tuma faili tena; itaendelea pale ilipoishia.',
};

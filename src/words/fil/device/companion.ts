import type {
  companionFixes as enFixes,
  companionReasons as enReasons,
  messageFaults as enFaults,
} from '../../en/device/companion.ts';
import { count, format } from '../format.ts';

/** Why a message between page and companion is not valid: the text after the colon of a message. */
export const messageFaults: typeof enFaults = {
  'message-not-json': () => 'hindi JSON ang isang mensahe',
  'message-type': ({ type }) => `may hindi kilalang type na “${type}” ang isang mensahe`,
  'message-field': ({ field }) => `kulang o hindi valid ang field na “${field}” ng isang mensahe`,
  'frame-other-format': () => 'wala sa format ng Assay ang isang binary na mensahe',
  'frame-header-not-json': () => 'hindi JSON ang header ng isang binary na mensahe',
  'frame-header-too-long': ({ actualBytes, maxBytes }) =>
    `${format.bytes(actualBytes)} ang header ng isang binary na mensahe, lampas sa limit na ${format.bytes(maxBytes)}`,
  'frame-length': ({ actualBytes, expectedBytes }) =>
    `${count(actualBytes, 'byte')} ang isang binary na mensahe sa halip na ${format.whole(expectedBytes)}`,
  'tensor-repeated': ({ name }) => `may dalawang tensor na “${name}” ang pangalan sa isang binary na mensahe`,
  'tensor-beyond-frame': ({ name, shape, actualBytes }) =>
    `hindi kasya ang tensor na “${name}” na may shape na [${shape}] sa natitirang ${count(actualBytes, 'byte')} para dito`,
  'tensor-strings': ({ name }) => `mali ang encoding ng mga string ng tensor na “${name}”`,
};

/** Why the companion cannot be reached or rejects something: the text after the colon of a message. */
export const companionReasons: typeof enReasons = {
  'companion-not-found': () => 'walang sumasagot doon, o bina-block ng browser ang koneksyon',
  'companion-ended': () => 'isinara ito',
  'connection-lost': () => 'naputol ang koneksyon',
  'companion-silent': () => 'hindi ito sumasagot',
  'other-companion': () => 'hindi ito ang companion na naka-pair sa page na ito',
  'other-program': () => 'hindi ang companion na nagpapakita ng code ang program na sumasagot',
  'pairing-revoked': () => 'inalis ang pairing ng page na ito',
  'page-too-old': ({ version, min }) =>
    `bersyon ${version} ng protocol ang gamit ng page na ito, at ${min} o mas bago ang kailangan ng companion`,
  'companion-too-old': ({ version, min }) =>
    `bersyon ${version} ng protocol ang gamit ng companion, at ${min} o mas bago ang kailangan ng page na ito`,
  'not-authenticated': () => 'hindi naka-pair dito ang page na ito',
  'origin-not-paired': ({ origin }) => `hindi naka-pair dito ang ${origin}`,
  'signature-invalid': () => 'hindi ang naka-pair na key ang key ng page na ito',
  'pairing-not-open': () => 'hindi nito hinihintay na ma-pair ang page na ito',
  'code-wrong': ({ triesLeft }) => `mali ang code; natitirang pagsubok: ${triesLeft}`,
  'code-expired': () => 'hindi na valid ang code',
  'scope-missing': ({ scope }) => `hindi ibinigay ang pahintulot na “${scope}”`,
  'too-many-requests': ({ max }) => `mahigit ${max} ang sabay-sabay na request`,
  'request-id-in-use': ({ id }) => `may tumatakbo nang request na may numerong ${id}`,
  'session-unknown': ({ session }) => `wala itong bukas na model na may numerong ${session}`,
  'session-kind': ({ session, kind }) => `${kind} model ang bukas na model na may numerong ${session}`,
  'memory-limit': ({ needBytes, maxBytes }) =>
    `kailangan nito ng ${format.bytes(Number(needBytes))}, at ${format.bytes(Number(maxBytes))} lang ang puwedeng gamitin ng companion para sa lahat ng model`,
  'closed-for-memory': ({ model }) => `isinara nito ang ${model} para mabakante ang memory para sa ibang model`,
  'engine-unknown': ({ engine, known }) => `wala itong engine na ${engine}; mayroon itong ${known}`,
  'upload-order': ({ offset, wantOffset }) =>
    `nagsisimula sa byte ${offset} ang isang bahagi ng file sa halip na sa ${wantOffset}`,
  'requests-too-large': () =>
    'gamit na ng mga kasalukuyang request ang lahat ng memory na puwedeng gamitin ng mga request',
  'upload-incomplete': ({ file }) => `hindi naipadala nang buo ang ${file}`,
};

const pairAgain = 'Patakbuhin ang “npm run assay -- pair” sa computer na ito, at ilagay ang code na ipapakita nito.';

/** How to fix it. */
export const companionFixes: typeof enFixes = {
  'page-too-old': 'I-reload ang page na ito, o buksan ang page na ibinibigay ng companion.',
  'companion-too-old': 'I-update ang companion.',
  'not-authenticated': 'Patakbuhin muli ang “npm start”: magbubukas ito ng naka-pair na page.',
  'other-companion': pairAgain,
  'other-program': 'Ihinto ang program na iyon, o simulan ang companion sa ibang port gamit ang “PORT=7320 npm start”.',
  'pairing-revoked': pairAgain,
  'origin-not-paired': pairAgain,
  'signature-invalid': pairAgain,
  'pairing-not-open': pairAgain,
  'code-wrong': 'Ihambing ito sa code na ipinapakita ng companion.',
  'code-expired': pairAgain,
  'scope-missing': 'I-pair muli ang page, o gumawa ng API key, na may ganitong pahintulot.',
  'too-many-requests': 'Hintaying matapos ang ilan sa mga ito.',
  'requests-too-large': 'Hintaying matapos ang ilan sa mga ito, o magpadala ng mas maliliit.',
  'engine-unknown': 'Ipinapakita ng “npm run assay -- engines” kung ano ang puwedeng idagdag.',
  'upload-order': 'Ipadala muli ang file; magpapatuloy ito kung saan ito huminto.',
  'upload-incomplete': 'Ipadala muli ang file; magpapatuloy ito kung saan ito huminto.',
};

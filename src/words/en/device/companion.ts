import type { ErrorFacts } from '#core/errors/error.ts';
import type { MessageFault } from '#core/errors/message-fault.ts';
import type { CompanionReason } from '#core/errors/reason.ts';
import { format } from '../format.ts';

type MessageFaultWords = {
  readonly [R in MessageFault['reason']]: (facts: Extract<MessageFault, { readonly reason: R }>) => string;
};

/** Why a message between page and companion is not valid: the text after the colon of a message. */
export const messageFaults: MessageFaultWords = {
  'message-not-json': () => 'a message is not JSON',
  'message-type': ({ type }) => `a message has the unknown type “${type}”`,
  'message-field': ({ field }) => `the field “${field}” of a message is missing or not valid`,
  'frame-other-format': () => 'a binary message is not in Assay’s format',
  'frame-header-not-json': () => 'the header of a binary message is not JSON',
  'frame-header-too-long': ({ actualBytes, maxBytes }) =>
    `the header of a binary message has ${format.bytes(actualBytes)}, above the limit of ${format.bytes(maxBytes)}`,
  'frame-length': ({ actualBytes, expectedBytes }) =>
    `a binary message has ${format.whole(actualBytes)} bytes instead of ${format.whole(expectedBytes)}`,
  'tensor-repeated': ({ name }) => `a binary message has two tensors named “${name}”`,
  'tensor-beyond-frame': ({ name, shape, actualBytes }) =>
    `the tensor “${name}” of the shape [${shape}] does not fit the ${format.whole(actualBytes)} bytes that are left for it`,
  'tensor-strings': ({ name }) => `the strings of the tensor “${name}” are not encoded correctly`,
};

/** Why the companion cannot be reached or rejects something: the text after the colon of a message. */
export const companionReasons = {
  'companion-not-found': () => 'nothing responds there, or the browser blocks the connection',
  'companion-ended': () => 'it was closed',
  'connection-lost': () => 'the connection was lost',
  'companion-silent': () => 'it does not answer',
  'other-companion': () => 'it is not the companion that this page was paired with',
  'other-program': () => 'the program that responds is not the companion that shows the code',
  'pairing-revoked': () => 'the pairing of this page was removed',
  'page-too-old': ({ version, min }) =>
    `this page uses version ${version} of the protocol, and the companion needs ${min} or later`,
  'companion-too-old': ({ version, min }) =>
    `the companion uses version ${version} of the protocol, and this page needs ${min} or later`,
  'not-authenticated': () => 'this page is not paired with it',
  'origin-not-paired': ({ origin }) => `${origin} is not paired with it`,
  'signature-invalid': () => 'the key of this page is not the paired one',
  'pairing-not-open': () => 'it is not waiting to be paired with this page',
  'code-wrong': ({ triesLeft }) => `the code is wrong; attempts left: ${triesLeft}`,
  'code-expired': () => 'the code is no longer valid',
  'scope-missing': ({ scope }) => `the permission “${scope}” was not granted`,
  'too-many-requests': ({ max }) => `more than ${max} requests at the same time`,
  'request-id-in-use': ({ id }) => `a request with the number ${id} is already running`,
  'session-unknown': ({ session }) => `it has no open model with the number ${session}`,
  'session-kind': ({ session, kind }) => `the open model with the number ${session} is a ${kind} model`,
  'memory-limit': ({ needBytes, maxBytes }) =>
    `it needs ${format.bytes(Number(needBytes))}, and the companion may use ${format.bytes(Number(maxBytes))} for all models`,
  'closed-for-memory': ({ model }) => `it closed ${model} to free memory for another model`,
  'engine-unknown': ({ engine, known }) => `it has no engine ${engine}; it has ${known}`,
  'upload-order': ({ offset, wantOffset }) => `a part of the file begins at byte ${offset} instead of ${wantOffset}`,
  'requests-too-large': () => 'the requests in progress already use all the memory that requests may use',
  'upload-incomplete': ({ file }) => `${file} was not sent completely`,
} satisfies Record<CompanionReason, (facts: ErrorFacts) => string>;

const pairAgain = 'Run “npm run assay -- pair” on this computer, and enter the code that it shows.';

/** How to fix it. */
export const companionFixes: Readonly<Record<string, string>> = {
  'page-too-old': 'Reload this page, or open the one that the companion serves.',
  'companion-too-old': 'Update the companion.',
  'not-authenticated': 'Run “npm start” again: it opens a page that is paired.',
  'other-companion': pairAgain,
  'other-program': 'Stop that program, or start the companion on another port with “PORT=7320 npm start”.',
  'pairing-revoked': pairAgain,
  'origin-not-paired': pairAgain,
  'signature-invalid': pairAgain,
  'pairing-not-open': pairAgain,
  'code-wrong': 'Compare it with the one that the companion shows.',
  'code-expired': pairAgain,
  'scope-missing': 'Pair the page again, or create an API key, with this permission.',
  'too-many-requests': 'Wait until some of them have finished.',
  'requests-too-large': 'Wait until some of them have finished, or send smaller ones.',
  'engine-unknown': '“npm run assay -- engines” shows what can be added.',
  'upload-order': 'Send the file again; it continues where it stopped.',
  'upload-incomplete': 'Send the file again; it continues where it stopped.',
} satisfies { readonly [R in CompanionReason]?: string };

import * as v from 'valibot';
import { engineIds } from '#core/engine/engines.ts';
import { maxThreads } from '#core/engine/engine-settings.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TextRequest } from '#core/engine/text-session.ts';
import { benchRequest } from './bench-schemas.ts';
import { readMessage } from './read-message.ts';
import {
  createBase64Schema,
  deadlineMsSchema,
  deviceSchema,
  envelopeSchema,
  fileNameSchema,
  macSchema,
  modelNameSchema,
  nonceSchema,
  publicKeySchema,
  requestIdSchema,
  sessionIdSchema,
  sha256Schema,
  shortTextSchema,
  signatureSchema,
} from './schemas.ts';
import { settings } from './settings-schema.ts';
import { wholeNumber } from './tensor-header.ts';
import { textRequest, timedTextRequest, tokenIds } from './text-schemas.ts';

/** The first message of a connection. */
const hello = v.object({
  type: v.literal('hello'),
  versions: v.object({ min: wholeNumber, max: wholeNumber }),
  /** Version of the app, for the log. */
  app: shortTextSchema,
  auth: v.variant('kind', [
    /** A page that the companion serves. */
    v.object({ kind: v.literal('token'), token: createBase64Schema(32) }),
    /** A paired page, which then sends a signature in response to `challenge`. */
    v.object({ kind: v.literal('paired'), publicKey: publicKeySchema, nonce: nonceSchema }),
    /** A page that pairs by a code. */
    v.object({ kind: v.literal('code'), publicKey: publicKeySchema, nonce: nonceSchema }),
  ]),
});

/** Proves that a paired page has its private key. */
const proof = v.object({ type: v.literal('proof'), signature: signatureSchema });

/** Proves that the user of a page that pairs has typed the code. */
const codeProof = v.object({ type: v.literal('code-proof'), mac: macSchema });

/** Uploaded files, or a model that the companion lists. */
const modelReference = v.variant('kind', [
  v.object({
    kind: v.literal('uploaded'),
    id: shortTextSchema,
    entry: fileNameSchema,
    files: v.pipe(v.array(v.object({ name: fileNameSchema, sha256: sha256Schema })), v.minLength(1), v.maxLength(4096)),
  }),
  v.object({ kind: v.literal('named'), name: modelNameSchema }),
]);

const open = v.object({
  type: v.literal('open'),
  id: requestIdSchema,
  model: modelReference,
  engine: v.picklist(engineIds),
  /** Tried in this order. */
  devices: v.pipe(v.array(deviceSchema), v.minLength(1), v.maxLength(16)),
  threads: v.exactOptional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(maxThreads))),
  placement: v.exactOptional(v.boolean()),
  settings,
  deadlineMs: deadlineMsSchema,
});

const sessionFields = { id: requestIdSchema, session: sessionIdSchema };

const control = v.variant('type', [
  hello,
  proof,
  codeProof,
  v.object({ type: v.literal('list-engines'), id: requestIdSchema }),
  v.object({ type: v.literal('list-models'), id: requestIdSchema }),
  v.object({ type: v.literal('read-hardware'), id: requestIdSchema }),
  /** Begins or resumes the upload of a file. The response has the number of received bytes. */
  v.object({
    type: v.literal('begin-upload'),
    id: requestIdSchema,
    sha256: sha256Schema,
    sizeBytes: v.pipe(wholeNumber, v.minValue(1)),
  }),
  open,
  v.object({
    type: v.literal('generate'),
    ...sessionFields,
    request: textRequest as v.GenericSchema<TextRequest>,
    deadlineMs: deadlineMsSchema,
  }),
  v.object({ type: v.literal('time-text'), ...sessionFields, request: timedTextRequest, deadlineMs: deadlineMsSchema }),
  v.object({ type: v.literal('vocabulary'), ...sessionFields }),
  v.object({ type: v.literal('tokenise'), ...sessionFields, text: v.string() }),
  /** Requests the probabilities of the tokens from index `from`. */
  v.object({
    type: v.literal('predict'),
    ...sessionFields,
    tokens: tokenIds,
    from: v.pipe(wholeNumber, v.minValue(1)),
    deadlineMs: deadlineMsSchema,
  }),
  /** Measures the session in the companion, so that transport is not included. */
  v.object({ type: v.literal('bench'), ...sessionFields, request: benchRequest, orderSeed: requestIdSchema }),
  /** Profiles the session in the companion. */
  v.object({ type: v.literal('profile'), ...sessionFields, request: benchRequest }),
  v.object({ type: v.literal('memory'), ...sessionFields }),
  v.object({ type: v.literal('close'), ...sessionFields }),
  /** A signed request of a participant of a federation; see `src/federated`. */
  v.object({ type: v.literal('federate'), id: requestIdSchema, envelope: envelopeSchema }),
  /** Cancels a request. A generation ends with the text so far, other requests with the error `aborted`. */
  v.object({ type: v.literal('cancel'), id: requestIdSchema }),
  /** Replaces the key of a paired page. The new key signs the transcript of this connection. */
  v.object({
    type: v.literal('rotate-key'),
    id: requestIdSchema,
    publicKey: publicKeySchema,
    signature: signatureSchema,
  }),
]);

/** Messages with tensors. */
const frames = v.variant('type', [
  v.object({ type: v.literal('run'), ...sessionFields, deadlineMs: deadlineMsSchema }),
  /** The next chunk of a file, as the tensor `bytes`. */
  v.object({ type: v.literal('upload'), id: requestIdSchema, sha256: sha256Schema, offset: wholeNumber }),
]);

export type ModelReference = v.InferOutput<typeof modelReference>;
export type Hello = v.InferOutput<typeof hello>;
/** A page's message without tensors. */
type ClientControl = v.InferOutput<typeof control>;
/** A page's message with tensors, before they are attached. */
type ClientFrame = v.InferOutput<typeof frames>;
export type ClientMessage = ClientControl | (ClientFrame & { readonly tensors: Tensors });

/**
 * Parses and validates a page's message: a string is a control message, bytes are a frame.
 * @throws AppError message-invalid
 */
export function readClientMessage(data: string | Uint8Array<ArrayBuffer>): ClientMessage {
  return readMessage(control, frames, data);
}

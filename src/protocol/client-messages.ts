import * as v from 'valibot';
import { engineIds } from '#core/engine/engines.ts';
import { maxThreads } from '#core/engine/engine-settings.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TextRequest } from '#core/engine/text-session.ts';
import { benchRequest } from './bench-schemas.ts';
import { readMessage } from './read-message.ts';
import {
  createBase64Schema,
  deadlineMs,
  device,
  fileName,
  mac,
  modelName,
  nonce,
  publicKey,
  requestId,
  sessionId,
  sha256,
  shortText,
  signature,
} from './schemas.ts';
import { settings } from './settings-schema.ts';
import { wholeNumber } from './tensor-header.ts';
import { textRequest, timedTextRequest, tokenIds } from './text-schemas.ts';

/** The first message of a connection. */
const hello = v.object({
  type: v.literal('hello'),
  versions: v.object({ min: wholeNumber, max: wholeNumber }),
  /** The version of the app, for the log. */
  app: shortText,
  auth: v.variant('kind', [
    /** Sent by a page that the companion serves itself. */
    v.object({ kind: v.literal('token'), token: createBase64Schema(32) }),
    /** Sent by a paired page, which is then asked for a signature. */
    v.object({ kind: v.literal('paired'), publicKey, nonce }),
    /** Sent by a page to be paired by a code. */
    v.object({ kind: v.literal('code'), publicKey, nonce }),
  ]),
});

/** A paired page proves that it has its private key. */
const proof = v.object({ type: v.literal('proof'), signature });

/** A page to be paired proves that its user has typed the code. */
const codeProof = v.object({ type: v.literal('code-proof'), mac });

/** Files sent earlier with `upload`, or a model that the companion lists. */
const modelReference = v.variant('kind', [
  v.object({
    kind: v.literal('uploaded'),
    id: shortText,
    entry: fileName,
    files: v.pipe(v.array(v.object({ name: fileName, sha256 })), v.minLength(1), v.maxLength(4096)),
  }),
  v.object({ kind: v.literal('named'), name: modelName }),
]);

const open = v.object({
  type: v.literal('open'),
  id: requestId,
  model: modelReference,
  engine: v.picklist(engineIds),
  /** Tried in this order. */
  devices: v.pipe(v.array(device), v.minLength(1), v.maxLength(16)),
  threads: v.exactOptional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(maxThreads))),
  placement: v.exactOptional(v.boolean()),
  settings,
  deadlineMs,
});

const sessionFields = { id: requestId, session: sessionId };

const control = v.variant('type', [
  hello,
  proof,
  codeProof,
  v.object({ type: v.literal('list-engines'), id: requestId }),
  v.object({ type: v.literal('list-models'), id: requestId }),
  v.object({ type: v.literal('read-hardware'), id: requestId }),
  /** Begins or continues the upload of a file; the answer says how much of it the companion has. */
  v.object({ type: v.literal('begin-upload'), id: requestId, sha256, sizeBytes: v.pipe(wholeNumber, v.minValue(1)) }),
  open,
  v.object({
    type: v.literal('generate'),
    ...sessionFields,
    request: textRequest as v.GenericSchema<TextRequest>,
    deadlineMs,
  }),
  v.object({ type: v.literal('time-text'), ...sessionFields, request: timedTextRequest, deadlineMs }),
  v.object({ type: v.literal('vocabulary'), ...sessionFields }),
  v.object({ type: v.literal('tokenise'), ...sessionFields, text: v.string() }),
  /** Requests the probabilities of the tokens from index `from` on. */
  v.object({
    type: v.literal('predict'),
    ...sessionFields,
    tokens: tokenIds,
    from: v.pipe(wholeNumber, v.minValue(1)),
    deadlineMs,
  }),
  /** Measures the session where it runs, so transport is not included. */
  v.object({ type: v.literal('bench'), ...sessionFields, request: benchRequest, orderSeed: requestId }),
  /** Runs the session with profiling where it runs. */
  v.object({ type: v.literal('profile'), ...sessionFields, request: benchRequest }),
  v.object({ type: v.literal('memory'), ...sessionFields }),
  v.object({ type: v.literal('close'), ...sessionFields }),
  /** Ends the request with this number. A generation ends with the text so far; other requests end with `aborted`. */
  v.object({ type: v.literal('cancel'), id: requestId }),
  /** Replaces the key of a paired page; the new key signs the transcript of this connection. */
  v.object({ type: v.literal('rotate-key'), id: requestId, publicKey, signature }),
]);

/** Messages with tensors. */
const frames = v.variant('type', [
  v.object({ type: v.literal('run'), ...sessionFields, deadlineMs }),
  /** The next part of a file: its bytes are the tensor `bytes`. */
  v.object({ type: v.literal('upload'), id: requestId, sha256, offset: wholeNumber }),
]);

export type ModelReference = v.InferOutput<typeof modelReference>;
export type Hello = v.InferOutput<typeof hello>;
/** A message of a page without tensors. */
type ClientControl = v.InferOutput<typeof control>;
/** A message of a page with tensors, before they are attached. */
type ClientFrame = v.InferOutput<typeof frames>;
export type ClientMessage = ClientControl | (ClientFrame & { readonly tensors: Tensors });

/**
 * Parses and validates a message of a page: text is control, bytes are a frame.
 * @throws AppError message-invalid
 */
export function readClientMessage(data: string | Uint8Array<ArrayBuffer>): ClientMessage {
  return readMessage(control, frames, data);
}

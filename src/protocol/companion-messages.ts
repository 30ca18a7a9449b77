import * as v from 'valibot';
import type { MemoryInUse, SessionFacts } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { TextFacts } from '#core/engine/text-session.ts';
import { measuredRun, nativeEnvironment, progress } from './bench-schemas.ts';
import { hardware } from './hardware-schema.ts';
import { recordedProfile } from './profile-schema.ts';
import { readMessage } from './read-message.ts';
import {
  deviceSchema,
  envelopeSchema,
  factsSchema,
  macSchema,
  nonceSchema,
  publicKeySchema,
  requestIdSchema,
  scopeSchema,
  sessionIdSchema,
  shortTextSchema,
  signatureSchema,
} from './schemas.ts';
import { dataType, wholeNumber } from './tensor-header.ts';
import { textTiming, textUsage, tokenisedText, tokenPrediction } from './text-schemas.ts';

/** Proves that the companion has its private key. It precedes the page's proof. */
const challenge = v.object({
  type: v.literal('challenge'),
  version: wholeNumber,
  publicKey: publicKeySchema,
  nonce: nonceSchema,
  signature: signatureSchema,
});

/** Proves that the companion knows the code. The page then stores the companion's public key, and `welcome` follows. */
const paired = v.object({ type: v.literal('paired'), mac: macSchema });

const welcome = v.object({
  type: v.literal('welcome'),
  version: wholeNumber,
  /** Version of the companion. */
  app: shortTextSchema,
  scopes: v.array(scopeSchema),
  /** A larger message closes the connection. `maxRequests` limits the pending requests. */
  limits: v.object({ maxMessageBytes: wholeNumber, maxRequests: wholeNumber }),
});

const engineListing = v.object({
  engine: shortTextSchema,
  /** See `PackageState`; `failed` if the engine is installed but cannot be loaded. */
  state: v.picklist(['ready', 'missing', 'wrong-version', 'no-device', 'unsupported-platform', 'failed']),
  version: v.nullable(shortTextSchema),
  /** Each with the setting `provider` if it needs one. */
  devices: v.array(v.object({ device: deviceSchema, name: v.string(), provider: v.exactOptional(v.string()) })),
  /** Facts for the message about the state. */
  facts: factsSchema,
});

/** `engine` is set for a model of a remote server, whose unknown size is 0. */
const modelListing = v.object({ name: v.string(), sizeBytes: wholeNumber, engine: v.exactOptional(shortTextSchema) });

const size = v.union([wholeNumber, v.string(), v.null()]);
const tensorSpecs = v.array(v.object({ name: v.string(), dtype: dataType, shape: v.array(size) }));
/** Facts that newer engines add are preserved. */
const engineFacts = {
  engine: v.string(),
  engineVersion: v.string(),
  build: v.string(),
  device: v.string(),
  threads: v.number(),
  failedDevices: v.array(v.object({ device: v.string(), why: v.string() })),
  createMs: v.number(),
};
const opened = v.variant('kind', [
  v.object({
    kind: v.literal('tensor'),
    facts: v.looseObject({ ...engineFacts, inputs: tensorSpecs, outputs: tensorSpecs }),
  }),
  v.object({
    kind: v.literal('text'),
    facts: v.looseObject({ ...engineFacts, contextLength: v.number(), hasChatTemplate: v.boolean() }),
  }),
]);
type OpenedFacts =
  | { readonly kind: 'tensor'; readonly facts: SessionFacts }
  | { readonly kind: 'text'; readonly facts: TextFacts };

/** An unknown code of a newer companion is shown as an internal error, with its name. */
const errorCode = v.pipe(v.string(), v.maxLength(64));

const control = v.variant('type', [
  challenge,
  paired,
  welcome,
  v.object({ type: v.literal('engines'), id: requestIdSchema, engines: v.array(engineListing) }),
  v.object({ type: v.literal('models'), id: requestIdSchema, models: v.array(modelListing) }),
  v.object({ type: v.literal('hardware'), id: requestIdSchema, hardware }),
  /** The received bytes of a file. The hash of a complete file has been verified. */
  v.object({ type: v.literal('received'), id: requestIdSchema, receivedBytes: wholeNumber, isComplete: v.boolean() }),
  v.object({
    type: v.literal('opened'),
    id: requestIdSchema,
    session: sessionIdSchema,
    opened: opened as unknown as v.GenericSchema<OpenedFacts>,
    environment: nativeEnvironment,
  }),
  v.object({ type: v.literal('text'), id: requestIdSchema, text: v.string() }),
  v.object({ type: v.literal('generated'), id: requestIdSchema, usage: textUsage }),
  v.object({ type: v.literal('timed'), id: requestIdSchema, timing: textTiming }),
  v.object({ type: v.literal('vocabulary'), id: requestIdSchema, tokens: v.array(v.string()) }),
  v.object({ type: v.literal('tokenised'), id: requestIdSchema, text: tokenisedText }),
  v.object({ type: v.literal('predicted'), id: requestIdSchema, predictions: v.array(tokenPrediction) }),
  v.object({
    type: v.literal('memory'),
    id: requestIdSchema,
    memory: v.looseObject({}) as v.GenericSchema<MemoryInUse>,
  }),
  /** Progress of a benchmark or a profile, before `measured` or `profiled`. */
  v.object({ type: v.literal('progress'), id: requestIdSchema, progress }),
  v.object({ type: v.literal('measured'), id: requestIdSchema, measured: measuredRun }),
  v.object({ type: v.literal('profiled'), id: requestIdSchema, recorded: recordedProfile }),
  v.object({ type: v.literal('closed'), id: requestIdSchema }),
  v.object({ type: v.literal('federated'), id: requestIdSchema, envelope: envelopeSchema }),
  v.object({ type: v.literal('key-rotated'), id: requestIdSchema }),
  /** The outcome of the request `id`, or of the connection. */
  v.object({ type: v.literal('error'), id: v.nullable(requestIdSchema), code: errorCode, facts: factsSchema }),
  /** Sent without a request when the companion has closed a model. */
  v.object({ type: v.literal('session-closed'), session: sessionIdSchema, code: errorCode, facts: factsSchema }),
]);

/** Messages with tensors. */
const frames = v.variant('type', [v.object({ type: v.literal('outputs'), id: requestIdSchema })]);

export type EngineListing = v.InferOutput<typeof engineListing>;
export type ModelListing = v.InferOutput<typeof modelListing>;
/** A companion's message without tensors. */
export type CompanionControl = v.InferOutput<typeof control>;
/** A companion's message with tensors, before they are attached. */
export type CompanionFrame = v.InferOutput<typeof frames>;
export type CompanionMessage = CompanionControl | (CompanionFrame & { readonly tensors: Tensors });

/**
 * Parses and validates a companion's message: a string is a control message, bytes are a frame.
 * @throws AppError message-invalid
 */
export function readCompanionMessage(data: string | Uint8Array<ArrayBuffer>): CompanionMessage {
  return readMessage(control, frames, data);
}

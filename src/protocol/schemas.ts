import * as v from 'valibot';
import { devices, type DeviceId } from '#core/engine/engines.ts';
import { isModelName } from '#core/model/model-id.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import type { Envelope } from '#federated/protocol/envelope.ts';
import { wholeNumber } from './tensor-header.ts';

/** Permissions of a paired page: to read lists, run models, and add models. */
export const scopes = ['read', 'run', 'manage'] as const;
export type Scope = (typeof scopes)[number];
export const scopeSchema = v.picklist(scopes);

/** What an API key may do: also take part in federations. */
export const keyScopes = [...scopes, 'federate'] as const;
export type KeyScope = (typeof keyScopes)[number];
export const keyScopeSchema = v.picklist(keyScopes);

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));

/** Chosen by the page, and unique among the pending requests of its connection. */
export const requestIdSchema = uint32;

/** Chosen by the companion for an open model. */
export const sessionIdSchema = uint32;

export const sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** The path of a model file relative to the model's folder. */
export const fileNameSchema = v.pipe(v.string(), v.maxLength(255), v.check(isSafePath));

/** The name of a model that the companion lists. It is looked up in this list, never used as a path. */
export const modelNameSchema = v.pipe(v.string(), v.maxLength(255), v.check(isModelName));

export const shortTextSchema = v.pipe(v.string(), v.maxLength(256));

/** Base64 of exactly this number of bytes, with its padding. */
export function createBase64Schema(length: number) {
  const paddingLength = (3 - (length % 3)) % 3;
  const characters = 4 * Math.ceil(length / 3) - paddingLength;
  return v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9+/]{${characters}}={${paddingLength}}$`)));
}

/** 256 random bits, different for each connection, so that signatures cannot be replayed. */
export const nonceSchema = createBase64Schema(32);
/** An uncompressed P-256 point, as Web Crypto exports it in the format `raw`. */
export const publicKeySchema = createBase64Schema(65);
/** ECDSA on P-256 with SHA-256, with `r` and `s` in Web Crypto's format. */
export const signatureSchema = createBase64Schema(64);
/** A signed message between a participant and the coordinator of a federation. */
export const envelopeSchema: v.GenericSchema<Envelope> = v.object({
  payload: v.string(),
  key: publicKeySchema,
  signature: signatureSchema,
});
/** HMAC-SHA256. */
export const macSchema = createBase64Schema(32);

/** A device of the companion. */
export const deviceSchema = v.picklist(
  (Object.keys(devices) as DeviceId[]).filter((id) => devices[id].host === 'companion'),
);

/** The maximum duration of a request from its receipt, at most a day. */
export const deadlineMsSchema = v.exactOptional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(86_400_000)));

/** Facts of an error, or of an engine. */
export const factsSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));

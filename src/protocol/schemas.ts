import * as v from 'valibot';
import { devices, type DeviceId } from '#core/engine/engines.ts';
import { isModelName } from '#core/model/model-id.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import { wholeNumber } from './tensor-header.ts';

/** Permissions of a paired page: to read lists, run models, and add models. */
export const scopes = ['read', 'run', 'manage'] as const;
export type Scope = (typeof scopes)[number];
export const scope = v.picklist(scopes);

/** What an API key may do: also take part in federations. */
export const keyScopes = [...scopes, 'federate'] as const;
export type KeyScope = (typeof keyScopes)[number];
export const keyScope = v.picklist(keyScopes);

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));

/** Chosen by the page, and unique among the pending requests of its connection. */
export const requestId = uint32;

/** Chosen by the companion for an open model. */
export const sessionId = uint32;

export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** The path of a model file relative to the model's folder. */
export const fileName = v.pipe(v.string(), v.maxLength(255), v.check(isSafePath));

/** The name of a model that the companion lists. It is looked up in this list, never used as a path. */
export const modelName = v.pipe(v.string(), v.maxLength(255), v.check(isModelName));

export const shortText = v.pipe(v.string(), v.maxLength(256));

/** Base64 of a fixed number of bytes. */
export function createBase64Schema(length: number) {
  const characters = 4 * Math.ceil(length / 3);
  return v.pipe(v.string(), v.length(characters), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
}

/** 256 random bits, different for each connection, so that signatures cannot be replayed. */
export const nonce = createBase64Schema(32);
/** An uncompressed P-256 point, as Web Crypto exports it in the format `raw`. */
export const publicKey = createBase64Schema(65);
/** ECDSA on P-256 with SHA-256, with `r` and `s` in Web Crypto's format. */
export const signature = createBase64Schema(64);
/** A signed message between a participant and the coordinator of a federation. */
export const envelope = v.object({ payload: v.string(), key: publicKey, signature });
export type SignedEnvelope = v.InferOutput<typeof envelope>;
/** HMAC-SHA256. */
export const mac = createBase64Schema(32);

/** A device of the companion. */
export const device = v.picklist((Object.keys(devices) as DeviceId[]).filter((id) => devices[id].host === 'companion'));

/** Maximum duration of a request, at most a day. */
export const deadlineMs = v.exactOptional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(86_400_000)));

/** Facts of an error, or of an engine. */
export const facts = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));

import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { fromBase64, toBase64 } from '#core/encoding/base64.ts';
import { findDuplicateKey } from '#core/encoding/duplicate-key.ts';
import { formatCountersignatureName, maxCountersignatures, type Hallmark } from '../hallmark.ts';
import { fromSpki, computeKeyId, toSpki } from '../sign/public-key.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import { payloadType, signatureBytes, type SignedPayload } from '../sign/signature.ts';

/** Maximum size that is read. A hallmark with 16 countersignatures of ten gates has about 80 kB. */
const maxFileBytes = 262_144;

/**
 * A DSSE envelope as JSON, with two additional fields, which DSSE allows: the signer's public key, and the envelopes of
 * countersignatures.
 */
interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly [{ readonly keyid: string; readonly sig: string; readonly publicKey: string }];
}

/** Formats the text of a `.hallmark.json` file. */
export async function toHallmarkFile({ original, countersignatures }: Hallmark): Promise<string> {
  const envelope = await toEnvelope(original);
  const others = await Promise.all(countersignatures.map(toEnvelope));
  return toCanonicalJson(others.length > 0 ? { ...envelope, countersignatures: others } : envelope);
}

async function toEnvelope({ payload, publicKey, signature }: SignedPayload): Promise<Envelope> {
  const keyid = await computeKeyId(publicKey);
  const signatures = [{ keyid, sig: toBase64(signature), publicKey: toBase64(toSpki(publicKey)) }] as const;
  return { payload: toBase64(payload), payloadType, signatures };
}

/**
 * Reads the text of a `.hallmark.json` file. Accepts only the encoding that Assay writes, without other fields, so
 * every change of the contents is detected, although DSSE allows other encodings. Spaces and the order of fields may
 * differ.
 * @throws AppError hallmark-invalid
 */
export async function fromHallmarkFile(text: string): Promise<Hallmark> {
  if (text.length > maxFileBytes) {
    throw createHallmarkError({ reason: 'hallmark-too-large', bytes: text.length, maxBytes: maxFileBytes });
  }
  const { countersignatures, ...envelope } = requireObject('', parse(text));
  if (!('payload' in envelope)) throw createHallmarkError({ reason: 'hallmark-missing' });
  const list = countersignatures ?? [];
  if (
    !Array.isArray(list) ||
    list.length > maxCountersignatures ||
    (countersignatures !== undefined && list.length === 0)
  )
    throw createEnvelopeError('countersignatures');
  const original = await fromEnvelope('', envelope, 'hallmark');
  const others: SignedPayload[] = [];
  for (const [index, value] of list.entries()) {
    const path = `countersignatures.${index}`;
    others.push(await fromEnvelope(`${path}.`, requireObject(path, value), formatCountersignatureName(index)));
  }
  return { original, countersignatures: others };
}

async function fromEnvelope(path: string, fields: Record<string, unknown>, signature: string): Promise<SignedPayload> {
  const { payload, payloadType: type, signatures, ...unknown } = fields;
  const unknownField = Object.keys(unknown)[0];
  if (unknownField !== undefined) throw createEnvelopeError(`${path}${unknownField}`);
  if (type !== payloadType)
    throw createHallmarkError({ reason: 'payload-type', signature, type: String(type), expectedType: payloadType });
  if (!Array.isArray(signatures) || signatures.length !== 1) throw createEnvelopeError(`${path}signatures`);
  const signaturePath = `${path}signatures.0`;
  const { keyid, sig, publicKey, ...unknownInSignature } = requireObject(signaturePath, signatures[0]);
  const unknownSignatureField = Object.keys(unknownInSignature)[0];
  if (unknownSignatureField !== undefined) throw createEnvelopeError(`${signaturePath}.${unknownSignatureField}`);
  const point = fromSpki(decodeField(`${signaturePath}.publicKey`, publicKey));
  if (!point) throw createHallmarkError({ reason: 'public-key', signature });
  if (keyid !== (await computeKeyId(point))) throw createHallmarkError({ reason: 'key-id', signature });
  const signatureValue = decodeField(`${signaturePath}.sig`, sig);
  if (signatureValue.length !== signatureBytes) throw createEnvelopeError(`${signaturePath}.sig`);
  return { payload: decodeField(`${path}payload`, payload), publicKey: point, signature: signatureValue };
}

function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw createHallmarkError({ reason: 'hallmark-not-json' }, { cause });
  }
  const field = findDuplicateKey(text);
  if (field !== null) throw createHallmarkError({ reason: 'field-repeated', field });
  return value;
}

function requireObject(field: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  if (field === '') throw createHallmarkError({ reason: 'hallmark-not-json' });
  throw createEnvelopeError(field);
}

function decodeField(field: string, value: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof value === 'string' ? fromBase64(value) : null;
  if (!bytes) throw createEnvelopeError(field);
  return bytes;
}

const createEnvelopeError = (field: string) => createHallmarkError({ reason: 'envelope-field', field });

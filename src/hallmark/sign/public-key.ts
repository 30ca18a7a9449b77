import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { fromBase64 } from '#core/encoding/base64.ts';
import { publicKeyBytes } from './signature.ts';

/**
 * The DER before the point of a SubjectPublicKeyInfo for P-256: id-ecPublicKey (1.2.840.10045.2.1) with prime256v1
 * (1.2.840.10045.3.1.7), as in RFC 5480, section 2.
 */
const header = fromBase64('MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgA=')!;

/** Encodes a public key as SubjectPublicKeyInfo, the format of other tools. */
export function toSpki(publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...header, ...publicKey);
}

/** Returns the point in a SubjectPublicKeyInfo; `null` unless it is an uncompressed point of P-256. */
export function fromSpki(spki: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  const isP256 = spki.length === header.length + publicKeyBytes && header.every((byte, index) => spki[index] === byte);
  return isP256 ? spki.slice(header.length) : null;
}

/** Computes the SHA-256 of the SubjectPublicKeyInfo, in hexadecimal. */
export function computeKeyId(publicKey: Uint8Array): Promise<string> {
  return computeSha256Hex(toSpki(publicKey));
}

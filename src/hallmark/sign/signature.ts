/**
 * A signature as in DSSE 1.0 (github.com/secure-systems-lab/dsse), over the pre-authentication encoding of the payload
 * and its type. The algorithm is that of DSSE's example, ECDSA on P-256 with SHA-256, as `r` and `s` of 32 bytes each.
 */
export interface SignedPayload {
  readonly payload: Uint8Array<ArrayBuffer>;
  /** The signer's public key as an uncompressed point of 65 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** The payload type that in-toto prescribes for its statements. */
export const payloadType = 'application/vnd.in-toto+json';

export const publicKeyBytes = 65;
export const signatureBytes = 64;

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const parameters = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Generates a key pair whose private key is not extractable, so it cannot leave the browser. */
export function generateKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
}

export async function sign(payload: Uint8Array<ArrayBuffer>, keys: CryptoKeyPair): Promise<SignedPayload> {
  const [publicKey, signature] = await Promise.all([
    crypto.subtle.exportKey('raw', keys.publicKey), // a public key can always be exported
    crypto.subtle.sign(parameters, keys.privateKey, encodePreAuthentication(payloadType, payload)),
  ]);
  return { payload, publicKey: new Uint8Array(publicKey), signature: new Uint8Array(signature) };
}

/** Returns whether the signature is valid; `null` if the public key is not a point of the curve. */
export async function verify({ payload, publicKey, signature }: SignedPayload): Promise<boolean | null> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', publicKey, curve, true, ['verify']);
  } catch {
    return null;
  }
  return crypto.subtle.verify(parameters, key, signature, encodePreAuthentication(payloadType, payload));
}

/** Encodes `DSSEv1`, type and body, the latter two after their lengths in bytes: PAE in DSSE's protocol.md. */
export function encodePreAuthentication(type: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const utf8 = new TextEncoder();
  const head = utf8.encode(`DSSEv1 ${utf8.encode(type).length} ${type} ${body.length} `);
  const encoded = new Uint8Array(head.length + body.length);
  encoded.set(head);
  encoded.set(body, head.length);
  return encoded;
}

/**
 * The globals common to pages, workers and Node. Pure folders are type-checked with only these, so they cannot use other DOM
 * or Node APIs.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBufferLike): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class URL {
  constructor(url: string);
  readonly pathname: string;
}
declare class URLSearchParams {
  constructor(pairs?: string | Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[]);
  readonly size: number;
  append(name: string, value: string): void;
  getAll(name: string): string[];
  set(name: string, value: string): void;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[name: string, value: string]>;
}
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  class Instance {
    constructor(module: object);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
declare function structuredClone<T>(value: T): T;
declare const performance: { now(): number; readonly timeOrigin: number };
interface CryptoKey {
  readonly extractable: boolean;
}
interface CryptoKeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}
/** The fields of an elliptic-curve private key that pure folders use (RFC 7517). */
interface PrivateJwk {
  readonly kty?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly d?: string;
}
interface AgreementCurve {
  readonly name: 'ECDH';
  readonly namedCurve: 'P-256';
}
type CipherParameters =
  | { readonly name: 'AES-CTR'; readonly counter: CryptoBytes; readonly length: number }
  | { readonly name: 'AES-GCM'; readonly iv: CryptoBytes };
type DerivationParameters =
  | { readonly name: 'ECDH'; readonly public: CryptoKey }
  | { readonly name: 'HKDF'; readonly hash: 'SHA-256'; readonly salt: CryptoBytes; readonly info: CryptoBytes };
type CryptoBytes = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
interface CurveParameters {
  readonly name: 'ECDSA';
  readonly namedCurve: 'P-256';
}
interface SignatureParameters {
  readonly name: 'ECDSA';
  readonly hash: 'SHA-256';
}
interface MacParameters {
  readonly name: 'HMAC';
  readonly hash: 'SHA-256';
}
declare const crypto: {
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
  subtle: {
    digest(algorithm: 'SHA-256', data: CryptoBytes): Promise<ArrayBuffer>;
    generateKey(
      curve: CurveParameters,
      extractable: boolean,
      usages: readonly ('sign' | 'verify')[],
    ): Promise<CryptoKeyPair>;
    exportKey(format: 'raw', key: CryptoKey): Promise<ArrayBuffer>;
    importKey(
      format: 'raw',
      key: CryptoBytes,
      curve: CurveParameters,
      extractable: boolean,
      usages: readonly 'verify'[],
    ): Promise<CryptoKey>;
    sign(parameters: SignatureParameters, key: CryptoKey, data: CryptoBytes): Promise<ArrayBuffer>;
    verify(
      parameters: SignatureParameters,
      key: CryptoKey,
      signature: CryptoBytes,
      data: CryptoBytes,
    ): Promise<boolean>;
    importKey(
      format: 'raw',
      key: CryptoBytes,
      parameters: MacParameters,
      extractable: boolean,
      usages: readonly ('sign' | 'verify')[],
    ): Promise<CryptoKey>;
    sign(parameters: 'HMAC', key: CryptoKey, data: CryptoBytes): Promise<ArrayBuffer>;
    verify(parameters: 'HMAC', key: CryptoKey, mac: CryptoBytes, data: CryptoBytes): Promise<boolean>;
    generateKey(curve: AgreementCurve, extractable: boolean, usages: readonly 'deriveBits'[]): Promise<CryptoKeyPair>;
    exportKey(format: 'jwk', key: CryptoKey): Promise<PrivateJwk>;
    importKey(
      format: 'jwk',
      key: PrivateJwk,
      curve: AgreementCurve,
      extractable: boolean,
      usages: readonly 'deriveBits'[],
    ): Promise<CryptoKey>;
    importKey(
      format: 'raw',
      key: CryptoBytes,
      curve: AgreementCurve,
      extractable: boolean,
      usages: readonly never[],
    ): Promise<CryptoKey>;
    importKey(
      format: 'raw',
      key: CryptoBytes,
      algorithm: 'HKDF' | 'AES-CTR' | 'AES-GCM',
      extractable: boolean,
      usages: readonly ('deriveBits' | 'encrypt' | 'decrypt')[],
    ): Promise<CryptoKey>;
    deriveBits(parameters: DerivationParameters, key: CryptoKey, bits: number): Promise<ArrayBuffer>;
    encrypt(parameters: CipherParameters, key: CryptoKey, data: CryptoBytes): Promise<ArrayBuffer>;
    decrypt(parameters: CipherParameters, key: CryptoKey, data: CryptoBytes): Promise<ArrayBuffer>;
  };
};
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare function setTimeout(callback: () => void, delayMs?: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare function btoa(binary: string): string;
declare function atob(base64: string): string;
/** A file of the user. Pure folders use only its name and bytes. */
interface File {
  readonly name: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly lastModified: number;
  slice(start?: number, end?: number): Blob;
  arrayBuffer(): Promise<ArrayBuffer>;
}
interface Blob {
  readonly size: number;
  slice(start?: number, end?: number): Blob;
  arrayBuffer(): Promise<ArrayBuffer>;
}
interface ByteStreamPair {
  readonly readable: { getReader(): ByteReader };
  readonly writable: { getWriter(): { write(bytes: Uint8Array<ArrayBuffer>): Promise<void>; close(): Promise<void> } };
}
interface ByteReader {
  read(): Promise<{ done: false; value: Uint8Array<ArrayBuffer> } | { done: true; value: undefined }>;
  cancel(): Promise<void>;
}
declare class CompressionStream implements ByteStreamPair {
  constructor(format: 'deflate-raw');
  readonly readable: ByteStreamPair['readable'];
  readonly writable: ByteStreamPair['writable'];
}
declare class DecompressionStream implements ByteStreamPair {
  constructor(format: 'deflate-raw');
  readonly readable: ByteStreamPair['readable'];
  readonly writable: ByteStreamPair['writable'];
}

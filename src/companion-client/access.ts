/** The credentials of a page. Can be sent to workers. */
export type Credential =
  /** A page that the companion serves itself has the token of the companion's current start, in base64. */
  { readonly kind: 'token'; readonly token: string } | PairedKey;

/** The key of a page that was paired by a code. */
export interface PairedKey {
  readonly kind: 'paired';
  /** ECDSA on P-256; it cannot be exported. */
  readonly privateKey: CryptoKey;
  /** The public keys of the page and of the paired companion, as uncompressed points in base64. */
  readonly publicKey: string;
  readonly companionKey: string;
}

/** Where a companion is, and how this page authenticates. Can be sent to workers. */
export interface CompanionAccess {
  /** `ws://127.0.0.1:7319/companion/socket` */
  readonly url: string;
  /** The origin of the page, which both sides sign. */
  readonly origin: string;
  /** The version of the app, for the companion's log. */
  readonly app: string;
  readonly credential: Credential;
}

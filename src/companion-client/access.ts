/** A page's credential for a companion. It can be sent to workers. */
export type Credential =
  /** The token of the companion's current start, in base64, for a page that the companion serves. */
  { readonly kind: 'token'; readonly token: string } | PairedKey;

/** The keys of a paired page. */
export interface PairedKey {
  readonly kind: 'paired';
  /** ECDSA on P-256, not exportable. */
  readonly privateKey: CryptoKey;
  /** The public keys of the page and of the paired companion, as uncompressed points in base64. */
  readonly publicKey: string;
  readonly companionKey: string;
}

/** The address of a companion and the page's credential. It can be sent to workers. */
export interface CompanionAccess {
  /** `ws://127.0.0.1:7319/companion/socket` */
  readonly url: string;
  /** The page's origin, which both sides sign. */
  readonly origin: string;
  /** Version of the app, for the companion's log. */
  readonly app: string;
  readonly credential: Credential;
}

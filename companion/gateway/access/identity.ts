import type { KeyScope, Scope } from '#protocol/schemas.ts';

/** The authenticated sender of a request or owner of a connection. */
export type Identity =
  | { readonly kind: 'own-page'; readonly scopes: readonly Scope[] }
  /** `id` changes when the page replaces its key. */
  | { readonly kind: 'paired-page'; id: string; readonly origin: string; readonly scopes: readonly Scope[] }
  | { readonly kind: 'api-key'; readonly name: string; readonly scopes: readonly KeyScope[] }
  | { readonly kind: 'command'; readonly scopes: readonly Scope[] };

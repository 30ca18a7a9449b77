/** Requests of the page to the service worker; the replies come through the transferred port. */
export type OfflineRequest =
  | { readonly ask: 'take-over' } // a waiting version takes over; no reply
  | { readonly ask: 'list-missing' } // replies with OfflineAssets
  | { readonly ask: 'cache'; readonly url: string }; // replies whether the file is cached now

/** The files that are cached after the app shell: engines, models, large libraries. */
export interface OfflineAssets {
  /** Files that this browser needs and has not cached yet. */
  readonly missing: readonly { readonly url: string; readonly sizeBytes: number }[];
  readonly total: number;
}

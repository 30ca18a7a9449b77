/** What the page asks of the service worker; answers come through the transferred port. */
export type OfflineRequest =
  | { readonly ask: 'take-over' } // a waiting version takes over; no answer
  | { readonly ask: 'still-to-keep' } // answered with OfflineAssets
  | { readonly ask: 'keep'; readonly url: string }; // answered with whether the file is cached now

/** The files that are fetched after the shell: engines, models, large libraries. */
export interface OfflineAssets {
  /** What this browser will need and does not have yet. */
  readonly missing: readonly { readonly url: string; readonly sizeBytes: number }[];
  readonly total: number;
}

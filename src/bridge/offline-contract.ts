/** What the page asks of the service worker; answers come through the port sent along. */
export type OfflineAsk =
  | { readonly ask: 'take-over' } // a waiting version becomes the one in charge; no answer
  | { readonly ask: 'still-to-keep' } // answered with LaterFiles
  | { readonly ask: 'keep'; readonly url: string }; // answered with whether the file is kept now

/** The files that are fetched after the shell: engines, models, large libraries. */
export interface LaterFiles {
  /** What this browser will need and does not have yet. */
  readonly missing: readonly { readonly url: string; readonly sizeBytes: number }[];
  readonly total: number;
}

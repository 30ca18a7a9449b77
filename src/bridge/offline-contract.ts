import type { PageEngineId } from '#core/engine/engines.ts';

/** A set of files that are cached together for offline use. `ort-webgpu` is the GPU build of onnxruntime-web. */
export type OfflineBundleId = 'app' | 'models' | OfflineEngineId | 'ort-webgpu';
/** Engines with a separate library; `ort-text` uses that of `ort`. */
export type OfflineEngineId = Exclude<PageEngineId, 'ort-text'>;

/**
 * Requests of the page to the service worker, which replies through the transferred port. Page and service worker can
 * have different versions, so a request may remain without a reply.
 */
export type OfflineRequest =
  | { readonly ask: 'take-over' } // a waiting version takes over; no reply
  | { readonly ask: 'list-parts' } // replies with OfflineBundle[]; the name dates from version 0.1.0
  | { readonly ask: 'cache'; readonly url: string }; // replies with CacheReply; any message through the port cancels it

/** The files of a bundle that this browser needs. */
export interface OfflineBundle {
  readonly id: OfflineBundleId;
  readonly sizeBytes: number;
  /** Files that are not cached. */
  readonly missing: readonly { readonly url: string; readonly sizeBytes: number }[];
}

/** Any number of progress reports, then the outcome. */
export type CacheReply = { readonly receivedBytes: number } | { readonly outcome: 'cached' | CacheFailure };

export type CacheFailure =
  | 'no-connection'
  | 'no-quota'
  | 'not-in-build' // the page and the service worker have different versions
  | 'cancelled';

/**
 * The faults of report links, with the facts that their messages contain. The messages are in
 * `src/words/<language>/report/report-link-faults.ts`; the compiler requires one for each fault.
 */
export type ReportLinkFault =
  // The text of the link
  | { reason: 'link-empty' }
  | { reason: 'not-a-report-link' }
  | { reason: 'link-too-long'; characters: number; maxCharacters: number }
  | { reason: 'link-character'; character: string }
  | { reason: 'link-end-missing' }
  | { reason: 'link-last-character' }
  | { reason: 'link-bytes-missing'; actualBytes: number; expectedBytes: number }
  | { reason: 'link-bytes-added'; extraBytes: number }
  | { reason: 'link-checksum' }
  | { reason: 'report-version'; version: number; maxVersion: number }
  | { reason: 'link-not-deflate' }
  | { reason: 'link-inflates-beyond'; maxBytes: number }
  // The encoded bytes
  | { reason: 'report-ends-early' }
  | { reason: 'report-bytes-left'; bytes: number }
  | { reason: 'report-number'; value: number; min: number; max: number }
  | { reason: 'report-number-form' }
  | { reason: 'report-value'; value: number; min: number }
  | { reason: 'report-text-encoding' }
  | { reason: 'report-text-characters' }
  | { reason: 'report-hash'; bytes: number }
  | { reason: 'report-code'; number: number }
  | { reason: 'report-field-unknown'; number: number }
  | { reason: 'report-field-repeated'; field: string }
  | { reason: 'report-field-missing'; field: string }
  | { reason: 'report-field-value'; field: string }
  | { reason: 'not-a-result' }
  // Contradictory contents
  | { reason: 'histogram-width'; widthMs: number }
  | { reason: 'histogram-order' }
  | { reason: 'no-cells' }
  | { reason: 'cell-repeated' }
  | { reason: 'flag-repeated' }
  | { reason: 'validity-contradicts-flags'; validity: string; expectedValidity: string }
  | { reason: 'flags-contradict-agreement' }
  | { reason: 'agreement-contradicts' }
  | { reason: 'score-out-of-range'; metric: string; value: number; min: number; max: number }
  | { reason: 'items-contradict' }
  | { reason: 'gates-contradict' }
  | { reason: 'too-many-samples'; samples: number; max: number }
  | { reason: 'samples-missing'; samples: number; actualSamples: number }
  | { reason: 'cell-without-samples' }
  | { reason: 'statistics-contradict' }
  | { reason: 'environment-missing' };

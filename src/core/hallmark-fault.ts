/**
 * Why a hallmark is refused or cannot be made, each with the facts that its message names. The messages are in
 * `src/words/<language>/hallmark-faults.ts`; the compiler requires one for each member. `signature` is `hallmark`, or
 * `countersignature 1` and so on.
 */
export type HallmarkFault =
  // The file
  | { reason: 'hallmark-missing' }
  | { reason: 'hallmark-not-json' }
  | { reason: 'hallmark-too-large'; bytes: number; maxBytes: number }
  | { reason: 'envelope-field'; field: string }
  | { reason: 'payload-type'; signature: string; type: string; wantType: string }
  // A signature
  | { reason: 'public-key'; signature: string }
  | { reason: 'key-id'; signature: string }
  | { reason: 'signature'; signature: string }
  // The signed statement
  | { reason: 'statement-not-json'; signature: string }
  | { reason: 'statement-type'; signature: string; type: string }
  | { reason: 'statement-field'; signature: string; field: string }
  | { reason: 'statement-form'; signature: string }
  | { reason: 'gate-repeated'; gate: string }
  | { reason: 'outcome-not-of-limit'; gate: string }
  | { reason: 'verdict-not-of-gates'; verdict: string; wantVerdict: string }
  | { reason: 'gates-after-start'; readAt: string; startedAt: string }
  | { reason: 'other-method'; method: string; ownMethod: string }
  | { reason: 'no-subject' }
  // A countersignature
  | { reason: 'of-other-hallmark'; signature: string }
  | { reason: 'same-key'; signature: string }
  // A file that was to be compared with it
  | { reason: 'other-file'; file: string; sha256: string }
  // What is to be signed
  | { reason: 'digest-missing'; file: string }
  | { reason: 'other-run'; part: string; sha256: string; wantSha256: string }
  | { reason: 'not-reproduced'; gates: string };

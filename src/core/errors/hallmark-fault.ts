/**
 * The reasons why a hallmark is invalid or cannot be created, with the facts that their messages contain. The messages are in
 * `src/words/<language>/hallmark/hallmark-faults.ts`; the compiler requires one for each reason. `signature` is `hallmark`,
 * `countersignature 1` and so on.
 */
export type HallmarkFault =
  // The file
  | { reason: 'hallmark-missing' }
  | { reason: 'hallmark-not-json' }
  | { reason: 'hallmark-too-large'; bytes: number; maxBytes: number }
  | { reason: 'envelope-field'; field: string }
  | { reason: 'field-repeated'; field: string }
  | { reason: 'payload-type'; signature: string; type: string; expectedType: string }
  // A signature
  | { reason: 'public-key'; signature: string }
  | { reason: 'key-id'; signature: string }
  | { reason: 'signature'; signature: string }
  // The signed statement
  | { reason: 'statement-not-json'; signature: string }
  | { reason: 'statement-type'; signature: string; type: string }
  | { reason: 'statement-field'; signature: string; field: string }
  | { reason: 'statement-form'; signature: string }
  | { reason: 'name-invisible'; signature: string; field: string }
  | { reason: 'gate-repeated'; gate: string }
  | { reason: 'no-required-gate' }
  | { reason: 'gate-not-supported' }
  | { reason: 'gate-not-as-defined'; gate: string; field: string }
  | { reason: 'gate-without-baseline'; gate: string }
  | { reason: 'gate-without-items'; gate: string; n: number; items: number }
  | { reason: 'state-contradicts-limit'; gate: string }
  | { reason: 'verdict-contradicts-gates'; verdict: string; expectedVerdict: string }
  | { reason: 'grade-contradicts-gates'; grade: string; expectedGrade: string }
  | { reason: 'gates-after-start'; readAt: string; startedAt: string }
  | { reason: 'other-method'; method: string; supportedMethod: string }
  | { reason: 'no-subject' }
  | { reason: 'item-repeated'; item: string }
  | { reason: 'baseline-files'; signature: string }
  // A countersignature
  | { reason: 'signs-other-hallmark'; signature: string }
  | { reason: 'same-key'; signature: string }
  | { reason: 'same-run'; signature: string }
  | { reason: 'run-earlier'; signature: string; startedAt: string }
  // A file compared with it
  | { reason: 'other-file'; file: string; sha256: string; expectedSha256: string }
  | { reason: 'gates-differ-from-file'; file: string; gate: string }
  // A run to be signed
  | { reason: 'digest-missing'; file: string }
  | { reason: 'run-not-comparable'; component: string; sha256: string; expectedSha256: string }
  | { reason: 'not-reproduced'; gates: string };

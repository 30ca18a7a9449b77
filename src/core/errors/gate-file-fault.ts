/**
 * The faults of gate files, with the facts that their messages contain. `near` lists similar names, separated by commas. The
 * messages are in `src/words/<language>/gates/gate-file-faults.ts`; the compiler requires one for each fault.
 */
export type GateFileFault =
  | { reason: 'gates-not-json'; why: string }
  | { reason: 'gates-field-twice'; field: string }
  | { reason: 'gates-not-object' }
  | { reason: 'gates-version'; value: string; expected: number }
  | { reason: 'gates-field-unknown'; field: string; known: string }
  | { reason: 'gates-missing' }
  | { reason: 'gates-all-off' }
  | { reason: 'gate-unknown'; gate: string; near: string; known: string }
  | { reason: 'gate-setting'; gate: string }
  | { reason: 'gate-severity'; gate: string; value: string }
  | { reason: 'gate-field-unknown'; gate: string; field: string; known: string }
  | { reason: 'gate-limit'; gate: string; value: string; min: number; max: number }
  | { reason: 'gate-limit-always-met'; gate: string; value: string }
  | { reason: 'gate-limit-without-unit'; gate: string; expected: string }
  | { reason: 'gate-unit'; gate: string; value: string; expected: string }
  | { reason: 'gate-min-samples'; gate: string; value: string; min: number }
  | { reason: 'gate-metric'; gate: string; value: string }
  | { reason: 'gate-percentile'; gate: string; value: string; known: string }
  | { reason: 'gate-source'; gate: string; maxCharacters: number };

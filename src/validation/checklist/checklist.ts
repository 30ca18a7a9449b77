import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';
import type { GateId } from '#gates/index.ts';
import {
  checklistIds,
  getChecklistItem,
  type ChecklistEvidence,
  type ChecklistGroup,
  type ChecklistItemId,
} from './checklist-items.ts';

/** What was measured. Absent evidence leaves its items open. */
export interface ChecklistSources {
  readonly gates?: GateRun;
  /** Whether what each names was found to be so; the limit of errors follows from the gates. */
  readonly evidence?: { readonly [E in Exclude<ChecklistEvidence, 'error-limit'>]?: boolean };
}

/** A person's word for one item. Plain JSON. */
export interface ChecklistSignature {
  readonly item: ChecklistItemId;
  readonly name: string;
  /** How it was done, or why it does not apply. */
  readonly note: string;
  /** RFC 3339. */
  readonly signedAt: string;
}

/** Limits in UTF-8. The link of a hallmark of ten gates in which every item is signed stays below 2,900 characters. */
export const maxSignatureBytes = { name: 40, note: 80 } as const;

/** `open`: neither does evidence decide it, nor did a person sign it. */
export type ChecklistState = 'met' | 'not-met' | 'signed' | 'open';

export interface FilledItem {
  readonly id: ChecklistItemId;
  readonly group: ChecklistGroup;
  readonly state: ChecklistState;
  /** The results that count, of the gates that the gate file contains. */
  readonly gates: readonly GateResult[];
  readonly evidence: ChecklistEvidence | null;
  readonly signature: ChecklistSignature | null;
}

/**
 * The checklist, as far as it is filled. Evidence outweighs a signature: an item whose gate fails is not met,
 * even if it is signed. The last of several signatures of an item counts; one without a name or a note does not.
 */
export function fillChecklist(
  { gates, evidence = {} }: ChecklistSources,
  signatures: readonly ChecklistSignature[],
): readonly FilledItem[] {
  const provided = { ...evidence, ...(hasErrorLimit(gates) && { 'error-limit': true }) };
  return checklistIds.map((id): FilledItem => {
    const item = getChecklistItem(id);
    const results = (gates?.results ?? []).filter(({ gate }) => item.gates?.some((wanted) => wanted === gate));
    const signature = signatures.findLast((made) => made.item === id && isComplete(made)) ?? null;
    const isMet = item.evidence ? provided[item.evidence] : areGatesMet(results);
    return {
      id,
      group: item.group,
      state: isMet === true ? 'met' : isMet === false ? 'not-met' : signature ? 'signed' : 'open',
      gates: results,
      evidence: item.evidence ?? null,
      signature,
    };
  });
}

/** Gates whose limit is one on errors. */
const errorGates: ReadonlySet<string> = new Set<GateId>(['error-rate', 'errors-under-load']);

function hasErrorLimit(gates: GateRun | undefined): boolean {
  return gates?.results.some(({ gate, severity }) => severity === 'error' && errorGates.has(gate)) ?? false;
}

/** `undefined` if nothing was measured, or not all of it. */
function areGatesMet(results: readonly GateResult[]): boolean | undefined {
  if (results.some(({ state }) => state === 'fail')) return false;
  return results.length > 0 && results.every(({ state }) => state === 'pass') ? true : undefined;
}

const isComplete = ({ name, note }: ChecklistSignature) => name.trim() !== '' && note.trim() !== '';

import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';
import type { GateId } from '#gates/index.ts';
import {
  checklistIds,
  getChecklistItem,
  type ChecklistEvidence,
  type ChecklistGroup,
  type ChecklistItemId,
} from './checklist-items.ts';

/** What decides the items. Absent evidence leaves its items open. */
export interface ChecklistSources {
  readonly gates?: GateRun;
  /** Whether each kind of evidence exists; `error-limit` follows from the gates. */
  readonly evidence?: { readonly [E in Exclude<ChecklistEvidence, 'error-limit'>]?: boolean };
}

/** A person's statement that an item is done. Plain JSON. */
export interface ChecklistSignature {
  readonly item: ChecklistItemId;
  readonly name: string;
  /** How it was done, or why it does not apply. */
  readonly note: string;
  /** RFC 3339. */
  readonly signedAt: string;
}

/**
 * Limits in UTF-8 bytes, so that the link of a hallmark with ten gates and all items signed has under 2,900 characters.
 */
export const maxSignatureBytes = { name: 40, note: 80 } as const;

/** `open` if no evidence decides the item and nobody signed it. */
export type ChecklistState = 'met' | 'not-met' | 'signed' | 'open';

/** An item of the checklist with its state. */
export interface FilledChecklistItem {
  readonly id: ChecklistItemId;
  readonly group: ChecklistGroup;
  readonly state: ChecklistState;
  /** The results of the item's gates that are in the gate file. */
  readonly gates: readonly GateResult[];
  readonly evidence: ChecklistEvidence | null;
  readonly signature: ChecklistSignature | null;
}

/**
 * Fills the checklist. Evidence takes precedence over a signature: an item whose gate fails is not met, even if it is
 * signed. The last complete signature of an item counts; it has a name and a note.
 */
export function fillChecklist(
  { gates, evidence = {} }: ChecklistSources,
  signatures: readonly ChecklistSignature[],
): readonly FilledChecklistItem[] {
  const provided = { ...evidence, ...(hasErrorLimit(gates) && { 'error-limit': true }) };
  return checklistIds.map((id): FilledChecklistItem => {
    const item = getChecklistItem(id);
    const results = (gates?.results ?? []).filter(({ gate }) => item.gates?.some((gateId) => gateId === gate));
    const signature = signatures.findLast((candidate) => candidate.item === id && isComplete(candidate)) ?? null;
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

/** Gates that limit errors. */
const errorGates: ReadonlySet<string> = new Set<GateId>(['error-rate', 'errors-under-load']);

function hasErrorLimit(gates: GateRun | undefined): boolean {
  return gates?.results.some(({ gate, severity }) => severity === 'error' && errorGates.has(gate)) ?? false;
}

/** Whether all gates pass; `undefined` if there are none, or if some were not measured and none fails. */
function areGatesMet(results: readonly GateResult[]): boolean | undefined {
  if (results.some(({ state }) => state === 'fail')) return false;
  return results.length > 0 && results.every(({ state }) => state === 'pass') ? true : undefined;
}

const isComplete = ({ name, note }: ChecklistSignature) => name.trim() !== '' && note.trim() !== '';

import { InspectHandle } from '#bridge/inspect-handle.ts';
import { checklist, type ChecklistSignature, type FilledItem } from '#validation/checklist/checklist.ts';
import type { ChecklistItemId } from '#validation/checklist/items.ts';
import { complianceFacts, type ComplianceFact, type StatementId } from '#validation/compliance/facts.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import type { ModelSlot } from './model-slot.svelte.ts';

/** Gates whose limit is one on errors. */
const errorGates: ReadonlySet<string> = new Set(['error-rate', 'stress-errors']);

interface Origin {
  readonly licence: string | null;
  readonly source: string | null;
}

/** The documents that a person completes and signs after an evaluation. */
export class Review {
  signatures = $state.raw<readonly ChecklistSignature[]>([]);
  statements = $state.raw<Readonly<Partial<Record<StatementId, string>>>>({});
  #origin = $state.raw<Origin>({ licence: null, source: null });
  readonly #result: EvaluationResult;
  readonly #isStored: () => boolean;

  /** @param isStored whether the report is among the stored results */
  constructor(result: EvaluationResult, slot: ModelSlot, isStored: () => boolean) {
    this.#result = result;
    this.#isStored = isStored;
    void originOf(slot).then((origin) => (this.#origin = origin));
  }

  get items(): readonly FilledItem[] {
    const { gateRun } = this.#result;
    const hasErrorLimit = gateRun?.results.some(({ gate, level }) => level === 'error' && errorGates.has(gate));
    const evidence = {
      ...(this.#isStored() && { 'stored-report': true }),
      ...(hasErrorLimit && { 'error-limit': true }),
    };
    return checklist({ ...(gateRun && { gates: gateRun }), evidence }, this.signatures);
  }

  get facts(): readonly ComplianceFact[] {
    const { subject, data } = this.#result.report;
    return complianceFacts({
      model: { name: subject.id, sha256: subject.sha256 ?? null, ...this.#origin },
      data: { name: data.name, sha256: data.sha256, items: data.items },
      statements: this.statements,
    });
  }

  /** Has no effect without a name or a note. */
  sign(item: ChecklistItemId, name: string, note: string): void {
    if (name.trim() === '' || note.trim() === '') return;
    const signedAt = new Date().toISOString();
    this.signatures = [...this.signatures, { item, name: name.trim(), note: note.trim(), signedAt }];
  }

  state(id: StatementId, text: string): void {
    this.statements = { ...this.statements, [id]: text };
  }
}

/** From the catalogue, or from the header of the files; of a stored model they are not known. */
async function originOf({ reference, files }: ModelSlot): Promise<Origin> {
  const bundled = bundledModels.find(({ id }) => id === reference?.id);
  if (bundled) return bundled;
  if (files.length === 0) return { licence: null, source: null };
  const inspector = new InspectHandle();
  try {
    return { licence: (await inspector.readFiles(files)).facts.licence, source: null };
  } catch {
    return { licence: null, source: null };
  } finally {
    inspector.close();
  }
}

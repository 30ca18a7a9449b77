import { InspectHandle } from '#bridge/inspect-handle.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import type { NetworkRecord } from '#gates/gate-evidence.ts';
import { storeReview, type GateRunReview } from '#records/result-records.ts';
import { fillChecklist, type ChecklistSignature, type FilledChecklistItem } from '#validation/checklist/checklist.ts';
import type { ChecklistItemId } from '#validation/checklist/checklist-items.ts';
import {
  gatherComplianceFacts,
  statementIds,
  type ComplianceFact,
  type ComplianceStatement,
  type StatementId,
} from '#validation/compliance/facts.ts';
import type { EvidenceFlags } from '../../deployments/deployment-evidence.ts';
import { bundledModels } from '../../shell/bundled-models.ts';
import { wrapStorageError } from '../../results/wrap-storage-error.ts';
import type { ModelSlot } from '../models/model-slot.svelte.ts';

interface ModelOrigin {
  readonly licence: string | null;
  readonly source: string | null;
}

/** An evaluation or benchmark that a person reviews. */
interface ReviewedRun {
  readonly report: Report;
  /** `null` without a gate file. */
  readonly gateRun: GateRun | null;
  /** Where the review is stored; `null` if it is not. */
  readonly gateRunId: string | null;
  /** The requests during the run; absent if they were not recorded. */
  readonly network?: NetworkRecord;
  /** The review stored earlier. */
  readonly earlierReview?: GateRunReview;
  /** The licence and source of the model. */
  readonly origin: Promise<ModelOrigin>;
  /** The evidence from deployments of the model; absent if its digests are unknown. */
  readonly deploymentEvidence?: Promise<EvidenceFlags>;
  /** Whether the report is among the stored results. */
  readonly isStored: () => boolean;
}

/** The checklist and statements that a person completes and signs after an evaluation, stored with its gate run. */
export class Review {
  signatures = $state.raw<readonly ChecklistSignature[]>([]);
  statements = $state.raw<Readonly<Partial<Record<StatementId, string>>>>({});
  /** Why the last change was not stored. */
  error = $state.raw<AppError | null>(null);
  #origin = $state.raw<ModelOrigin>({ licence: null, source: null });
  #deploymentEvidence = $state.raw<EvidenceFlags>({});
  readonly #run: ReviewedRun;

  constructor(run: ReviewedRun) {
    this.#run = run;
    this.signatures = run.earlierReview?.signatures ?? [];
    this.statements = run.earlierReview?.statements ?? {};
    void run.origin.then((origin) => (this.#origin = origin));
    void this.#load(run.deploymentEvidence);
  }

  /** Whether changes are stored: otherwise they are lost when the page is left. */
  get isStored(): boolean {
    return this.#run.gateRunId !== null && this.error === null;
  }

  get items(): readonly FilledChecklistItem[] {
    const { report, gateRun, isStored } = this.#run;
    const hostile = report.kind === 'task' ? report.hostileInputs : undefined;
    const evidence = {
      ...this.#deploymentEvidence,
      ...(isStored() && { 'stored-report': true }),
      ...(hostile && { 'hostile-inputs': hostile.every(({ outcome }) => outcome === 'error' || outcome === 'finite') }),
    };
    return fillChecklist({ ...(gateRun && { gates: gateRun }), evidence }, this.signatures);
  }

  /** The valid signatures and the statements, for a hallmark. */
  get attestations(): {
    readonly checklist: readonly ChecklistSignature[];
    readonly statements: readonly ComplianceStatement[];
  } {
    return {
      checklist: this.items.flatMap(({ state, signature }) => (state === 'signed' && signature ? signature : [])),
      statements: statementIds.flatMap((statement) => {
        const text = this.statements[statement]?.trim() ?? '';
        return text === '' ? [] : { statement, text };
      }),
    };
  }

  get facts(): readonly ComplianceFact[] {
    const { report, network } = this.#run;
    const { subject } = report;
    return gatherComplianceFacts({
      model: { name: subject.id, sha256: subject.sha256 ?? null, ...this.#origin },
      ...(report.kind === 'task' && { data: report.data }),
      ...(network && { network }),
      statements: this.statements,
    });
  }

  /** Signs a checklist item; has no effect if the name or the note is empty. */
  sign(item: ChecklistItemId, name: string, note: string): void {
    if (name.trim() === '' || note.trim() === '') return;
    const signedAt = new Date().toISOString();
    this.signatures = [...this.signatures, { item, name: name.trim(), note: note.trim(), signedAt }];
    void this.#store();
  }

  setStatement(id: StatementId, text: string): void {
    this.statements = { ...this.statements, [id]: text };
    void this.#store();
  }

  async #load(deployed: ReviewedRun['deploymentEvidence']): Promise<void> {
    try {
      this.#deploymentEvidence = (await deployed) ?? {};
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  async #store(): Promise<void> {
    const { gateRunId } = this.#run;
    if (gateRunId === null) return;
    const { signatures, statements } = this;
    try {
      await wrapStorageError(storeReview(gateRunId, { signatures, statements }));
      this.error = null;
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }
}

/** Finds the licence and source of a model in the catalogue or its header; both are `null` for a stored model. */
export async function findModelOrigin({
  reference,
  files,
}: Pick<ModelSlot, 'reference' | 'files'>): Promise<ModelOrigin> {
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

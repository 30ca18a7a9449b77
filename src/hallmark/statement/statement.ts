import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { GateOutcome, GateRun } from '#core/gate/gate-outcome.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { ChecklistSignature } from '#validation/checklist/checklist.ts';
import type { ComplianceStatement } from '#validation/compliance/facts.ts';
import type { Environment } from '#core/report/environment.ts';
import type { OpenedTarget } from '#core/report/report-header.ts';
import type { Report } from '#core/report/report.ts';

/**
 * The types of in-toto's attestation framework, version 1: a Statement says that a predicate holds for its subjects,
 * which are identified by digests. A hallmark's predicate types are URNs, since no host has to answer for them; the last
 * part is their version.
 */
export const statementType = 'https://in-toto.io/Statement/v1';
export const hallmarkType = 'urn:x-assay:hallmark:1';
export const countersignatureType = 'urn:x-assay:countersignature:1';

/** The SHA-256 in lower-case hexadecimal, as in-toto's DigestSet. */
interface Digest {
  readonly sha256: string;
}

/** A ResourceDescriptor of in-toto: a file, or a set of files, by its digest. */
export interface ResourceDescriptor {
  readonly name: string;
  readonly digest: Digest;
  /** Only of files of the model. */
  readonly annotations?: { readonly sizeBytes: number };
}

/** What one device ran and measured: the same in a hallmark and in a countersignature. */
export interface SignedRun {
  readonly app: Report['app'];
  /** Version of the method of measurement (`docs/method.md`). */
  readonly method: string;
  /** RFC 3339, to the minute. */
  readonly startedAt: string;
  readonly target: Omit<OpenedTarget, 'failedDevices'>;
  readonly settings: EngineSettings;
  readonly environment: Environment;
  /** The gates without their margins, which follow from limits and measured values. */
  readonly gates: readonly GateOutcome[];
  readonly verdict: GateRun['verdict'];
  readonly grade: GateRun['grade'];
}

/** The labelled dataset that the scores were computed on, as in a report. */
export interface SignedData extends Omit<ResourceDescriptor, 'annotations'> {
  /** Format of its labels: a layout of `src/evaluate`. */
  readonly layout: string;
  /** Items that have a score. */
  readonly items: number;
  /** Items that could not be read or run. */
  readonly failed: number;
  /** Items that did not run because the run was stopped. */
  readonly notRun: number;
  /** The random sample that was drawn from all labelled items of the dataset; absent if all ran. */
  readonly sample?: { readonly of: number; readonly seed: number };
  /** Whether the results of the baseline took the place of labels, so scores are agreement with it. */
  readonly baselineIsGroundTruth: boolean;
}

/** A run and the machine it ran on: the same in a hallmark and in a countersignature. */
export interface RunPredicate {
  /** Absent if no gate needed a labelled dataset. */
  readonly data?: SignedData;
  /** The gate file, with the time at which its digest was taken: not after the run started. To the minute. */
  readonly gateFile: { readonly digest: Digest; readonly readAt: string };
  /** The model that relative gates compare with. If it has several files, the digest is of their lines `name sha256`. */
  readonly baseline?: ResourceDescriptor;
  /** Every file of the baseline, if it has several. */
  readonly baselineFiles?: readonly ResourceDescriptor[];
  readonly run: SignedRun;
}

export interface HallmarkPredicate extends RunPredicate {
  /** What the model was evaluated for: a folder of `src/tasks`. Absent if no task was run. */
  readonly task?: string;
  /** If the model was made from another by Assay: the model it was made from, and the recipe. */
  readonly parent?: ResourceDescriptor;
  readonly recipe?: ResourceDescriptor;
  /** Items of the production checklist that a person signed: stated, not measured. Absent if none. */
  readonly checklist?: readonly ChecklistSignature[];
  /** Outcomes of hostile inputs. Absent if none were run. */
  readonly hostileInputs?: readonly HostileResult[];
  /** What a person stated about the use of the model: not measured. Absent if there is nothing. */
  readonly statements?: readonly ComplianceStatement[];
}

/** The files of the model pass or fail gates. */
export interface HallmarkStatement {
  readonly _type: typeof statementType;
  readonly subject: readonly ResourceDescriptor[];
  readonly predicateType: typeof hallmarkType;
  readonly predicate: HallmarkPredicate;
}

/** Another device ran the same model on the same data with the same gate file. */
export interface CountersignatureStatement {
  readonly _type: typeof statementType;
  /** The signed payload of the hallmark. */
  readonly subject: readonly [ResourceDescriptor];
  readonly predicateType: typeof countersignatureType;
  readonly predicate: RunPredicate & {
    /** The key id of the hallmark's signer, so the statement of another signer cannot take its place. */
    readonly signer: Digest;
    /** The model that this device ran. */
    readonly files: readonly ResourceDescriptor[];
  };
}

export type Statement = HallmarkStatement | CountersignatureStatement;

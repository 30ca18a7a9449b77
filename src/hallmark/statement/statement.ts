import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { GateOutcome, GateRun } from '#core/gate/gate-outcome.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { ChecklistSignature } from '#validation/checklist/checklist.ts';
import type { ComplianceStatement } from '#validation/compliance/facts.ts';
import type { Environment } from '#core/report/environment.ts';
import type { OpenedTarget } from '#core/report/report-header.ts';
import type { Report } from '#core/report/report.ts';

/**
 * The type of Statements in in-toto's attestation framework, version 1: a predicate holds for subjects, which are
 * identified by digests. A hallmark's predicate types are URNs, so they need no host; the last part is their version.
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
  /** Present only for files of the model. */
  readonly annotations?: { readonly sizeBytes: number };
}

/** A run and its results on one device, in a hallmark and in a countersignature. */
export interface SignedRun {
  readonly app: Report['app'];
  /** Version of the method of measurement (`docs/method.md`). */
  readonly method: string;
  /** RFC 3339, to the minute. */
  readonly startedAt: string;
  readonly target: Omit<OpenedTarget, 'failedDevices'>;
  readonly settings: EngineSettings;
  readonly environment: Environment;
  /** The gates without their margins, which can be computed from limits and measured values. */
  readonly gates: readonly GateOutcome[];
  readonly verdict: GateRun['verdict'];
  readonly grade: GateRun['grade'];
}

/** The labelled dataset that the scores were computed on, as in a report. */
export interface SignedData extends Omit<ResourceDescriptor, 'annotations'> {
  /** Format of its labels: a layout of `src/evaluate`. */
  readonly layout: string;
  /** The number of items with a score. */
  readonly items: number;
  /** The number of items that could not be read or run. */
  readonly failed: number;
  /** The number of items that did not run because the run was stopped. */
  readonly notRun: number;
  /** The random sample of the dataset's labelled items; absent if all ran. */
  readonly sample?: { readonly of: number; readonly seed: number };
  /** Whether the baseline's results replaced labels, so scores measure agreement with it. */
  readonly baselineIsGroundTruth: boolean;
}

/** A run with its data and baseline, in a hallmark and in a countersignature. */
export interface RunPredicate {
  /** Absent if no gate needed a labelled dataset. */
  readonly data?: SignedData;
  /** The gate file, with the time of computing its digest, to the minute: not after the start of the run. */
  readonly gateFile: { readonly digest: Digest; readonly readAt: string };
  /** The model that relative gates compare with. The digest of several files is that of their lines `name sha256`. */
  readonly baseline?: ResourceDescriptor;
  /** Every file of the baseline, if it has several. */
  readonly baselineFiles?: readonly ResourceDescriptor[];
  readonly run: SignedRun;
}

export interface HallmarkPredicate extends RunPredicate {
  /** The task of the evaluation: a folder of `src/tasks`. Absent if no task was run. */
  readonly task?: string;
  /** If Assay created the model from another one: that model, and the recipe. */
  readonly parent?: ResourceDescriptor;
  readonly recipe?: ResourceDescriptor;
  /** Items of the production checklist that a person signed, without measurement. Absent if there are none. */
  readonly checklist?: readonly ChecklistSignature[];
  /** Outcomes of hostile inputs. Absent if none was run. */
  readonly hostileInputs?: readonly HostileResult[];
  /** Statements of a person on the use of the model, without measurement. Absent if there are none. */
  readonly statements?: readonly ComplianceStatement[];
}

/** States that the files of the model pass or fail gates. */
export interface HallmarkStatement {
  readonly _type: typeof statementType;
  readonly subject: readonly ResourceDescriptor[];
  readonly predicateType: typeof hallmarkType;
  readonly predicate: HallmarkPredicate;
}

/** States that another device ran the same model on the same data with the same gate file. */
export interface CountersignatureStatement {
  readonly _type: typeof statementType;
  /** The signed payload of the hallmark. */
  readonly subject: readonly [ResourceDescriptor];
  readonly predicateType: typeof countersignatureType;
  readonly predicate: RunPredicate & {
    /** The key id of the hallmark's signer, so the statement of another signer cannot replace it. */
    readonly signer: Digest;
    /** The model that this device ran. */
    readonly files: readonly ResourceDescriptor[];
  };
}

export type Statement = HallmarkStatement | CountersignatureStatement;

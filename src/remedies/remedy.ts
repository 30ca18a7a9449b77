import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId, TensorEngineId } from '#core/engine/engines.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { Version } from '#deploy/deployment.ts';
import type { Configuration } from '#tune/configuration.ts';

/** The problems of a deployment that remedies address. */
export const symptomIds = ['latency', 'memory', 'accuracy', 'errors'] as const;
export type Symptom = (typeof symptomIds)[number];

/** How a model is opened. */
export interface Setup {
  readonly engine: TensorEngineId;
  readonly device: DeviceId;
  /** `null` if the engine decides. */
  readonly threads: number | null;
  readonly settings: EngineSettings;
  /** Sizes of free dimensions that the task does not choose itself. */
  readonly dimensions: Dimensions;
}

/** What a remedy changes: how the current version is opened, or which version is current. */
export type Change =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'version'; readonly version: number };

/** Another version of the deployment. */
export interface OtherVersion {
  readonly version: Version;
  /** The verdict of its last gate run in this browser; `null` without one. */
  readonly gates: GateVerdict | null;
}
export type GateVerdict = 'pass' | 'fail' | 'undecided';

/** The facts about a deployment and its device on which remedies depend. */
export interface Situation {
  readonly version: Version;
  /** How the current version is opened. */
  readonly setup: Setup;
  /** The verdict of the current version's last gate run. */
  readonly gates: GateVerdict | null;
  /** The other versions, newest first. */
  readonly others: readonly OtherVersion[];
  /** The version to which a rollback would switch. */
  readonly rollbackTarget: number | null;
  /** The number of threads that a model can use on this device. */
  readonly maxThreads: number;
  /** Setups on every target of this device that can open the model, with the engine's default settings. */
  readonly targets: readonly Setup[];
  /** The best configuration found by tuning the model on this device; `null` if it was not tuned. */
  readonly tuned: Configuration | null;
  /** Whether items with labels are open, on which accuracy can be measured. */
  readonly hasItems: boolean;
}

/** Why a remedy cannot be tried. */
export const inapplicableReasons = [
  'no-thread-choice',
  'all-threads-used',
  'not-tuned',
  'already-tuned',
  'no-other-device',
  'no-companion',
  'in-companion',
  'default-settings',
  'no-memory-setting',
  'full-precision',
  'no-free-size',
  'smallest-size',
  'needs-items',
  'no-smaller-version',
  'no-other-version',
  'no-earlier-version',
] as const;
export type InapplicableReason = (typeof inapplicableReasons)[number];

/**
 * One step of a ladder. It only proposes changes, in the order in which to try them. All steps share the code that
 * applies, measures and undoes them (`run-ladder.ts`).
 */
export interface Remedy {
  propose(situation: Situation): readonly [Change, ...Change[]] | InapplicableReason;
}

/**
 * Proposes setups, or returns `reason` if there are none.
 * @param variants what differs from `setup` in each
 */
export function proposeSetups(
  setup: Setup,
  variants: readonly Partial<Setup>[],
  reason: InapplicableReason,
): readonly [Change, ...Change[]] | InapplicableReason {
  return toProposal(
    variants.map((variant) => ({ kind: 'setup', setup: { ...setup, ...variant } })),
    reason,
  );
}

/** Proposes versions, or returns `reason` if there are none. */
export function proposeVersions(
  versions: readonly OtherVersion[],
  reason: InapplicableReason,
): readonly [Change, ...Change[]] | InapplicableReason {
  return toProposal(
    versions.map(({ version }) => ({ kind: 'version', version: version.number })),
    reason,
  );
}

function toProposal([first, ...others]: readonly Change[], reason: InapplicableReason) {
  return first ? ([first, ...others] as const) : reason;
}

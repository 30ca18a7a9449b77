import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { Rollout } from './rollout.ts';

/** The version of the stored format. Records with a higher number, from a later version of Assay, are not read. */
export const deploymentFormat = 1;

/** Versions of a model under one name: the current one, its candidates, and the history. Plain JSON. */
export interface Deployment {
  readonly format: number;
  readonly id: string;
  readonly name: string;
  /** All versions are for this task. */
  readonly task: string;
  /** Oldest first; never empty. */
  readonly versions: readonly Version[];
  /** The number of the version that handles all inputs, except the share of a candidate. */
  readonly current: number;
  /** `null` if no candidate is on trial. */
  readonly rollout: Rollout | null;
  /** Events in the order in which they happened. Their times may not ascend, because the clock can be set back. */
  readonly history: readonly HistoryEntry[];
  readonly alertRules: readonly AlertRule[];
  /** Ids of the rules whose alerts are raised now. */
  readonly raisedAlerts: readonly string[];
  /** `null` if no reviews are scheduled. */
  readonly reviewEveryDays: number | null;
  /** Whether the user has agreed that inputs are stored in this browser for labelling; absent means no. */
  readonly keepsInputs?: boolean;
  /** Who starts remedies and decides whether to keep them; `suggest` if absent, as in deployments of earlier versions. */
  readonly remedyMode?: RemedyMode;
}

/**
 * `suggest`: the user tries each step. `ask`: an alert starts the ladder, and the user decides about each change that
 * helps. `automatic`: an alert starts the ladder, and changes that help are kept without asking.
 */
export const remedyModes = ['suggest', 'ask', 'automatic'] as const;
export type RemedyMode = (typeof remedyModes)[number];

/** The effect of a remedy, in the unit of its symptom: milliseconds, bytes, or a fraction of runs. */
export interface MeasuredChange {
  /** `null`, as for `after`, if it was not measured. */
  readonly before: number | null;
  readonly after: number | null;
  /** The factor of the improvement, with a two-sided 95% interval; `null` if it was not determined. */
  readonly gain: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
}

/** A model with the target and settings that its link states. */
export interface Version {
  /** Counts from 1 in a deployment, and is never reused. */
  readonly number: number;
  /** The link of the Run page that opens it: `#/run?…`. */
  readonly link: string;
  /** The id of the model in the link; for linked files, their name. */
  readonly model: string;
  /** The model's files with their digests, by which its evaluations, gates and hallmarks are found. */
  readonly files: readonly ModelFile[];
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  /** A note by the user; can be empty. */
  readonly note: string;
  /** Epoch milliseconds. */
  readonly addedAtMs: number;
  /** The version from which this one was adapted by corrections; absent for other versions. */
  readonly adaptedFrom?: { readonly version: number; readonly corrections: number };
}

export type NewVersion = Omit<Version, 'number' | 'addedAtMs'>;

/** An event in the history of a deployment. */
export interface HistoryEntry {
  /** Epoch milliseconds by the clock of the device, which may have been wrong. */
  readonly atMs: number;
  readonly event: DeploymentEvent;
}

export type DeploymentEvent =
  | { readonly kind: 'added' | 'removed' | 'switched' | 'rolled-back'; readonly version: number }
  | { readonly kind: 'rollout-started'; readonly version: number; readonly mode: Rollout['mode'] }
  | { readonly kind: 'share-raised'; readonly version: number; readonly share: number }
  | { readonly kind: 'promoted'; readonly version: number }
  | { readonly kind: 'rejected'; readonly version: number; readonly why: string }
  | { readonly kind: 'rollout-stopped'; readonly version: number }
  /**
   * The version that a rollback would restore was opened as a test: the time that it took, or the code of the error.
   */
  | {
      readonly kind: 'rehearsed';
      readonly version: number;
      readonly outcome: { readonly ms: number } | { readonly error: string };
    }
  | { readonly kind: 'reviewed'; readonly version: number; readonly note: string }
  /** A remedy helped: `version` is current instead of `from`. */
  | {
      readonly kind: 'remedy-kept';
      readonly version: number;
      readonly from: number;
      readonly remedy: string;
      readonly symptom: string;
      readonly measured: MeasuredChange;
    }
  /** A remedy was tried alongside `version` and not kept; `why` is a verdict or the code of an error. */
  | {
      readonly kind: 'remedy-tried';
      readonly version: number;
      readonly remedy: string;
      readonly symptom: string;
      readonly why: string;
      readonly measured: MeasuredChange | null;
    }
  /** The user undid a remedy: `version` is current again. */
  | { readonly kind: 'remedy-undone'; readonly version: number; readonly remedy: string }
  | {
      readonly kind: 'alert-raised' | 'alert-cleared';
      readonly version: number;
      readonly rule: AlertRule;
      readonly value: number;
    };

/** Returns the version with this number; `undefined` if it was removed. */
export function findVersion({ versions }: Deployment, number: number): Version | undefined {
  return versions.find((version) => version.number === number);
}

/**
 * Returns the last version that was current before the present one and still exists; `null` if there is none. Each rollback
 * undoes one switch, so repeated rollbacks go further back.
 */
export function findRollbackTarget({ versions, history, current }: Deployment): Version | null {
  const pastVersions: number[] = [];
  for (const { event } of history) {
    if (event.kind === 'switched' || event.kind === 'promoted' || event.kind === 'remedy-kept')
      pastVersions.push(event.version);
    if (event.kind === 'rolled-back' || event.kind === 'remedy-undone') {
      pastVersions.splice(pastVersions.lastIndexOf(event.version) + 1);
      // Earlier versions of Assay dropped old switches from the history, so the switch to this version may be missing.
      if (pastVersions.length === 0) pastVersions.push(event.version);
    }
  }
  const exists = (number: number) => versions.some((version) => version.number === number);
  const target = pastVersions.findLast((number) => number !== current && exists(number));
  return versions.find(({ number }) => number === target) ?? null;
}

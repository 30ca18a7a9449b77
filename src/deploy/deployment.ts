import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { ModelFile } from '#core/model/model.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { Rollout } from './rollout.ts';

/** A later version of Assay may raise this; records with a higher number are not read. */
export const deploymentFormat = 1;

/** A named place for a model, with the version that answers, its candidates, and what happened to it. Plain JSON. */
export interface Deployment {
  readonly format: number;
  readonly id: string;
  readonly name: string;
  /** All versions are for this task. */
  readonly task: string;
  /** The oldest first; never empty. */
  readonly versions: readonly Version[];
  /** The number of the version that answers. */
  readonly current: number;
  /** `null` if the current version answers every input. */
  readonly rollout: Rollout | null;
  /** In the order of the events, the oldest first. The times need not ascend, because the clock can be set back. */
  readonly history: readonly HistoryEntry[];
  readonly alertRules: readonly AlertRule[];
  /** Ids of the rules that alert now. */
  readonly raisedAlerts: readonly string[];
  /** `null` if no reviews are scheduled. */
  readonly reviewEveryDays: number | null;
  /** Whether a person agreed that inputs are kept in this browser to be labelled; absent means no. */
  readonly keepsInputs?: boolean;
  /** Who starts and keeps remedies; `suggest` if absent, as in deployments of earlier versions. */
  readonly remedyMode?: RemedyMode;
}

/**
 * `suggest`: a person tries each step. `ask`: an alert starts the ladder, and a person decides about each change that helps.
 * `automatic`: changes that help are kept at once.
 */
export const remedyModes = ['suggest', 'ask', 'automatic'] as const;
export type RemedyMode = (typeof remedyModes)[number];

/** What a remedy changed, in the unit of its symptom: milliseconds, bytes, or a fraction of runs. */
export interface MeasuredChange {
  /** `null`, as for `after`, if it was not measured. */
  readonly before: number | null;
  readonly after: number | null;
  /** How many times as good, with a two-sided interval of 95%; `null` if it was not determined. */
  readonly gain: { readonly ratio: number; readonly interval: readonly [low: number, high: number] } | null;
}

/** A model with the way in which it is opened. */
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
  /** The person's own words; can be empty. */
  readonly note: string;
  /** Epoch milliseconds. */
  readonly addedAtMs: number;
  /** The version whose last layer learned from corrections to make this one; absent for other versions. */
  readonly adaptedFrom?: { readonly version: number; readonly corrections: number };
}

export type NewVersion = Omit<Version, 'number' | 'addedAtMs'>;

/** What happened to a deployment. */
export interface HistoryEntry {
  /** Epoch milliseconds by the clock of the device, which can have been wrong. */
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
  /** Opening the version to which a rollback would switch: how long it took, or the code of the error. */
  | {
      readonly kind: 'rehearsed';
      readonly version: number;
      readonly outcome: { readonly ms: number } | { readonly error: string };
    }
  | { readonly kind: 'reviewed'; readonly version: number; readonly note: string }
  /** A remedy helped: `version` answers instead of `from`. */
  | {
      readonly kind: 'remedy-kept';
      readonly version: number;
      readonly from: number;
      readonly remedy: string;
      readonly symptom: string;
      readonly measured: MeasuredChange;
    }
  /** A remedy was tried next to `version` and left no trace; `why` is a verdict or the code of an error. */
  | {
      readonly kind: 'remedy-tried';
      readonly version: number;
      readonly remedy: string;
      readonly symptom: string;
      readonly why: string;
      readonly measured: MeasuredChange | null;
    }
  /** A person undid a remedy: `version` answers again. */
  | { readonly kind: 'remedy-undone'; readonly version: number; readonly remedy: string }
  | {
      readonly kind: 'alert-raised' | 'alert-cleared';
      readonly version: number;
      readonly rule: AlertRule;
      readonly value: number;
    };

/** The version of a number; `undefined` if it was removed. */
export function findVersion({ versions }: Deployment, number: number): Version | undefined {
  return versions.find((version) => version.number === number);
}

/**
 * Returns the version that answered before the current one and still exists; `null` if there is none. Each rollback undoes one
 * switch, so repeated rollbacks go further back.
 */
export function findRollbackTarget({ versions, history, current }: Deployment): Version | null {
  const answered: number[] = [];
  for (const { event } of history) {
    if (event.kind === 'switched' || event.kind === 'promoted' || event.kind === 'remedy-kept')
      answered.push(event.version);
    if (event.kind === 'rolled-back' || event.kind === 'remedy-undone') {
      answered.splice(answered.lastIndexOf(event.version) + 1);
      // Earlier versions of Assay dropped old switches from the history, also the one to this version.
      if (answered.length === 0) answered.push(event.version);
    }
  }
  const exists = (number: number) => versions.some((version) => version.number === number);
  const target = answered.findLast((number) => number !== current && exists(number));
  return versions.find(({ number }) => number === target) ?? null;
}

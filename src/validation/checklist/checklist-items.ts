import type { GateId } from '#gates/index.ts';

/** The stages of a model: before its release, at its release, and in operation. */
export type ChecklistGroup = 'before' | 'release' | 'operation';

/** Evidence other than gates. */
export type ChecklistEvidence =
  | 'hostile-inputs' // every hostile input led to an error or a finite output
  | 'stored-report' // the report of this run is stored, so later runs can be compared with it
  | 'error-limit' // the gate file limits errors and fails the run on them
  | 'hallmark' // a signed statement names the digests of model and data
  | DeploymentEvidence;

/** Evidence from the deployments of the model in this browser. */
export type DeploymentEvidence =
  | 'alert-rules' // a deployment of the model has alert rules
  | 'latency-alert' // an alert rule watches the latency
  | 'rollback-rehearsed' // a rollback was rehearsed, and the earlier version could be opened
  | 'second-version' // a deployment has another version to switch to
  | 'gradual-rollout' // the model answered an increasing fraction of the inputs
  | 'live-gates' // a rollout had limits beyond which it ends automatically
  | 'monitored-runs' // runs of the model were monitored
  | 'waits-monitored' // the waiting times of users were monitored
  | 'drift-reference' // a reference for drift detection is stored
  | 'reviews-scheduled'; // a deployment of the model is reviewed regularly

/** What decides an item of the checklist. */
export interface ChecklistItem {
  readonly group: ChecklistGroup;
  /** Gates that must pass. Those that the gate file does not contain are ignored, but at least one is required. */
  readonly gates?: readonly GateId[];
  readonly evidence?: ChecklistEvidence;
}

/**
 * The items of the checklist for a model in production, by id, in order. An item without gates and evidence cannot be
 * checked by the app: the responsible person signs it.
 */
export const checklistItems = {
  quality: { group: 'before', gates: ['quality-ratio', 'quality', 'error-rate'] },
  performance: {
    group: 'before',
    gates: [
      'speed-up',
      'latency',
      'time-to-first-token',
      'throughput',
      'generation-throughput',
      'memory',
      'memory-ratio',
    ],
  },
  security: { group: 'before', gates: ['security-findings'] },
  load: { group: 'before', gates: ['throughput-under-load', 'errors-under-load', 'sustained-slowdown'] },
  failures: { group: 'before', evidence: 'hostile-inputs' },
  'monitoring-ready': { group: 'before', evidence: 'alert-rules' },
  'rollback-tested': { group: 'before', evidence: 'rollback-rehearsed' },

  'parallel-release': { group: 'release', evidence: 'second-version' },
  'gradual-traffic': { group: 'release', evidence: 'gradual-rollout' },
  dashboards: { group: 'release', evidence: 'monitored-runs' },
  'performance-baseline': { group: 'release', evidence: 'stored-report' },
  'error-limits': { group: 'release', evidence: 'error-limit' },
  'rollback-triggers': { group: 'release', evidence: 'live-gates' },

  drift: { group: 'operation', evidence: 'drift-reference' },
  slowdown: { group: 'operation', evidence: 'latency-alert' },
  resources: { group: 'operation' },
  'user-experience': { group: 'operation', evidence: 'waits-monitored' },
  lineage: { group: 'operation', evidence: 'hallmark' },
  reviews: { group: 'operation', evidence: 'reviews-scheduled' },
} satisfies Readonly<Record<string, ChecklistItem>>;

export type ChecklistItemId = keyof typeof checklistItems;

export const checklistIds = Object.keys(checklistItems) as readonly ChecklistItemId[];

/** Returns the item with this id, with all optional fields. */
export function getChecklistItem(id: ChecklistItemId): ChecklistItem {
  return checklistItems[id];
}

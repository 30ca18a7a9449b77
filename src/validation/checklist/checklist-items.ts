import type { GateId } from '#gates/index.ts';

/** Stages: before release, at release, and while the model is in use. */
export type ChecklistGroup = 'before' | 'release' | 'operation';

/** Evidence other than gates. */
export type ChecklistEvidence =
  | 'hostile-inputs' // every hostile input gave an error or a finite answer
  | 'stored-report' // the report of this run is stored, so later runs can be compared with it
  | 'error-limit' // the gate file limits errors and fails the run on them
  | 'hallmark' // a signed statement names the digests of model and data
  | DeploymentEvidence;

/** Evidence from the deployments of the model in this browser. */
export type DeploymentEvidence =
  | 'alert-rules' // a deployment of the model has alert rules
  | 'latency-alert' // one of them is about latency
  | 'rollback-rehearsed' // the rollback was rehearsed, and the earlier version opened
  | 'second-version' // another version is there to switch to
  | 'gradual-rollout' // the model answered a growing share of the inputs
  | 'live-gates' // a rollout had limits beyond which it ends by itself
  | 'monitored-runs' // runs of the model were monitored
  | 'waits-monitored' // so were waits for answers
  | 'drift-reference' // a reference is stored, with which inputs are compared
  | 'reviews-scheduled'; // a deployment of the model is reviewed regularly

export interface ChecklistItem {
  readonly group: ChecklistGroup;
  /** Gates that must pass; one that the gate file does not contain is ignored, but at least one is required. */
  readonly gates?: readonly GateId[];
  readonly evidence?: ChecklistEvidence;
}

/**
 * Tasks before and after a model goes into production, by id, in order. An item that neither names gates nor
 * evidence cannot be seen from here: the person who is responsible signs it.
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

/** The item with this id, of any kind. */
export function getChecklistItem(id: ChecklistItemId): ChecklistItem {
  return checklistItems[id];
}

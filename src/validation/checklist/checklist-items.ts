import type { GateId } from '#gates/index.ts';

/** Stages: before release, at release, and while the model is in use. */
export type ChecklistGroup = 'before' | 'release' | 'operation';

/** Evidence other than gates. */
export type ChecklistEvidence =
  | 'hostile-inputs' // every hostile input gave an error or a finite answer
  | 'stored-report' // the report of this run is stored, so later runs can be compared with it
  | 'error-limit' // the gate file limits errors and fails the run on them
  | 'hallmark'; // a signed statement names the digests of model and data

/** Parts of the app that will fill items: until they do, a person signs. */
export type PlannedFeature = 'monitor' | 'update';

export interface ChecklistItem {
  readonly group: ChecklistGroup;
  /** Gates that must pass; one that the gate file does not contain is ignored, but at least one is required. */
  readonly gates?: readonly GateId[];
  readonly evidence?: ChecklistEvidence;
  readonly plannedFeature?: PlannedFeature;
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
  'monitoring-ready': { group: 'before', plannedFeature: 'monitor' },
  'rollback-tested': { group: 'before', plannedFeature: 'update' },

  'parallel-release': { group: 'release' },
  'gradual-traffic': { group: 'release' },
  dashboards: { group: 'release', plannedFeature: 'monitor' },
  'performance-baseline': { group: 'release', evidence: 'stored-report' },
  'error-limits': { group: 'release', evidence: 'error-limit' },
  'rollback-triggers': { group: 'release', plannedFeature: 'update' },

  drift: { group: 'operation', plannedFeature: 'monitor' },
  slowdown: { group: 'operation', plannedFeature: 'monitor' },
  resources: { group: 'operation', plannedFeature: 'monitor' },
  'user-experience': { group: 'operation' },
  lineage: { group: 'operation', evidence: 'hallmark' },
  reviews: { group: 'operation' },
} satisfies Readonly<Record<string, ChecklistItem>>;

export type ChecklistItemId = keyof typeof checklistItems;

export const checklistIds = Object.keys(checklistItems) as readonly ChecklistItemId[];

/** The item with this id, of any kind. */
export function getChecklistItem(id: ChecklistItemId): ChecklistItem {
  return checklistItems[id];
}

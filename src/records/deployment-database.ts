import type { DBSchema } from 'idb';
import type { Deployment } from '#deploy/deployment.ts';
import type { NewQueuedInput, QueuedInput } from '#deploy/labelling/queued-input.ts';
import type { ShareTally } from '#deploy/rollout.ts';
import type { MonitorWindow } from '#monitor/monitor-window.ts';
import type { RecentObservations } from '#monitor/recent-observations.ts';
import { RecordDatabase } from './database.ts';

export type WindowKey = [deployment: string, span: string, startMs: number, version: number];

/** A queued input before the database has numbered it. */
export type UnnumberedInput = NewQueuedInput & Pick<QueuedInput, 'label'>;

interface Schema extends DBSchema {
  deployments: { key: string; value: Deployment };
  /** Outcomes by deployment, rollout and share of the traffic. */
  tallies: { key: [deployment: string, rollout: string, share: number]; value: ShareTally };
  windows: { key: WindowKey; value: MonitorWindow };
  observations: { key: [deployment: string, version: number]; value: RecentObservations };
  /** Inputs to label, by their number. */
  queue: { key: number; value: UnnumberedInput | QueuedInput; indexes: { deployment: string } };
}

/** Deployments, and everything that is stored about them. */
export const deploymentDatabase = new RecordDatabase<Schema>('assay-deployments', [
  (created) => {
    created.createObjectStore('deployments', { keyPath: 'id' });
    created.createObjectStore('tallies');
    created.createObjectStore('windows', { keyPath: ['deployment', 'span', 'startMs', 'version'] });
  },
  (upgraded) => {
    upgraded.createObjectStore('observations', { keyPath: ['deployment', 'version'] });
    upgraded.createObjectStore('queue', { keyPath: 'id', autoIncrement: true }).createIndex('deployment', 'deployment');
  },
]);

/** The keys that begin with the id of a deployment. */
export const toKeyRange = (deployment: string) => IDBKeyRange.bound([deployment], [deployment, []]);

import {
  addVersion,
  createDeploymentChangedError,
  appendEvent,
  requireVersion,
  type DeploymentChange,
} from './change-deployment.ts';
import { findVersion, type Deployment, type DeploymentEvent, type NewVersion, type RemedyMode } from './deployment.ts';

type KeptRemedy = Extract<DeploymentEvent, { kind: 'remedy-kept' }>;

/**
 * Applies a remedy: makes a version the current one, and ends a rollout.
 * @param to a new version, or the number of an existing one
 * @param from the version that was current when the remedy was measured
 */
export function keepRemedy(
  to: NewVersion | number,
  from: number,
  remedy: Omit<KeptRemedy, 'kind' | 'version' | 'from'>,
): DeploymentChange {
  return (deployment, nowMs) => {
    if (deployment.current !== from) throw createDeploymentChangedError('not-current-version', deployment.current);
    const changedDeployment = typeof to === 'number' ? deployment : addVersion(to)(deployment, nowMs);
    const version = typeof to === 'number' ? to : changedDeployment.versions.at(-1)!.number;
    requireVersion(changedDeployment, version);
    const event = { kind: 'remedy-kept', version, from, ...remedy } as const;
    return appendEvent({ ...changedDeployment, current: version, rollout: null }, nowMs, event);
  };
}

/**
 * Events that make a version current for other reasons than a remedy. Remedies before such an event can no longer be
 * undone.
 */
const supersedingEvents: ReadonlySet<DeploymentEvent['kind']> = new Set<DeploymentEvent['kind']>([
  'switched',
  'promoted',
  'rolled-back',
]);

/** Returns the last remedy in use; `null` if there is none, or if the version before it was removed. */
export function findRemedyToUndo(deployment: Deployment): KeptRemedy | null {
  const remediesInUse: KeptRemedy[] = [];
  for (const { event } of deployment.history) {
    if (event.kind === 'remedy-kept') remediesInUse.push(event);
    if (event.kind === 'remedy-undone') remediesInUse.pop();
    if (supersedingEvents.has(event.kind)) remediesInUse.length = 0;
  }
  const last = remediesInUse.at(-1);
  return last && findVersion(deployment, last.from) ? last : null;
}

/**
 * Returns to the version that was current before the last remedy, and ends a rollout. A second call undoes the
 * preceding remedy.
 */
export function undoRemedy(): DeploymentChange {
  return (deployment, nowMs) => {
    const last = findRemedyToUndo(deployment);
    if (!last) throw createDeploymentChangedError('no-earlier-version', deployment.current);
    const event = { kind: 'remedy-undone', version: last.from, remedy: last.remedy } as const;
    return appendEvent({ ...deployment, current: last.from, rollout: null }, nowMs, event);
  };
}

export function setRemedyMode(remedyMode: RemedyMode): DeploymentChange {
  return (deployment) => ({ ...deployment, remedyMode });
}

import {
  addVersion,
  createDeploymentChangedError,
  log,
  requireVersion,
  type DeploymentChange,
} from './change-deployment.ts';
import { findVersion, type Deployment, type DeploymentEvent, type NewVersion, type RemedyMode } from './deployment.ts';

type KeptRemedy = Extract<DeploymentEvent, { kind: 'remedy-kept' }>;

/**
 * Lets a version answer because it is a remedy, which ends a rollout.
 * @param to a new version, or the number of an existing one
 * @param from the version that answered when the remedy was measured
 */
export function keepRemedy(
  to: NewVersion | number,
  from: number,
  remedy: Omit<KeptRemedy, 'kind' | 'version' | 'from'>,
): DeploymentChange {
  return (deployment, nowMs) => {
    if (deployment.current !== from) throw createDeploymentChangedError('other-version-answers', deployment.current);
    const added = typeof to === 'number' ? deployment : addVersion(to)(deployment, nowMs);
    const version = typeof to === 'number' ? to : added.versions.at(-1)!.number;
    requireVersion(added, version);
    const event = { kind: 'remedy-kept', version, from, ...remedy } as const;
    return log({ ...added, current: version, rollout: null }, nowMs, event);
  };
}

/** Events after which a version answers for another reason than a remedy. */
const otherReasons: ReadonlySet<DeploymentEvent['kind']> = new Set<DeploymentEvent['kind']>([
  'switched',
  'promoted',
  'rolled-back',
]);

/** The last remedy that is in force; `null` if there is none, or if the version before it was removed. */
export function findRemedyToUndo(deployment: Deployment): KeptRemedy | null {
  const inForce: KeptRemedy[] = [];
  for (const { event } of deployment.history) {
    if (event.kind === 'remedy-kept') inForce.push(event);
    if (event.kind === 'remedy-undone') inForce.pop();
    if (otherReasons.has(event.kind)) inForce.length = 0;
  }
  const last = inForce.at(-1);
  return last && findVersion(deployment, last.from) ? last : null;
}

/** Lets the version answer that answered before the last remedy, which ends a rollout. Call it again to undo the one before. */
export function undoRemedy(): DeploymentChange {
  return (deployment, nowMs) => {
    const last = findRemedyToUndo(deployment);
    if (!last) throw createDeploymentChangedError('no-earlier-version', deployment.current);
    const event = { kind: 'remedy-undone', version: last.from, remedy: last.remedy } as const;
    return log({ ...deployment, current: last.from, rollout: null }, nowMs, event);
  };
}

export function setRemedyMode(remedyMode: RemedyMode): DeploymentChange {
  return (deployment) => ({ ...deployment, remedyMode });
}

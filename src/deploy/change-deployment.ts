import { AppError } from '#core/errors/error.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import {
  deploymentFormat,
  findRollbackTarget,
  findVersion,
  type Deployment,
  type DeploymentEvent,
  type HistoryEntry,
  type NewVersion,
} from './deployment.ts';
import type { RolloutStep } from './judge-rollout.ts';
import { rolloutShares, type LiveGates, type Rollout } from './rollout.ts';

/** Heuristic, not measured. */
const maxHistory = 500;

/**
 * Events that are never dropped from the history: switches are needed for a rollback, added versions for the number of
 * a new version, and the last review for the review schedule.
 */
const permanentEvents: ReadonlySet<DeploymentEvent['kind']> = new Set<DeploymentEvent['kind']>([
  'added',
  'switched',
  'promoted',
  'rolled-back',
  'remedy-kept',
  'remedy-undone',
  'reviewed',
]);

/**
 * A change of the stored deployment, which another tab may have changed in the meantime.
 * @throws AppError deployment-changed if it no longer applies
 */
export type DeploymentChange = (deployment: Deployment, nowMs: number) => Deployment;

export function createDeployment(
  about: Pick<Deployment, 'id' | 'name' | 'task'>,
  version: NewVersion,
  nowMs: number,
): Deployment {
  return {
    format: deploymentFormat,
    ...about,
    versions: [{ ...version, number: 1, addedAtMs: nowMs }],
    current: 1,
    rollout: null,
    history: [
      { atMs: nowMs, event: { kind: 'added', version: 1 } },
      { atMs: nowMs, event: { kind: 'switched', version: 1 } },
    ],
    alertRules: [],
    raisedAlerts: [],
    reviewEveryDays: null,
  };
}

export function addVersion(version: NewVersion): DeploymentChange {
  return (deployment, nowMs) => {
    const addedVersions = deployment.history.flatMap(({ event }) => (event.kind === 'added' ? event.version : 0));
    const number = Math.max(...addedVersions, ...deployment.versions.map((version) => version.number)) + 1;
    const versions = [...deployment.versions, { ...version, number, addedAtMs: nowMs }];
    return appendEvent({ ...deployment, versions }, nowMs, { kind: 'added', version: number });
  };
}

/** Removes a version that is neither the current one nor the candidate of a rollout. */
export function removeVersion(number: number): DeploymentChange {
  return (deployment, nowMs) => {
    requireVersion(deployment, number);
    if (deployment.current === number || deployment.rollout?.candidate === number)
      throw createDeploymentChangedError('version-in-use', number);
    const versions = deployment.versions.filter((version) => version.number !== number);
    return appendEvent({ ...deployment, versions }, nowMs, { kind: 'removed', version: number });
  };
}

/** Makes another version the current one, for all inputs, and ends a rollout. */
export function switchTo(number: number): DeploymentChange {
  return (deployment, nowMs) => {
    requireVersion(deployment, number);
    return appendEvent({ ...deployment, current: number, rollout: null }, nowMs, { kind: 'switched', version: number });
  };
}

/** Returns to the version that was current before, and ends a rollout. */
export function rollBack(): DeploymentChange {
  return (deployment, nowMs) => {
    const target = findRollbackTarget(deployment);
    if (!target) throw createDeploymentChangedError('no-earlier-version', deployment.current);
    const { number } = target;
    return appendEvent({ ...deployment, current: number, rollout: null }, nowMs, {
      kind: 'rolled-back',
      version: number,
    });
  };
}

/**
 * Starts a rollout, in which a version is tried alongside the current one.
 * @param id the id of the rollout, unique in the deployment
 */
export function startRollout(candidate: number, mode: Rollout['mode'], gates: LiveGates, id: string): DeploymentChange {
  return (deployment, nowMs) => {
    requireVersion(deployment, candidate);
    if (candidate === deployment.current) throw createDeploymentChangedError('version-in-use', candidate);
    const share = mode === 'shadow' ? 0 : rolloutShares[0];
    const rollout = { mode, candidate, share, gates, id };
    return appendEvent({ ...deployment, rollout }, nowMs, { kind: 'rollout-started', version: candidate, mode });
  };
}

/** Stops the trial of the candidate; the current version then handles all inputs. */
export function stopRollout(id: string): DeploymentChange {
  return (deployment, nowMs) => {
    const { candidate } = requireRollout(deployment, id);
    return appendEvent({ ...deployment, rollout: null }, nowMs, { kind: 'rollout-stopped', version: candidate });
  };
}

/**
 * Applies the decision of `judgeRollout`.
 * @param share the share for which `judgeRollout` decided. If another tab has changed it in the meantime, nothing
 * changes
 */
export function applyStep(id: string, share: number, step: RolloutStep): DeploymentChange {
  return (deployment, nowMs) => {
    const { rollout } = deployment;
    if (rollout?.id !== id || rollout.share !== share) return deployment;
    const version = rollout.candidate;
    switch (step.kind) {
      case 'wait':
        return deployment;
      case 'raise-share':
        return appendEvent({ ...deployment, rollout: { ...rollout, share: step.share } }, nowMs, {
          kind: 'share-raised',
          version,
          share: step.share,
        });
      case 'promote':
        return appendEvent({ ...deployment, current: version, rollout: null }, nowMs, { kind: 'promoted', version });
      case 'reject':
        return appendEvent({ ...deployment, rollout: null }, nowMs, { kind: 'rejected', version, why: step.why });
    }
  };
}

/** Adds an event to the history, without another change. */
export function recordEvent(event: DeploymentEvent): DeploymentChange {
  return (deployment, nowMs) => appendEvent(deployment, nowMs, event);
}

export function setReviews(reviewEveryDays: number | null): DeploymentChange {
  return (deployment) => ({ ...deployment, reviewEveryDays });
}

/** Starts or stops storing inputs to be labelled; inputs that are already stored remain. */
export function setKeepsInputs(keepsInputs: boolean): DeploymentChange {
  return (deployment) => ({ ...deployment, keepsInputs });
}

export function setNote(number: number, note: string): DeploymentChange {
  return (deployment) => {
    requireVersion(deployment, number);
    const versions = deployment.versions.map((version) => (version.number === number ? { ...version, note } : version));
    return { ...deployment, versions };
  };
}

export function rename(name: string): DeploymentChange {
  return (deployment) => ({ ...deployment, name });
}

/** Adds a rule, or replaces the one with its id. */
export function setAlertRule(rule: AlertRule): DeploymentChange {
  return (deployment) => ({
    ...deployment,
    alertRules: [...deployment.alertRules.filter(({ id }) => id !== rule.id), rule],
  });
}

export function removeAlertRule(id: string): DeploymentChange {
  return (deployment) => ({
    ...deployment,
    alertRules: deployment.alertRules.filter((rule) => rule.id !== id),
    raisedAlerts: deployment.raisedAlerts.filter((raised) => raised !== id),
  });
}

/**
 * Records that a rule has started or stopped raising an alert. Nothing changes if another tab has already recorded it.
 */
export function setAlertState(rule: AlertRule, isRaised: boolean, value: number): DeploymentChange {
  return (deployment, nowMs) => {
    const wasRaised = deployment.raisedAlerts.includes(rule.id);
    if (wasRaised === isRaised || !deployment.alertRules.some(({ id }) => id === rule.id)) return deployment;
    const otherAlerts = deployment.raisedAlerts.filter((id) => id !== rule.id);
    return appendEvent({ ...deployment, raisedAlerts: isRaised ? [...otherAlerts, rule.id] : otherAlerts }, nowMs, {
      kind: isRaised ? 'alert-raised' : 'alert-cleared',
      version: deployment.current,
      rule,
      value,
    });
  };
}

/** Adds an event to the history. If the history is full, the oldest event that is not permanent is dropped. */
export function appendEvent(deployment: Deployment, atMs: number, event: DeploymentEvent): Deployment {
  const history: HistoryEntry[] = [...deployment.history, { atMs, event }];
  const oldest = history.findIndex(({ event: { kind } }) => !permanentEvents.has(kind));
  const isFull = history.length > maxHistory && oldest !== -1;
  return { ...deployment, history: isFull ? history.toSpliced(oldest, 1) : history };
}

/** @throws AppError deployment-changed if there is no such version */
export function requireVersion(deployment: Deployment, number: number): void {
  if (!findVersion(deployment, number)) throw createDeploymentChangedError('version-removed', number);
}

function requireRollout({ rollout, current }: Deployment, id: string): Rollout {
  if (rollout?.id !== id) throw createDeploymentChangedError('rollout-ended', rollout?.candidate ?? current);
  return rollout;
}

export function createDeploymentChangedError(
  reason: 'version-in-use' | 'version-removed' | 'no-earlier-version' | 'rollout-ended' | 'not-current-version',
  version: number,
) {
  return new AppError('deployment-changed', { reason, version });
}

import type { Deployment } from '#deploy/deployment.ts';
import { findVersion } from '#deploy/deployment.ts';
import { applyStep } from '#deploy/change-deployment.ts';
import { judgeRollout, type RolloutJudgement } from '#deploy/judge-rollout.ts';
import { changeDeployment, loadTallies } from '#records/deployment-records.ts';
import { announceDeploymentChange } from './deployment-changes.ts';
import { findGateRun } from './version-evidence.ts';

/** Judges a rollout by its stored outcomes and gate run; `null` without a rollout. @throws any error of IndexedDB */
export async function judgeStoredRollout({ id, rollout, ...deployment }: Deployment): Promise<RolloutJudgement | null> {
  if (!rollout) return null;
  const candidate = findVersion({ id, rollout, ...deployment }, rollout.candidate);
  const gateRun = candidate ? await findGateRun(candidate) : null;
  return judgeRollout(rollout, await loadTallies(id, rollout.id), gateRun?.verdict ?? null);
}

/** Raises the share, or promotes or rejects the candidate, if the outcomes decide it. @returns the stored deployment */
export async function advanceRollout(deployment: Deployment): Promise<Deployment> {
  const { id, rollout } = deployment;
  const judgement = await judgeStoredRollout(deployment);
  if (!rollout || !judgement || judgement.step.kind === 'wait') return deployment;
  const changed = await changeDeployment(id, applyStep(rollout.id, rollout.share, judgement.step));
  announceDeploymentChange();
  return changed;
}

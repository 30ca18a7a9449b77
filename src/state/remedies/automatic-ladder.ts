import type { Deployment } from '#deploy/deployment.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import { findSymptom, findTarget } from '#remedies/alerted-symptom.ts';
import { runLadder, type LadderRequest } from '#remedies/run-ladder.ts';
import { DeploymentLadder } from './deployment-ladder.ts';

/** Finds the ladder for the measure of an alert; `null` if there is none. */
export function toLadderRequest(rule: AlertRule): LadderRequest | null {
  const symptom = findSymptom(rule);
  return symptom && { symptom, target: findTarget(rule) };
}

/**
 * Runs the ladder for an alert and keeps the changes that help, if the deployment allows it. Only one tab does so at a
 * time. Tried steps are in the history of the deployment, even if the ladder ends in an error.
 */
export async function runAutomatically({ id, remedyMode }: Deployment, rule: AlertRule): Promise<void> {
  const request = toLadderRequest(rule);
  if (remedyMode !== 'automatic' || !request) return;
  await lockLadder(id, async () => {
    const { signal } = new AbortController();
    const host = new DeploymentLadder(id, { data: null, signal, onProgress: () => {}, confirm: async () => true });
    await runLadder(request, host, { signal });
  });
}

/** Runs a ladder unless another tab runs one for the same deployment. @returns whether it ran */
export async function lockLadder(id: string, run: () => Promise<void>): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined; // absent on insecure origins
  if (!locks) return run().then(() => true);
  return locks.request(`assay-remedies-${id}`, { ifAvailable: true }, async (lock) => {
    if (lock) await run();
    return lock !== null;
  });
}

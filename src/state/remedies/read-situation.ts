import { findRollbackTarget, findVersion, type Deployment, type Version } from '#deploy/deployment.ts';
import { AppError } from '#core/errors/error.ts';
import { findTunedConfiguration } from '#records/tuned-setups.ts';
import type { GateVerdict, Situation } from '#remedies/remedy.ts';
import { loadVersionModel } from '../deployments/open-version.ts';
import { findGateRun } from '../deployments/version-evidence.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { toSubject } from '../run/open-model.svelte.ts';
import { toDeviceKey, toModelKey } from '../tune/tuned-models.ts';
import { listTargetSetups, readSetup } from './version-setup.ts';

/**
 * Reads what the remedies of a deployment depend on.
 * @param hasItems whether items with labels are open
 * @throws any error of reading the files and the link of the current version, or of IndexedDB
 */
export async function readSituation(deployment: Deployment, hasItems: boolean): Promise<Situation> {
  const version = findVersion(deployment, deployment.current);
  if (!version) throw new AppError('deployment-changed', { reason: 'version-removed', version: deployment.current });
  const setup = readSetup(version);
  const others = deployment.versions.filter(({ number }) => number !== version.number).toReversed();
  const [subject, gates, ...otherGates] = await Promise.all([
    loadVersionModel(version).then(toSubject),
    readVerdict(version),
    ...others.map(readVerdict),
  ]);
  return {
    version,
    setup,
    gates,
    others: others.map((other, index) => ({ version: other, gates: otherGates[index] ?? null })),
    rollbackTarget: findRollbackTarget(deployment)?.number ?? null,
    maxThreads: deviceFacts.basic.threads,
    targets: listTargetSetups(version, setup),
    tuned: findTunedConfiguration(toModelKey(subject), toDeviceKey()),
    hasItems,
  };
}

async function readVerdict(version: Version): Promise<GateVerdict | null> {
  return (await findGateRun(version))?.verdict ?? null;
}

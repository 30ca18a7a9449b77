import type { NetworkRecord } from '#gates/gate-evidence.ts';
import type { RequestRecord } from '#device/request-record.ts';
import type { OpenModel } from '../../run/open-model.svelte.ts';
import { automation } from '../../shell/automation-status.ts';

/**
 * Collects the requests of a run, from the log of the program that drives the browser or, without one, from the page
 * and the workers of its models.
 * @param startedAtMs of the run, in epoch milliseconds
 * @returns `null` if the record is incomplete because a worker was restarted during the run
 */
export async function collectNetworkEvidence(
  startedAtMs: number,
  page: RequestRecord,
  models: readonly Pick<OpenModel, 'listRequestsSince'>[],
): Promise<NetworkRecord | null> {
  if (automation.recordedRequests) return automation.recordedRequests(startedAtMs);
  const hosts = [...page.listHostsSince(startedAtMs)];
  for (const model of models) {
    const workerHosts = await model.listRequestsSince(startedAtMs);
    if (!workerHosts) return null;
    hosts.push(...workerHosts);
  }
  const otherHosts = hosts.filter((host) => host !== location.host);
  return { hosts: [...new Set(otherHosts)], requests: hosts.length };
}

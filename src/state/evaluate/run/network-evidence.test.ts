import { afterEach, expect, test, vi } from 'vitest';
import { automation } from '../../shell/automation-status.ts';
import { collectNetworkEvidence } from './network-evidence.ts';

type Page = Parameters<typeof collectNetworkEvidence>[1];
type Model = Parameters<typeof collectNetworkEvidence>[2][number];

const page = (...hosts: string[]) => ({ listHostsSince: () => hosts }) as unknown as Page;
const model = (hosts: readonly string[] | null): Model => ({ listRequestsSince: async () => hosts });

vi.stubGlobal('location', { host: 'assay.test' });
afterEach(() => void (automation.recordedRequests = null));

test('the record counts the requests of page and workers, and lists each other host once', async () => {
  const models = [model(['assay.test', 'cdn.example']), model(['cdn.example'])];
  expect(await collectNetworkEvidence(0, page('assay.test', 'hub.example'), models)).toEqual({
    hosts: ['hub.example', 'cdn.example'],
    requests: 5,
  });
});

test('if a worker was restarted, there is no record', async () => {
  expect(await collectNetworkEvidence(0, page(), [model([]), model(null)])).toBeNull();
});

test("the log of the program that drives the browser replaces the page's record", async () => {
  automation.recordedRequests = async (startedAtMs) => ({ hosts: ['cdn.example'], requests: startedAtMs });
  expect(await collectNetworkEvidence(7, page('hub.example'), [model(null)])).toEqual({
    hosts: ['cdn.example'],
    requests: 7,
  });
});

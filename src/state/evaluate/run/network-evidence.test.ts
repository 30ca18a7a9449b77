import { afterEach, expect, test, vi } from 'vitest';
import { automation } from '../../shell/automation-status.ts';
import { collectNetworkEvidence } from './network-evidence.ts';

type Page = Parameters<typeof collectNetworkEvidence>[1];
type Model = Parameters<typeof collectNetworkEvidence>[2][number];

const createPageRecord = (...hosts: string[]) => ({ listHostsSince: () => hosts }) as unknown as Page;
const createModel = (hosts: readonly string[] | null): Model => ({ listRequestsSince: async () => hosts });

vi.stubGlobal('location', { host: 'assay.test' });
afterEach(() => void (automation.recordedRequests = null));

test('the record counts the requests of page and workers, and lists each other host once', async () => {
  const models = [createModel(['assay.test', 'cdn.example']), createModel(['cdn.example'])];
  expect(await collectNetworkEvidence(0, createPageRecord('assay.test', 'hub.example'), models)).toEqual({
    hosts: ['hub.example', 'cdn.example'],
    requests: 5,
  });
});

test('if a worker was restarted, there is no record', async () => {
  expect(await collectNetworkEvidence(0, createPageRecord(), [createModel([]), createModel(null)])).toBeNull();
});

test("the log of the program that drives the browser replaces the page's record", async () => {
  automation.recordedRequests = async (startedAtMs) => ({ hosts: ['cdn.example'], requests: startedAtMs });
  expect(await collectNetworkEvidence(7, createPageRecord('hub.example'), [createModel(null)])).toEqual({
    hosts: ['cdn.example'],
    requests: 7,
  });
});

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { generateSigningKey, signEnvelope } from '#federated/protocol/envelope.ts';
import { Coordinator } from './coordinator.ts';
import { Coordinators, openCoordinators } from './coordinators.ts';
import { FederationFiles } from './federation-files.ts';
import {
  createDigitsPlan,
  createParticipant,
  runRound,
  startFederation,
  trainingDigits,
} from './federation.fixture.ts';

// Vitest fails a run with an unhandled rejection, which would end the companion.

test('if a round cannot be stored, the error is logged, the next request stores it, and rounds continue', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const { key, invitation, coordinator } = await startFederation(
    createDigitsPlan({ aggregation: 'median', minParticipants: 2 }),
  );
  const full = new Error('ENOSPC: no space left on device');
  const store = vi.fn<() => Promise<void>>(async () => {});
  const failing = new Coordinator(coordinator.federation, key, store);
  const examples = trainingDigits.slice(0, 30);
  const participants = await Promise.all(
    [0, 1].map((index) => createParticipant({ invitation, coordinator: failing }, index, { examples })),
  );
  for (const participant of participants) await participant.enrol();
  // The first two writes store the updates, the third one the end of the round.
  store.mockImplementationOnce(async () => {}).mockImplementationOnce(async () => {});
  store.mockRejectedValueOnce(full);
  expect(await runRound(participants)).toEqual([true, true]);
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith(full));
  store.mockClear();
  await participants[0]!.readStatus();
  expect(store).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ round: 1, turn: 1 }));
  expect(await runRound(participants)).toEqual([true, true]);
  expect(failing.federation.round).toBe(2);
});

test('a federation whose file could not be read is read again by the next request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-federations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = new FederationFiles(folder);
  const { key, invitation, coordinator } = await startFederation(createDigitsPlan());
  const coordinators = new Coordinators(files, async () => key);
  const nonce = 'A'.repeat(24);
  const request = await signEnvelope(await generateSigningKey(), { kind: 'status', federation: invitation.id, nonce });
  await mkdir(join(folder, `${invitation.id}.json`));
  await expect(coordinators.handle(request)).rejects.toThrow('EISDIR');
  await rm(join(folder, `${invitation.id}.json`), { recursive: true });
  await files.store(coordinator.federation);
  expect((await coordinators.handle(request)).payload).toContain('"kind":"status"');
});

test('a key that could not be read is read again by the next request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-federations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const coordinators = openCoordinators(folder);
  const federation = 'ab'.repeat(32);
  const request = await signEnvelope(await generateSigningKey(), { kind: 'status', federation, nonce: 'A'.repeat(24) });
  await mkdir(join(folder, 'companion-key.json'));
  await expect(coordinators.handle(request)).rejects.toThrow('EISDIR');
  await rm(join(folder, 'companion-key.json'), { recursive: true });
  expect((await coordinators.handle(request)).payload).toContain('"reason":"plan-unknown"');
});

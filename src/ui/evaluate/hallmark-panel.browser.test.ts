import { deleteDB } from 'idb';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { createOtherRun, createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { buildStatement, signHallmark, type EvaluatedRun } from '#hallmark/sign/sign-hallmark.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { verifyHallmark } from '#hallmark/verify.ts';
import { listHallmarks } from '#records/hallmark-records.ts';
import { toHallmarkViewModel, type HallmarkViewModel } from '#state/verify/hallmark-view-model.ts';
import { loadText, useLanguage } from '#words/text.ts';
import HallmarkPanel from './HallmarkPanel.svelte';

let component: object | null = null;

beforeAll(async () => {
  await useLanguage('en');
  await loadText('hallmark', 'share', 'errors');
});

afterEach(async () => {
  if (component) await unmount(component);
  component = null;
  await deleteDB('assay-hallmarks', { blocked: () => {} });
});

const findByTestId = <T extends HTMLElement>(testId: string) => document.querySelector<T>(`[data-testid="${testId}"]`);

function mountPanel(run: EvaluatedRun, original: HallmarkViewModel | null = null): void {
  component = mount(HallmarkPanel, { target: document.body, props: { run, original } });
  flushSync();
}

/** Presses Sign and verifies the link of the panel. */
async function sign() {
  findByTestId('sign')?.click();
  const link = await vi.waitUntil(() => findByTestId<HTMLAnchorElement>('open-hallmark'), { timeout: 15_000 });
  return verifyHallmark(await readHallmark(link.getAttribute('href') ?? ''));
}

async function signSampleRun(key: 'device' | 'fresh') {
  mountPanel(createSampleRun());
  document.querySelector<HTMLInputElement>(`input[value="${key}"]`)?.click();
  const preview = JSON.parse(findByTestId('hallmark-preview')?.textContent ?? '') as unknown;
  const verified = await sign();
  expect(toCanonicalJson(preview)).toBe(toCanonicalJson(verified.statement));
  if (component) await unmount(component);
  component = null;
  return verified;
}

test('the previewed statement is signed with the key of this browser or a new one, and stored', async () => {
  const [first, second] = [await signSampleRun('device'), await signSampleRun('device')];
  const [third, fourth] = [await signSampleRun('fresh'), await signSampleRun('fresh')];
  expect(second.keyId).toBe(first.keyId);
  expect(new Set([first, third, fourth].map(({ keyId }) => keyId)).size).toBe(3);
  expect(await listHallmarks()).toMatchObject([{ id: first.sha256, isReceived: false, level: 'self-attested' }]);
});

test("a run that reproduces another key's hallmark is countersigned", async () => {
  const original = await toHallmarkViewModel(
    await signHallmark(buildStatement(createSampleRun()), await generateKeyPair()),
  );
  mountPanel(createOtherRun(), original);
  expect(findByTestId('sign')?.textContent.trim()).toBe('Countersign the hallmark');
  expect(await sign()).toMatchObject({ level: 'reproduced', sha256: original.verified.sha256 });
});

test('a run that cannot be signed shows the reason and no button', async () => {
  mountPanel(createSampleRun({ files: [{ name: 'a.onnx', digest: { sha256: '' } }] }));
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('a.onnx'));
  expect(findByTestId('sign')).toBeNull();
});

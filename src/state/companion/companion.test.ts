import { beforeEach, expect, test, vi } from 'vitest';
import type { CompanionAccess } from '#companion-client/access.ts';
import type { LocalNetworkPermission } from './local-network-permission.ts';

/** The access of this page, and the permission of the browser. */
let access: CompanionAccess | null;
let permission: LocalNetworkPermission;
let permissionChanged: () => void;
const connected = vi.fn<(access: CompanionAccess) => Promise<void>>();

vi.mock('./known-access.ts', () => ({ companionTokenKey: 'token', loadKnownAccess: async () => access }));
vi.mock('./local-network-permission.ts', () => ({
  readLocalNetworkPermission: async () => permission,
  onLocalNetworkPermission: (listener: () => void) => (permissionChanged = listener),
}));
vi.mock('#companion-client/keep-connected.ts', () => ({ keepConnected: connected }));
const removed = vi.fn<() => Promise<void>>();
vi.mock('#records/paired-companion.ts', () => ({ forgetPairedCompanion: () => removed() }));
vi.stubGlobal('addEventListener', () => {});

const place = { url: 'ws://127.0.0.1:1/companion/socket', origin: 'https://assay.example', app: '0.0.0' };
const token: CompanionAccess = { ...place, credential: { kind: 'token', token: '' } };
const key = { privateKey: {} as CryptoKey, publicKey: '', companionKey: '' };
const paired: CompanionAccess = { ...place, credential: { kind: 'paired', ...key } };

/** A page that was just opened. */
async function openPage() {
  vi.resetModules();
  const { companion } = await import('./companion.svelte.ts');
  companion.start();
  await vi.dynamicImportSettled();
  return companion;
}

beforeEach(() => {
  removed.mockReset().mockResolvedValue();
  connected.mockReset().mockReturnValue(new Promise(() => {}));
  [access, permission] = [null, 'prompt'];
});

test('a page that is not paired contacts nothing', async () => {
  permission = 'granted';
  expect((await openPage()).status).toBe('none');
  expect(connected).not.toHaveBeenCalled();
});

test('a page served by the companion connects at once, regardless of the permission', async () => {
  [access, permission] = [token, 'denied'];
  expect((await openPage()).status).toBe('connecting');
  expect(connected).toHaveBeenCalledOnce();
});

test.each(['granted', 'not-asked'] as const)(
  'a paired page connects at once if the permission is %s',
  async (state) => {
    [access, permission] = [paired, state];
    expect((await openPage()).status).toBe('connecting');
  },
);

test.each(['prompt', 'denied'] as const)('a paired page waits for a click if the permission is %s', async (state) => {
  [access, permission] = [paired, state];
  const companion = await openPage();
  expect(companion.status).toBe('waiting');
  expect(connected).not.toHaveBeenCalled();
  void companion.restart();
  await vi.waitFor(() => expect(connected).toHaveBeenCalledOnce());
});

test('a paired page connects once the user allows it in the settings of the browser', async () => {
  [access, permission] = [paired, 'denied'];
  const companion = await openPage();
  permission = 'granted';
  permissionChanged();
  await vi.waitFor(() => expect(connected).toHaveBeenCalledOnce());
  expect(companion.permission).toBe('granted');
});

test('a failure to remove the key is reported, unless the browser stores no key', async () => {
  [access, permission] = [paired, 'granted'];
  const companion = await openPage();
  removed.mockRejectedValue(new DOMException('the disk is full', 'UnknownError'));
  await companion.forget();
  expect(companion).toMatchObject({ status: 'connecting', error: { code: 'storage-failed' } });
  access = null;
  await companion.forget();
  expect(companion).toMatchObject({ status: 'none', error: null });
});

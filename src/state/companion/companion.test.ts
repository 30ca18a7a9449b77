import { beforeEach, expect, test, vi } from 'vitest';
import type { CompanionConnection } from '#companion-client/connection.ts';
import type { CompanionAccess } from '#companion-client/access.ts';
import type { keepConnected as KeepConnected } from '#companion-client/keep-connected.ts';
import { AppError } from '#core/errors/error.ts';
import type { LocalNetworkPermission } from './local-network-permission.ts';

/** How the page may access the companion, and the browser's permission for it. */
let access: CompanionAccess | null;
let permission: LocalNetworkPermission;
let reportPermissionChange: () => void;
const keepConnected = vi.fn<typeof KeepConnected>();

vi.mock('./companion-access.ts', () => ({ companionTokenKey: 'token', loadCompanionAccess: async () => access }));
vi.mock('./local-network-permission.ts', () => ({
  readLocalNetworkPermission: async () => permission,
  onLocalNetworkPermissionChange: (listener: () => void) => (reportPermissionChange = listener),
}));
vi.mock('#companion-client/keep-connected.ts', () => ({ keepConnected: keepConnected }));
const forgetPairedCompanion = vi.fn<() => Promise<void>>();
vi.mock('#records/paired-companion.ts', () => ({ forgetPairedCompanion: () => forgetPairedCompanion() }));
vi.stubGlobal('addEventListener', () => {});

const endpoint = { url: 'ws://127.0.0.1:1/companion/socket', origin: 'https://assay.example', app: '0.0.0' };
const tokenAccess: CompanionAccess = { ...endpoint, credential: { kind: 'token', token: '' } };
const key = { privateKey: {} as CryptoKey, publicKey: '', companionKey: '' };
const pairedAccess: CompanionAccess = { ...endpoint, credential: { kind: 'paired', ...key } };

/** A page that was just opened. */
async function openPage() {
  vi.resetModules();
  const { companion } = await import('./companion.svelte.ts');
  companion.start();
  await vi.dynamicImportSettled();
  return companion;
}

beforeEach(() => {
  forgetPairedCompanion.mockReset().mockResolvedValue();
  keepConnected.mockReset().mockReturnValue(new Promise(() => {}));
  [access, permission] = [null, 'prompt'];
});

test('a page that is not paired contacts nothing', async () => {
  permission = 'granted';
  expect((await openPage()).status).toBe('none');
  expect(keepConnected).not.toHaveBeenCalled();
});

test('a page served by the companion connects at once, regardless of the permission', async () => {
  [access, permission] = [tokenAccess, 'denied'];
  expect((await openPage()).status).toBe('connecting');
  expect(keepConnected).toHaveBeenCalledOnce();
});

test.each(['granted', 'not-asked'] as const)(
  'a paired page connects at once if the permission is %s',
  async (state) => {
    [access, permission] = [pairedAccess, state];
    expect((await openPage()).status).toBe('connecting');
  },
);

test.each(['prompt', 'denied'] as const)('a paired page waits for a click if the permission is %s', async (state) => {
  [access, permission] = [pairedAccess, state];
  const companion = await openPage();
  expect(companion.status).toBe('waiting');
  expect(keepConnected).not.toHaveBeenCalled();
  void companion.restart();
  await vi.waitFor(() => expect(keepConnected).toHaveBeenCalledOnce());
});

test('a paired page connects once the user allows it in the settings of the browser', async () => {
  [access, permission] = [pairedAccess, 'denied'];
  const companion = await openPage();
  permission = 'granted';
  reportPermissionChange();
  await vi.waitFor(() => expect(keepConnected).toHaveBeenCalledOnce());
  expect(companion.permission).toBe('granted');
});

test('a listener is called when the connection is back after a loss, but not for the first connection', async () => {
  [access, permission] = [pairedAccess, 'granted'];
  const companion = await openPage();
  const onReconnect = vi.fn();
  const stopListening = companion.onReconnect(onReconnect);
  const { onConnected, onLost } = keepConnected.mock.lastCall![1];
  const connection = { welcome: { app: '0' }, request: async () => ({}) } as unknown as CompanionConnection;
  onConnected(connection);
  expect(onReconnect).not.toHaveBeenCalled();
  onLost(new AppError('companion-unreachable'));
  onConnected(connection);
  expect(onReconnect).toHaveBeenCalledOnce();
  stopListening();
  onLost(new AppError('companion-unreachable'));
  onConnected(connection);
  expect(onReconnect).toHaveBeenCalledOnce();
});

test('a failure to remove the key is reported, unless the browser stores no key', async () => {
  [access, permission] = [pairedAccess, 'granted'];
  const companion = await openPage();
  forgetPairedCompanion.mockRejectedValue(new DOMException('the disk is full', 'UnknownError'));
  await companion.forget();
  expect(companion).toMatchObject({ status: 'connecting', error: { code: 'storage-failed' } });
  access = null;
  await companion.forget();
  expect(companion).toMatchObject({ status: 'none', error: null });
});

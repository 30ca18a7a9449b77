import { expect, test, vi } from 'vitest';
import type { CompanionAccess } from '#companion-client/access.ts';
import { AppError } from '#core/errors/error.ts';
import type { OpenedTensorModel, OpenRequest } from './session-contract.ts';
import { openSession } from './session-handle.ts';

/** The token of the running companion. A worker with another token is rejected, as by `companion/gateway`. */
let currentToken = 'first';
/** The tokens of all workers that opened the model. */
const openedTokens: string[] = [];

vi.mock('./spawn-worker.ts', () => ({
  spawnWorker() {
    let token = '';
    const requireCurrent = (error: AppError) => {
      if (token !== currentToken) throw error;
    };
    const remote = {
      async open({ companion }: OpenRequest) {
        const { credential } = companion!;
        token = credential.kind === 'token' ? credential.token : '';
        requireCurrent(new AppError('companion-rejected', { reason: 'not-authenticated' }));
        openedTokens.push(token);
        return { id: 'model' } as OpenedTensorModel;
      },
      async time() {
        requireCurrent(new AppError('companion-unreachable', { reason: 'connection-lost' }));
        return { timesMs: [1] };
      },
    };
    return { remote, died: new AbortController().signal, terminate() {} };
  },
}));

test('a session uses the new token of a companion that was restarted', async () => {
  let storedToken = 'first';
  const findAccess = async (): Promise<CompanionAccess> => ({
    url: 'ws://127.0.0.1:1/companion/socket',
    origin: 'http://127.0.0.1:1',
    app: '0.0.0',
    credential: { kind: 'token', token: storedToken },
  });
  const handle = await openSession({
    subject: { kind: 'model', id: 'model' },
    engine: 'ort',
    options: { devices: ['cpu'] },
    companion: findAccess,
  });
  expect((await handle.time({}, 1)).timesMs).toEqual([1]);
  currentToken = 'second';
  await expect(handle.time({}, 1)).rejects.toMatchObject({ code: 'companion-unreachable' });
  expect(handle.isAlive).toBe(false);
  // The companion rejects the page until it has the new token, and a later call tries again.
  await expect(handle.time({}, 1)).rejects.toMatchObject({ code: 'companion-rejected' });
  storedToken = 'second';
  expect((await handle.time({}, 1)).timesMs).toEqual([1]);
  expect(openedTokens).toEqual(['first', 'second']);
  handle.close();
});

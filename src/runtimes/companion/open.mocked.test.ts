import { expect, test, vi } from 'vitest';
import { connect, type CompanionConnection } from '#companion-client/connection.ts';
import { AppError } from '#core/errors/error.ts';
import { createCompanionRuntime, createCompanionTextRuntime } from './index.ts';

vi.mock('#companion-client/connection.ts', { spy: true });

const access = { url: '', origin: '', app: '', credential: { kind: 'token', token: '' } } as const;
const host = { access, onProgress: () => {} };
/** A model that the companion has under a name, so that no file is sent. */
const model = { id: 'companion:net', entry: 'net.onnx', files: new Map() };

/** Makes the next connection answer every request to open with a session of this kind. */
function answerWith(kind: 'tensor' | 'text') {
  const request = vi.fn(async ({ type }: { readonly type: string }) =>
    type === 'open' ? { session: 7, opened: { kind, facts: {} }, environment: {} } : {},
  );
  const onSessionClosed = () => {};
  vi.mocked(connect).mockResolvedValueOnce({ request, onSessionClosed } as unknown as CompanionConnection);
  return request;
}

test.each([
  ['text', createCompanionRuntime('ort', host)],
  ['tensor', createCompanionTextRuntime('llama', host)],
] as const)('closes an opened session of the wrong kind (%s)', async (kind, runtime) => {
  const request = answerWith(kind);
  await expect(runtime.open(model, { devices: ['cpu'] })).rejects.toMatchObject({
    code: 'companion-rejected',
    facts: { reason: 'session-kind', session: 7, kind },
  });
  expect(request).toHaveBeenLastCalledWith({ type: 'close', session: 7 });
});

test('connects again after the first connection failed', async () => {
  vi.mocked(connect).mockRejectedValueOnce(new AppError('companion-unreachable'));
  const runtime = createCompanionRuntime('ort', host);
  await expect(runtime.open(model, { devices: ['cpu'] })).rejects.toMatchObject({ code: 'companion-unreachable' });
  answerWith('tensor');
  await runtime.open(model, { devices: ['cpu'] });
  expect(connect).toHaveBeenCalledTimes(2);
});

import { afterAll } from 'vitest';
import type { Runtime } from '#core/engine/runtime.ts';
import { EngineHost } from './child-process/engine-host.ts';
import { createTensorRuntime, type RemoteTensorSession } from './child-process/remote-tensor-session.ts';
import type { NativeEngineId } from './load-engine.ts';
import { findSkipReason } from './packages/added-package.fixture.ts';

export { findSkipReason };

/** Opens an engine in a child process that is terminated after the tests of the file. */
export function openEngineUnderTest(id: NativeEngineId): Runtime<RemoteTensorSession> {
  const host = new EngineHost(id);
  afterAll(() => host.close());
  return createTensorRuntime(host);
}

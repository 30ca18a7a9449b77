import { afterAll } from 'vitest';
import type { Runtime } from '#core/engine/runtime.ts';
import { EngineHost } from './child-process/engine-host.ts';
import { createTensorRuntime, type RemoteTensorSession } from './child-process/remote-tensor-session.ts';
import type { NativeEngineId } from './load-engine.ts';
import { findReasonNotAdded } from './packages/added-package.fixture.ts';

/**
 * Adds an engine to the folder that tests share, once per machine, if the configured registry is reachable.
 * @returns the reason why the engine cannot be tested here, for the titles of skipped tests; empty if it can
 */
export const findSkipReason = (id: NativeEngineId): Promise<string> => findReasonNotAdded(id);

/** Opens an engine in a child process, which ends after the tests of the file. */
export function openEngineUnderTest(id: NativeEngineId): Runtime<RemoteTensorSession> {
  const host = new EngineHost(id);
  afterAll(() => host.close());
  return createTensorRuntime(host);
}

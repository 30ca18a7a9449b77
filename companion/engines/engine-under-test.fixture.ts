import { afterAll } from 'vitest';
import type { Runtime } from '#core/engine/runtime.ts';
import { EngineHost } from './host/engine-host.ts';
import { tensorRuntime, type RemoteTensorSession } from './host/remote-tensor-session.ts';
import { nativeEngineIds, type NativeEngineId } from './load-engine.ts';
import { packageState } from './packages/package-state.ts';

/** Why the tests of engines are skipped, by engine: the engines that are not installed here. */
const reasons = new Map<NativeEngineId, string>();
for (const id of nativeEngineIds) {
  const { state } = await packageState(id);
  if (state !== 'ready') reasons.set(id, `skipped: ${id} is ${state}; npm run assay -- engines add ${id}`);
}

/** Why an engine cannot be tested here; empty if it can. For the names of skipped tests. */
export function whySkipped(id: NativeEngineId): string {
  return reasons.get(id) ?? '';
}

/** An engine in a child process, which ends after the tests of the file. */
export function engineUnderTest(id: NativeEngineId): Runtime<RemoteTensorSession> {
  const host = new EngineHost(id);
  afterAll(() => host.close());
  return tensorRuntime(host);
}

import { readFileSync } from 'node:fs';
import { afterAll, describe } from 'vitest';
import { createCorruptModels, createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { testTextRuntimeContract } from '#runtimes/text-contract.fixture.ts';
import { EngineHost } from '../child-process/engine-host.ts';
import { createTextRuntime } from '../child-process/remote-text-session.ts';
import { findSkipReason } from '../packages/added-package.fixture.ts';

/** Runs tests against llama.cpp in a child process, as in the companion. They are skipped if it cannot be added. */
export async function describeLlama(tests: (host: EngineHost) => void): Promise<void> {
  const skipReason = await findSkipReason('llama');
  describe.skipIf(skipReason)(`llama.cpp in its process ${skipReason}`, () => {
    const host = new EngineHost('llama');
    afterAll(() => host.close());
    tests(host);
  });
}

/** Runs the shared suite with a number of threads. */
export function testLlamaContract(host: EngineHost, threads: number): void {
  testTextRuntimeContract({
    runtime: createTextRuntime(host),
    device: 'cpu',
    options: { threads },
    model: createCountingLlama(),
    corrupt: createCorruptModels(),
    readAllocated: () => (process.platform === 'linux' ? countMappedModels(host.pid) : 1),
    cacheElementBytes: 2,
    hasContinuation: true,
  });
}

/** Counts the models that a process has mapped into memory. */
function countMappedModels(pid: number | null): number {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('.gguf')).length;
}

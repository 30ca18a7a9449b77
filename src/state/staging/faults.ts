import { delay } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import type { Deployment } from '#deploy/deployment.ts';
import { measureRecovery, type FaultId, type Recovery } from '#deploy/staging/measure-recovery.ts';
import { addWindows, deleteWindows, loadWindows } from '#records/deployment-records.ts';
import { RunCounts } from '../deployments/run-counts.svelte.ts';
import type { BenchSession } from '../remedies/open-bench-session.ts';

/** Maximum recovery time that is measured. Heuristic, not measured. */
const maxRecoveryMs = 60_000;
/** Maximum time to wait until the user has stopped the companion. Heuristic, not measured. */
const maxCompanionStopMs = 120_000;
/** How long a run lasts before its worker is killed. */
const killDelayMs = 50;

interface FaultOptions {
  readonly signal: AbortSignal;
  /** Called when the user should stop the companion: all code that the test needs is loaded. */
  readonly onWaitForStop: () => void;
}

/** Makes a deployment fail, and measures how long it takes until it answers again. */
export async function runFault(
  fault: FaultId,
  { handle, inputs }: BenchSession,
  deployment: Deployment,
  { signal, onWaitForStop }: FaultOptions,
): Promise<Recovery> {
  const run = () => handle.time(inputs, 1, { signal });
  const measure = (fail: () => Promise<unknown>) => measureRecovery({ run, fail, signal, maxMs: maxRecoveryMs });
  switch (fault) {
    case 'worker-killed':
      return measure(() => killWorker({ handle, inputs }));
    case 'gpu-lost':
      return measure(() => handle.loseDevice());
    case 'companion-killed':
      return measureRecovery({
        run,
        async fail() {
          onWaitForStop();
          await waitForFailure(run, signal);
        },
        signal,
        maxMs: maxCompanionStopMs,
      });
    case 'network-cut':
      return measure(() => requireNoRequests({ handle, inputs }, signal));
    case 'storage-full':
      return measureFullStorage(run, deployment, signal);
  }
}

/** Aborting a running call terminates the worker, as a crash does. */
async function killWorker({ handle, inputs }: Pick<BenchSession, 'handle' | 'inputs'>): Promise<void> {
  const controller = new AbortController();
  const running = handle.time(inputs, 1_000_000, { signal: controller.signal }).catch(() => {});
  await delay(killDelayMs);
  controller.abort();
  await running;
}

/** Runs until a run fails. @throws AppError deadline-exceeded if none fails in time */
async function waitForFailure(run: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  const endMs = performance.now() + maxCompanionStopMs;
  while (performance.now() < endMs) {
    try {
      await run();
      await delay(200, signal);
    } catch {
      signal.throwIfAborted();
      return;
    }
  }
  throw new AppError('deadline-exceeded', { deadlineMs: maxCompanionStopMs });
}

/**
 * A page cannot cut its own network, so this checks that nothing depends on it: runs make no request.
 * @throws AppError fetch-failed, with the host, if one did
 */
async function requireNoRequests(
  { handle, inputs }: Pick<BenchSession, 'handle' | 'inputs'>,
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = Date.now();
  await handle.time(inputs, 20, { signal });
  const [host] = (await handle.listRequestsSince(startedAtMs)) ?? [];
  if (host !== undefined) throw new AppError('fetch-failed', { url: host });
}

/**
 * Lets the storage of the monitor reject once, as a full disk does, and checks that no run is lost when there is space
 * again.
 */
async function measureFullStorage(
  run: () => Promise<unknown>,
  deployment: Deployment,
  signal: AbortSignal,
): Promise<Recovery> {
  const id = `staging ${crypto.randomUUID()}`; // an id of its own, to keep the windows of the deployment unchanged
  let isFull = false;
  const counts = new RunCounts(
    () => ({ ...deployment, id, rollout: null, alertRules: [] }),
    async (windows) => {
      if (isFull) throw new DOMException('', 'QuotaExceededError');
      await addWindows(windows);
    },
  );
  const record = async () => {
    const startMs = performance.now();
    await run();
    const latencyMs = performance.now() - startMs;
    counts.addRun({ version: deployment.current, error: null, latencyMs, waitMs: 0, inputBytes: null, numbers: {} });
    await counts.store();
  };
  let expectedRuns = 0;
  try {
    return await measureRecovery({
      async run() {
        expectedRuns++;
        await record();
        if (counts.storageError) throw counts.storageError;
        const { windows } = await loadWindows(id);
        const stored = windows.reduce((sum, { runs }) => sum + runs, 0);
        if (stored !== expectedRuns)
          throw new AppError('internal', { why: `${stored} of ${expectedRuns} runs were stored` });
      },
      async fail() {
        isFull = true;
        expectedRuns++;
        await record();
        isFull = false;
      },
      signal,
      maxMs: maxRecoveryMs,
    });
  } finally {
    counts.close();
    await counts.store();
    await deleteWindows(id);
  }
}

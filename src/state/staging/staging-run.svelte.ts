import { defaultRamp, type LoadRamp, type RampLevel } from '#bench/load-curve/ramp-load.ts';
import type { AppError } from '#core/errors/error.ts';
import { findVersion, type Deployment, type Version } from '#deploy/deployment.ts';
import type { FaultId, Recovery } from '#deploy/staging/measure-recovery.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { loadVersionModel } from '../deployments/open-version.ts';
import { openBenchSession, type BenchSession } from '../remedies/open-bench-session.ts';
import { readSetup } from '../remedies/version-setup.ts';
import { toSubject } from '../run/open-model.svelte.ts';
import { attempt } from '../shell/attempt.ts';
import { beginWork } from '../shell/unfinished-work.ts';

/** Load and failure tests of the current version of a deployment. */
export class StagingRun {
  /** The test that is running; `null` if none is. */
  runningTest = $state<'ramp' | FaultId | null>(null);
  /** Whether the user should stop the companion now. */
  isWaitingForStop = $state(false);
  /** Milliseconds that a request may take. */
  targetMs = $state<number | null>(null);
  /** The levels so far. */
  levels = $state.raw<readonly RampLevel[]>([]);
  ramp = $state.raw<LoadRamp | null>(null);
  recoveries = $state.raw<Readonly<Partial<Record<FaultId, Recovery>>>>({});
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  /** Sends a growing number of requests at the same time, until their latency misses the target. */
  async rampLoad(deployment: Deployment, targetMs: number): Promise<void> {
    [this.levels, this.ramp] = [[], null];
    await this.#run('ramp', deployment, async ({ handle, dimensions }, signal, version) => {
      const { engine, device } = readSetup(version);
      const subject = toSubject(await loadVersionModel(version));
      const onLevel = (level: RampLevel) => (this.levels = [...this.levels, level]);
      const request = { subject, engine, device, effort: 'standard', dimensions } as const;
      this.ramp = await handle.rampLoad(request, { targetMs, ...defaultRamp, onLevel, signal });
    });
  }

  async runFailureTest(fault: FaultId, deployment: Deployment): Promise<void> {
    const { [fault]: _, ...others } = this.recoveries;
    this.recoveries = others;
    await this.#run(fault, deployment, async (session, signal) => {
      const { runFault } = await import('./faults.ts');
      const onWaitForStop = () => (this.isWaitingForStop = true);
      const recovery = await runFault(fault, session, deployment, { signal, onWaitForStop });
      this.recoveries = { ...this.recoveries, [fault]: recovery };
    });
  }

  cancel(): void {
    this.#controller.abort();
  }

  async #run(
    name: 'ramp' | FaultId,
    deployment: Deployment,
    test: (session: BenchSession, signal: AbortSignal, version: Version) => Promise<void>,
  ): Promise<void> {
    const version = findVersion(deployment, deployment.current);
    if (!version || this.runningTest) return;
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    this.runningTest = name;
    const endWork = beginWork('bench');
    await attempt(
      this,
      () =>
        withBenchLock({ signal, onWait: () => {} }, async () => {
          const model = await loadVersionModel(version);
          const session = await openBenchSession({ model, setup: readSetup(version) }, signal);
          try {
            await test(session, signal, version);
          } finally {
            session.handle.close();
          }
        }),
      signal,
    );
    endWork();
    [this.runningTest, this.isWaitingForStop] = [null, false];
  }
}

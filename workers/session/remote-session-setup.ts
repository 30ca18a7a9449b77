import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { Session } from '#core/engine/runtime.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';

/** A session in the companion, which is measured there, so that transport is not included. */
export interface RemoteSession extends Session {
  bench(request: BenchRequest, orderSeed: number, onProgress: (progress: Progress) => void): Promise<MeasuredRun>;
  profile(request: BenchRequest, onProgress: (progress: Progress) => void): Promise<RecordedProfile>;
}

/** Whether a session is in the companion. */
export function isRemote<S extends Session>(session: S): session is S & RemoteSession {
  return 'bench' in session;
}

import { delay, rejectOnAbort } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import { automation, reportStart } from '../shell/automation-status.ts';

/** A call that the test must resolve. */
export interface FakeCall<Request, Answer> {
  readonly request: Request;
  answer(answer: Answer): void;
  fail(error: AppError): void;
}

/** The calls of one method of a fake, in order. */
export class FakeCalls<Request, Answer> extends Array<FakeCall<Request, Answer>> {
  /** Adds a call, which is rejected as aborted if one of the signals aborts first. */
  add(request: Request, ...signals: readonly (AbortSignal | undefined)[]): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.push({ request, answer: resolve, fail: reject });
    return rejectOnAbort(AbortSignal.any(signals.filter((signal) => signal !== undefined)), promise);
  }
}

/** Waits until all pending promise callbacks have run. */
export const flushPromises = (): Promise<void> => delay(0);

/** Reports `ready` as the next page does, and returns that status. */
export function openNextPage(): ReturnType<typeof readLastStatus> {
  reportStart('ready');
  return readLastStatus();
}

/** Reads the latest status that the page has reported, without its actions. */
export function readLastStatus() {
  const { state, progress, result, link, error } = automation;
  return { state, progress, result, link, error };
}

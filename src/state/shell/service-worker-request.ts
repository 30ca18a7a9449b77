import type { CacheFailure, CacheReply, OfflineBundle, OfflineRequest } from '#bridge/offline-contract.ts';

/**
 * How long the service worker may be silent. A service worker of another version may not reply at all, and a connection
 * can break without an error. Heuristic, not measured.
 */
const maxSilenceMs = 20_000;

export function listBundles(worker: ServiceWorker): Promise<readonly OfflineBundle[] | 'no-reply'> {
  return sendRequest(worker, { ask: 'list-parts' }, (reply: readonly OfflineBundle[]) => reply);
}

/** Requests that the service worker caches a file for offline use. */
export function cacheFile(
  worker: ServiceWorker,
  url: string,
  onProgress: (receivedBytes: number) => void,
  signal: AbortSignal,
): Promise<'cached' | CacheFailure | 'no-reply'> {
  const readAnswer = (reply: CacheReply) => {
    if ('outcome' in reply) return reply.outcome;
    onProgress(reply.receivedBytes);
    return undefined;
  };
  return sendRequest(worker, { ask: 'cache', url }, readAnswer, signal);
}

/**
 * @param settle returns the answer, or `undefined` if another reply follows
 * @param signal cancels the request; the service worker still replies
 */
function sendRequest<Reply, Answer>(
  worker: ServiceWorker,
  message: OfflineRequest,
  settle: (reply: Reply) => Answer | undefined,
  signal?: AbortSignal,
): Promise<Answer | 'no-reply'> {
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<Answer | 'no-reply'>();
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => (timer = setTimeout(() => resolve('no-reply'), maxSilenceMs));
  port1.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const answer = settle(data);
    clearTimeout(timer);
    if (answer === undefined) wait();
    else resolve(answer);
  });
  port1.start();
  signal?.addEventListener('abort', () => port1.postMessage('cancel'), { once: true });
  wait();
  worker.postMessage(message, [port2]);
  return promise.finally(() => {
    clearTimeout(timer);
    port1.close();
  });
}

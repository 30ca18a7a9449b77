import { rejectOnAbort } from '#core/delay.ts';
import type { Scene } from '#graph/layout/graph-scene.ts';
import type { TensorStatistics } from '#graph/tensor-statistics.ts';
import type { CallOptions } from './call-options.ts';
import type { GraphOutline, GraphSubject, GraphWorker, NodeDetails } from './graph-contract.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';

/** The page's handle to the worker of one graph. Aborting a call does not terminate the worker; `close` does. */
export class GraphHandle {
  readonly #worker: SpawnedWorker<GraphWorker> = spawnWorker('graph');

  /**
   * Opens the graph. All calls of this class have the errors below.
   * @throws AppError from `GraphWorker` | worker-died | aborted
   */
  open(subject: GraphSubject, options: CallOptions = {}): Promise<GraphOutline> {
    return this.#call(options, this.#worker.remote.open(subject));
  }

  draw(openModules: readonly number[] | null, options: CallOptions = {}): Promise<Scene> {
    return this.#call(options, this.#worker.remote.draw(openModules));
  }

  readNodeDetails(node: number, options: CallOptions = {}): Promise<NodeDetails> {
    return this.#call(options, this.#worker.remote.readNodeDetails(node));
  }

  computeStatistics(value: number, options: CallOptions = {}): Promise<TensorStatistics | null> {
    return this.#call(options, this.#worker.remote.computeStatistics(value));
  }

  close(): void {
    this.#worker.terminate();
  }

  #call<T>({ signal }: CallOptions, call: Promise<T>): Promise<T> {
    const { died } = this.#worker;
    return rejectOnAbort(signal ? AbortSignal.any([signal, died]) : died, call);
  }
}

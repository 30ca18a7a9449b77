import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createChildEnvironment } from './child-environment.ts';
import { receiveMessages, sendMessage } from './control-channel.ts';
import type { EngineLog } from './engine-log.ts';
import type { CallName, Calls, ChildMessage } from './child-messages.ts';
import { BumpAllocator, readSharedTensors } from './shared-tensors.ts';
import { SharedMemory } from './shared-memory.ts';

const defaultProgram = fileURLToPath(new URL('./engine-child.ts', import.meta.url));

export interface CallOptions<Name extends CallName = CallName> {
  /** Ends the call as soon as the engine can, with the error `aborted` or a partial result. */
  readonly signal?: AbortSignal;
  /** The maximum time until the reply, after which the process is killed. */
  readonly deadlineMs: number;
  readonly onUpdate?: (update: Calls[Name]['update']) => void;
}

interface PendingCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly onUpdate: ((update: never) => void) | undefined;
}

/** A child process that runs an engine. It is never restarted. */
export class EngineProcess {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #engine: string;
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #memory: SharedMemory;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;
  /** Runs are serialised, because they use the same shared memory. */
  #lastRun: Promise<unknown> = Promise.resolve();
  #death: ErrorFacts | null = null;
  #exceededDeadlineMs: number | null = null;

  /** @param program the program of the child process */
  constructor(engine: string, log: EngineLog, program = defaultProgram) {
    this.#engine = engine;
    this.#memory = SharedMemory.create();
    this.#child = spawn(process.execPath, [program, engine, String(process.pid)], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', this.#memory.descriptor],
      env: createChildEnvironment(process.env),
      windowsHide: true,
    });
    log.capture(this.#child.stdout as Readable);
    log.capture(this.#child.stderr as Readable);
    this.#channel = this.#child.stdio[3] as Duplex;
    this.#channel.on('error', () => this.kill()); // the process has ended or sent an invalid message
    receiveMessages(this.#channel, (message) => this.#receive(message as ChildMessage));
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (exitCode, signal) => resolve(this.#handleExit(exitCode, signal)));
      this.#child.once('error', ({ message }) => resolve(this.#handleExit(null, message)));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether the process has been killed, but may not have ended yet. */
  get isEnding(): boolean {
    return this.#child.killed;
  }

  get hasEnded(): boolean {
    return this.#death !== null;
  }

  /** Whether a call waits for its reply. */
  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /** @throws AppError from the engine | engine-died */
  async call<Name extends Exclude<CallName, 'run'>>(
    name: Name,
    parameters: Calls[Name]['parameters'],
    options: CallOptions<Name>,
  ): Promise<Calls[Name]['result']> {
    return this.#send(name, parameters, options) as Promise<Calls[Name]['result']>;
  }

  /**
   * Runs a session of the child process. The caller keeps the inputs and owns the outputs.
   * @throws AppError from `call`
   */
  async run(session: number, inputs: Tensors, options: CallOptions<'run'>): Promise<Tensors> {
    const run = this.#lastRun.then(async () => {
      if (options.signal?.aborted) throw new AppError('aborted');
      if (this.#death) throw this.#createDeathError();
      const allocator = new BumpAllocator(this.#memory, 0);
      const sharedInputs = allocator.store(inputs);
      const outputs = await this.#send('run', { session, inputs: sharedInputs, outputsOffset: allocator.end }, options);
      this.#memory.map();
      return copyTensors(readSharedTensors(this.#memory, outputs as Calls['run']['result']));
    });
    this.#lastRun = run.catch(() => {});
    return run;
  }

  /** Kills the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #send(name: CallName, parameters: object, options: CallOptions<never>): Promise<unknown> {
    const { signal, deadlineMs, onUpdate } = options;
    if (this.#death) throw this.#createDeathError();
    const id = ++this.#lastId;
    const cancel = () => sendMessage(this.#channel, { cancel: id });
    const timer = setTimeout(() => {
      this.#exceededDeadlineMs = deadlineMs;
      this.kill();
    }, deadlineMs);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, onUpdate });
        sendMessage(this.#channel, { id, call: name, ...parameters });
        if (signal?.aborted) cancel();
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  #receive(message: ChildMessage): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if ('update' in message) pending.onUpdate?.(message.update as never);
    else if ('error' in message) pending.reject(new AppError(message.error.code, message.error.facts));
    else pending.resolve(message.result);
  }

  #handleExit(exitCode: number | null, signal: string | null): void {
    if (this.#exceededDeadlineMs !== null)
      this.#death = { reason: 'engine-too-slow', seconds: this.#exceededDeadlineMs / 1000 };
    else if (signal !== null) this.#death = { reason: 'engine-crashed', signal };
    else this.#death = { reason: 'engine-exited', exitCode: exitCode ?? -1 };
    for (const { reject } of this.#pending.values()) reject(this.#createDeathError());
    this.#memory.close();
  }

  #createDeathError(): AppError {
    return new AppError('engine-died', { engine: this.#engine, ...this.#death });
  }
}

/** Copies tensors into their own memory. */
function copyTensors(tensors: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() } as typeof tensor]),
  );
}

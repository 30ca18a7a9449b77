import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createChildEnvironment } from './child-environment.ts';
import { receiveMessages, sendMessage } from './control-channel.ts';
import type { EngineLog } from './engine-log.ts';
import type { CallName, Calls, FromChild } from './child-messages.ts';
import { placedTensors, Placement } from './placed-tensors.ts';
import { SharedMemory } from './shared-memory.ts';

const defaultProgram = fileURLToPath(new URL('./engine-child.ts', import.meta.url));

export interface CallOptions<Name extends CallName = CallName> {
  /** Ends the call as soon as the engine can, with the error `aborted` or a partial result. */
  readonly signal?: AbortSignal;
  /** The time limit of the reply, after which the process is killed. */
  readonly deadlineMs: number;
  readonly onPart?: (part: Calls[Name]['part']) => void;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly onPart: ((part: never) => void) | undefined;
}

/** A child process with an engine. It is never restarted. */
export class EngineProcess {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #engine: string;
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #memory: SharedMemory;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** Runs use the shared memory one after another. */
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
    log.read(this.#child.stdout as Readable);
    log.read(this.#child.stderr as Readable);
    this.#channel = this.#child.stdio[3] as Duplex;
    this.#channel.on('error', () => this.kill()); // the process has ended, or sent something that is not a message
    receiveMessages(this.#channel, (message) => this.#receive(message as FromChild));
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (exitCode, signal) => resolve(this.#handleEnd(exitCode, signal)));
      this.#child.once('error', ({ message }) => resolve(this.#handleEnd(null, message)));
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

  /** Whether any call waits for a reply. */
  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /** @throws AppError of the engine | engine-died */
  async call<Name extends Exclude<CallName, 'run'>>(
    name: Name,
    parameters: Calls[Name]['parameters'],
    options: CallOptions<Name>,
  ): Promise<Calls[Name]['result']> {
    return this.#send(name, parameters, options) as Promise<Calls[Name]['result']>;
  }

  /**
   * Runs a session of the child process. The caller keeps the inputs and owns the outputs.
   * @throws AppError what `call` throws
   */
  async run(session: number, inputs: Tensors, options: CallOptions<'run'>): Promise<Tensors> {
    const running = this.#lastRun.then(async () => {
      if (options.signal?.aborted) throw new AppError('aborted');
      if (this.#death) throw this.#createDeathError();
      const placement = new Placement(this.#memory, 0);
      const placed = placement.place(inputs);
      const outputs = await this.#send('run', { session, inputs: placed, outputsAt: placement.end }, options);
      this.#memory.map();
      return copyTensors(placedTensors(this.#memory, outputs as Calls['run']['result']));
    });
    this.#lastRun = running.catch(() => {});
    return running;
  }

  /** Kills the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #send(name: CallName, parameters: object, options: CallOptions<never>): Promise<unknown> {
    const { signal, deadlineMs, onPart } = options;
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
        this.#pending.set(id, { resolve, reject, onPart });
        sendMessage(this.#channel, { id, call: name, ...parameters });
        if (signal?.aborted) cancel();
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  #receive(message: FromChild): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if ('part' in message) pending.onPart?.(message.part as never);
    else if ('error' in message) pending.reject(new AppError(message.error.code, message.error.facts));
    else pending.resolve(message.result);
  }

  #handleEnd(exitCode: number | null, signal: string | null): void {
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

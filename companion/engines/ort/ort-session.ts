import { AppError } from '#core/errors/error.ts';
import type { MemoryInUse, SessionFacts } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import { toRunError } from '#runtimes/ort/ort-errors.ts';
import { keepReferencedUntil, toPointerArray, toStringArray, type Pointer, type StringArray } from '../ffi/memory.ts';
import { allocateOutput, type NativeRunOptions, type NativeSession } from '../native-engine.ts';
import { readProcessMemory } from '../process-memory.ts';
import { readArenaBytes } from './arena-memory.ts';
import type { OrtApi } from './ort-api.ts';
import { readOrtValue, createOrtValue } from './ort-values.ts';

export interface OrtSessionResources {
  readonly api: OrtApi;
  /** The `OrtMemoryInfo` of host memory. */
  readonly memory: Pointer;
  readonly session: Pointer;
  readonly facts: SessionFacts;
}

/** A model opened by onnxruntime. */
export class OrtSession implements NativeSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #api: OrtApi;
  readonly #memory: Pointer;
  readonly #session: Pointer;
  readonly #inputNames: StringArray;
  readonly #outputNames: StringArray;

  /** Takes ownership of `session`. */
  constructor({ api, memory, session, facts }: OrtSessionResources) {
    this.facts = facts;
    this.#api = api;
    this.#memory = memory;
    this.#session = session;
    this.#inputNames = toStringArray(facts.inputs.map(({ name }) => name));
    this.#outputNames = toStringArray(facts.outputs.map(({ name }) => name));
  }

  async memory(): Promise<MemoryInUse> {
    const arenaBytes = readArenaBytes(this.#api, this.#session, this.#memory);
    return { ...readProcessMemory(), ...(arenaBytes === null ? { notStated: ['arena-off'] } : { arenaBytes }) };
  }

  async run(inputs: Tensors, { signal, allocate = allocateOutput }: NativeRunOptions = {}): Promise<Tensors> {
    const { facts } = this;
    checkInputs(inputs, facts.inputs);
    if (signal?.aborted) throw new AppError('aborted');
    const api = this.#api;
    const values: Pointer[] = [];
    const outputs = new BigUint64Array(facts.outputs.length);
    const options = api.callForResult('CreateRunOptions');
    const cancel = () => api.callChecked('RunOptionsSetTerminate', options);
    signal?.addEventListener('abort', cancel);
    try {
      for (const { name } of facts.inputs) values.push(createOrtValue(api, this.#memory, inputs[name]!));
      const inputArguments = [this.#inputNames.pointers, toPointerArray(values), values.length] as const;
      const outputArguments = [this.#outputNames.pointers, outputs.length, outputs] as const;
      await keepReferencedUntil(
        api.callCheckedAsync('Run', this.#session, options, ...inputArguments, ...outputArguments),
        inputs,
      );
      return Object.fromEntries(
        facts.outputs.map(({ name }, index) => [name, readOrtValue(api, outputs[index]!, allocate)]),
      );
    } catch (thrown) {
      throw signal?.aborted ? new AppError('aborted', {}, { cause: thrown }) : toRunError(thrown);
    } finally {
      signal?.removeEventListener('abort', cancel);
      for (const value of [...values, ...outputs]) if (value !== 0n) api.callUnchecked('ReleaseValue', value);
      api.callUnchecked('ReleaseRunOptions', options);
    }
  }

  async close(): Promise<void> {
    this.#api.callUnchecked('ReleaseSession', this.#session);
  }
}

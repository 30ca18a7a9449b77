import { AppError, asAppError } from '#core/errors/error.ts';
import type { MemoryInUse, SessionFacts } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import { toLitertError } from '#runtimes/litert/litert-errors.ts';
import { toPointerArray, type Pointer } from '../ffi/memory.ts';
import { allocateOutput, type NativeRunOptions, type NativeSession } from '../native-engine.ts';
import { readProcessMemory } from '../process-memory.ts';
import type { LitertApi } from './litert-api.ts';
import { readTensor, writeTensor, type LitertTensor } from './litert-tensors.ts';

interface LitertResources {
  readonly api: LitertApi;
  readonly file: Pointer;
  readonly compiled: Pointer;
  readonly inputs: readonly LitertTensor[];
  readonly outputs: readonly LitertTensor[];
  readonly facts: SessionFacts;
}

/** A model compiled by LiteRT. Each input and output has a single buffer, so runs must not overlap. */
export class LitertSession implements NativeSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #resources: LitertResources;

  /** Takes ownership of the file, the compiled model and the buffers. */
  constructor(resources: LitertResources) {
    this.facts = resources.facts;
    this.#resources = resources;
  }

  async memory(): Promise<MemoryInUse> {
    return { ...readProcessMemory(), notStated: ['engine-memory-not-stated'] };
  }

  /** LiteRT cannot interrupt a run. A cancelled run completes, and its outputs are discarded. */
  async run(tensors: Tensors, { signal, allocate = allocateOutput }: NativeRunOptions = {}): Promise<Tensors> {
    const { api, compiled, inputs, outputs, facts } = this.#resources;
    checkInputs(tensors, facts.inputs);
    try {
      for (const input of inputs) writeTensor(api, input, tensors[input.spec.name]!);
      const inputBuffers = toPointerArray(inputs.map(({ buffer }) => buffer));
      const outputBuffers = toPointerArray(outputs.map(({ buffer }) => buffer));
      await api.callCheckedAsync(
        'LiteRtRunCompiledModel',
        compiled,
        0,
        inputBuffers.length,
        inputBuffers,
        outputBuffers.length,
        outputBuffers,
      );
      if (signal?.aborted) throw new AppError('aborted');
      return Object.fromEntries(outputs.map((output) => [output.spec.name, readTensor(api, output, allocate)]));
    } catch (thrown) {
      if (signal?.aborted) throw asAppError(thrown);
      throw toLitertError(thrown, 'model');
    }
  }

  async close(): Promise<void> {
    const { api, compiled, file, inputs, outputs } = this.#resources;
    for (const { buffer } of [...inputs, ...outputs]) api.callUnchecked('LiteRtDestroyTensorBuffer', buffer);
    api.callUnchecked('LiteRtDestroyCompiledModel', compiled);
    api.callUnchecked('LiteRtDestroyModel', file);
  }
}

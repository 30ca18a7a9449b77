import type { MemoryInUse, SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import type { LitertModel } from './litert-model.ts';
import { toLitertError } from './litert-errors.ts';

export class LitertSession implements TensorSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #model: LitertModel;
  readonly #id: string;

  constructor(model: LitertModel, id: string, facts: SessionFacts) {
    this.facts = facts;
    this.#model = model;
    this.#id = id;
  }

  async run(inputs: Tensors): Promise<Tensors> {
    checkInputs(inputs, this.facts.inputs);
    try {
      const results = await this.#model.run(this.facts.inputs.map(({ name }) => inputs[name]!));
      return Object.fromEntries(this.facts.outputs.map(({ name }, index) => [name, results[index]!]));
    } catch (thrown) {
      throw toLitertError(thrown, this.#id);
    }
  }

  async memory(): Promise<MemoryInUse> {
    return { wasmHeapBytes: this.#model.heapBytes };
  }

  async close(): Promise<void> {
    this.#model.delete();
  }
}

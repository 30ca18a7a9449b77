import type { InferenceSession } from 'onnxruntime-web';
import type { MemoryInUse, SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import { rejectOnDeviceLoss, trackDeviceLoss, type DeviceLoss } from '../device-loss.ts';
import { sumMemoryBytes } from '../wasm-memory.ts';
import type { OrtLibrary } from './ort-builds.ts';
import { toRunError } from './ort-errors.ts';
import { toTensor, toOrt } from './ort-tensors.ts';

export interface OrtSessionInit {
  readonly library: OrtLibrary;
  readonly session: InferenceSession;
  readonly facts: SessionFacts;
  readonly device: GPUDevice | null;
  /** Wasm memories of the library, which all sessions of this worker share. */
  readonly memories: readonly WebAssembly.Memory[];
}

export class OrtSession implements TensorSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #library: OrtLibrary;
  readonly #session: InferenceSession;
  readonly #device: GPUDevice | null;
  readonly #memories: readonly WebAssembly.Memory[];
  readonly #loss: DeviceLoss | null;

  /** Takes ownership of `session` and `device`. */
  constructor({ library, session, facts, device, memories }: OrtSessionInit) {
    this.facts = facts;
    this.#library = library;
    this.#session = session;
    this.#device = device;
    this.#memories = memories;
    this.#loss = device && trackDeviceLoss(device);
  }

  async memory(): Promise<MemoryInUse> {
    return this.#memories.length === 0 ? {} : { wasmHeapBytes: sumMemoryBytes(this.#memories) };
  }

  async run(inputs: Tensors): Promise<Tensors> {
    checkInputs(inputs, this.facts.inputs);
    const feeds = Object.entries(inputs).map(([name, tensor]) => [name, toOrt(this.#library, tensor)] as const);
    try {
      const outputs = await rejectOnDeviceLoss(this.#loss, this.#session.run(Object.fromEntries(feeds)));
      // Outputs are requested in host memory, so the run resolves after they were read back (method R4).
      return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, toTensor(tensor)]));
    } catch (thrown) {
      throw toRunError(thrown);
    }
  }

  /** Makes every later run fail with device-lost, as a reset of the GPU does. */
  get loseDevice(): (() => void) | undefined {
    const device = this.#device;
    return device ? () => device.destroy() : undefined;
  }

  async close(): Promise<void> {
    await this.#session.release();
    this.#device?.destroy();
  }
}

import type { LayerTimes } from '#core/engine/engine-trace.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { readBytes, readString, type Pointer } from '../ffi/memory.ts';
import type { NativeRunOptions } from '../native-engine.ts';
import { OpenvinoSession, type OpenvinoResources } from './openvino-session.ts';

/** `ov_profiling_info_t`: status, real time and CPU time as int64, then three strings. */
const infoBytes = 48;
const executed = 2;

interface ProfilingInfos {
  readonly infos: Pointer;
  readonly count: number | bigint;
}

type Layer = LayerTimes['layers'][number] & { readonly meanUs: number };

/** A model compiled with `PERF_COUNT`. OpenVINO reports the mean time of each layer in all runs so far. */
export class ProfiledOpenvinoSession extends OpenvinoSession {
  readonly #resources: OpenvinoResources;
  readonly #meansUs: (readonly number[])[] = [];

  /** See `OpenvinoSession`. */
  constructor(resources: OpenvinoResources) {
    super(resources);
    this.#resources = resources;
  }

  override async run(inputs: Tensors, options?: NativeRunOptions): Promise<Tensors> {
    const outputs = await super.run(inputs, options);
    this.#meansUs.push(this.#readLayers().map(({ meanUs }) => meanUs));
    return outputs;
  }

  async endProfile(): Promise<LayerTimes> {
    const layers = this.#readLayers().map(({ name, operator, kernel }) => ({ name, operator, kernel }));
    return { format: 'layers', layers, meansUs: this.#meansUs };
  }

  /** Reads all layers of the compiled model, always in the same order. */
  #readLayers(): readonly Layer[] {
    const { api } = this.#resources;
    const list = api.callForStructure<ProfilingInfos>('ov_infer_request_get_profiling_info', this.request);
    try {
      const bytes = readBytes(list.infos, Number(list.count) * infoBytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return Array.from({ length: Number(list.count) }, (_, index) => readLayer(view, index * infoBytes));
    } finally {
      api.callUnchecked('ov_profiling_info_list_free', list);
    }
  }
}

function readLayer(view: DataView, layerOffset: number): Layer {
  const readText = (offset: number) => readString(view.getBigUint64(layerOffset + offset, true));
  return {
    // Restores the node's name in the file. OpenVINO adds this suffix to convolutions whose bias it moves.
    name: readText(24).replace(/\/WithoutBiases$/, ''),
    kernel: readText(32),
    operator: readText(40),
    meanUs: view.getInt32(layerOffset, true) === executed ? Number(view.getBigInt64(layerOffset + 8, true)) : 0,
  };
}

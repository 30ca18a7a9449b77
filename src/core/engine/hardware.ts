/** The companion's machine, as its operating system reports it. Unknown values are `null` or not listed. */
export interface Hardware {
  readonly cpu: {
    readonly model: string | null;
    readonly architecture: string;
    readonly cores: number;
    readonly threads: number;
    /** The instruction sets that engines use; empty on systems that do not list them. */
    readonly flags: readonly string[];
    readonly cacheBytes: number | null;
  };
  readonly system: string;
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number };
  /** The file system with the companion's data; `null` if unknown. */
  readonly storage: { readonly totalBytes: number; readonly freeBytes: number } | null;
  readonly accelerators: readonly Accelerator[];
  /** GPUs listed by `nvidia-smi`; `null` without it. */
  readonly nvidia: readonly NvidiaGpu[] | null;
  readonly power: { readonly source: 'mains' | 'battery'; readonly batteryPercent: number | null };
  readonly cpuTemperatureC: number | null;
  readonly energy: readonly EnergyFact[];
}

/** A GPU or NPU of the machine, whether or not an engine can use it. */
export interface Accelerator {
  readonly kind: 'gpu' | 'npu';
  /** `null` for an unknown vendor. */
  readonly vendor: string | null;
  /** PCI vendor and device ids, such as `10de:2330`; `null` if the driver does not report them. */
  readonly pciId: string | null;
  readonly driver: string | null;
  /** Its path in `/sys` or `/dev`. */
  readonly path: string;
  readonly reach: readonly Reach[];
}

/** The software that can use an accelerator. */
export type Reach =
  /** A package of `assay engines`. */
  | { readonly by: 'engine'; readonly name: string }
  /** An execution provider of onnxruntime that only the vendor publishes. */
  | { readonly by: 'vendor-provider'; readonly name: string }
  /** The vendor's inference server, by the Open Inference Protocol or OpenAI's API. */
  | { readonly by: 'server'; readonly name: string };

/** A GPU as reported by nvidia-smi; `null` for values that it does not report. */
export interface NvidiaGpu {
  readonly index: number;
  readonly name: string;
  readonly driver: string;
  readonly memoryBytes: number | null;
  readonly temperatureC: number | null;
  readonly powerWatts: number | null;
}

/** A source of energy readings and the components that it measures, or the reason why it measures none. */
export interface EnergyFact {
  readonly source: EnergySource;
  readonly measures: readonly string[];
  /** The reason why the source has no readings; absent if `measures` is not empty. */
  readonly reason?: NoEnergyReason;
}

/** A counter of energy or power. */
export type EnergySource = 'rapl' | 'nvidia-smi' | 'battery';

/** The reason why a source has no readings. */
export type NoEnergyReason =
  | 'no-counter' // the machine, or the host of the virtual machine, exposes none
  | 'permission' // only root can read it
  | 'on-mains' // the battery is not discharging
  | 'no-tool'; // the vendor's tool is not installed

/** The machine of the companion, as far as its operating system shows it; what is not known is `null` or not listed. */
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
  /** Space of the file system with the companion's data; `null` if it cannot be determined. */
  readonly storage: { readonly totalBytes: number; readonly freeBytes: number } | null;
  readonly accelerators: readonly Accelerator[];
  /** GPUs listed by `nvidia-smi`; `null` without it. */
  readonly nvidia: readonly NvidiaGpu[] | null;
  readonly power: { readonly source: 'mains' | 'battery'; readonly batteryPercent: number | null };
  readonly cpuTemperatureC: number | null;
  readonly energy: readonly EnergyFact[];
}

/** A GPU or NPU that the system has, whether or not an engine can use it. */
export interface Accelerator {
  readonly kind: 'gpu' | 'npu';
  /** `null` for an unknown vendor. */
  readonly vendor: string | null;
  /** PCI vendor and device such as `10de:2330`; `null` if its driver does not show them. */
  readonly pciId: string | null;
  readonly driver: string | null;
  /** Where it was found: a path in `/sys` or `/dev`. */
  readonly path: string;
  readonly reach: readonly Reach[];
}

/** What reaches an accelerator: engines and providers that the companion adds, or a server behind its gateway. */
export type Reach =
  | { readonly by: 'engine'; readonly name: string }
  /** A provider of onnxruntime that the vendor publishes; it is not among the packages of `assay engines`. */
  | { readonly by: 'vendor-provider'; readonly name: string }
  /** The vendor's own inference server, by the Open Inference Protocol or OpenAI's. */
  | { readonly by: 'server'; readonly name: string };

/** One GPU as nvidia-smi reports it; `null` for values that the card does not report. */
export interface NvidiaGpu {
  readonly index: number;
  readonly name: string;
  readonly driver: string;
  readonly memoryBytes: number | null;
  readonly temperatureC: number | null;
  readonly powerWatts: number | null;
}

/** A source of energy readings: what it measures, or why it measures nothing. */
export interface EnergyFact {
  readonly source: EnergySource;
  readonly measures: readonly string[];
  /** Absent if it measures something. */
  readonly reason?: NoEnergy;
}

/** Where energy is read from. */
export type EnergySource = 'rapl' | 'nvidia-smi' | 'battery';

/** Why energy cannot be read from a source. */
export type NoEnergy =
  | 'no-counter' // this machine, or a virtual machine's host, shows none
  | 'permission' // only root may read it
  | 'on-mains' // a battery's level says nothing while it is not discharged
  | 'no-tool'; // the vendor's tool is not installed

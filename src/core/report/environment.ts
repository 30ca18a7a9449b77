/** The facts about a machine that both hosts report. */
interface Machine {
  readonly os: string; // family only
  readonly cores: number;
  readonly clockStepUs: number;
  /** Memory of the device; in a page, as rounded by the browser. */
  readonly memoryGiB?: number;
  readonly gpu?: { readonly vendor: string; readonly architecture: string; readonly software: boolean };
}

/** A run in a page of a browser. */
export interface PageEnvironment extends Machine {
  readonly kind: 'page';
  readonly browser: string; // name and major version
  readonly crossOriginIsolated: boolean;
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
}

/** A run in a native program. */
export interface NativeEnvironment extends Machine {
  readonly kind: 'native';
  /** The program that ran the engine, e.g. `Node 24`. */
  readonly program: string;
  readonly cpu: string;
}

export type Environment = PageEnvironment | NativeEnvironment;

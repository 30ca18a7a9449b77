/** A package that adds a native engine, an execution provider or a converter to the companion. */
export type PackageId =
  | 'ort'
  | `ort-${ProviderPackageId}`
  | 'openvino'
  | 'litert'
  | 'llama'
  | 'llama-vulkan'
  | 'llama-cuda'
  | 'pnnx';

/** The execution providers of onnxruntime that are separate libraries. */
export type ProviderPackageId =
  | 'openvino'
  | 'webgpu'
  | 'cuda'
  | 'tensorrt'
  | 'tensorrt-rtx'
  | 'qnn'
  | 'mlx'
  | 'migraphx'
  | 'vitisai';

/** Whether a package can be used on this machine, or the reason why not. */
export type PackageState =
  /** The package is installed. `path` is the library to load; `version` is `null` for the user's own library. */
  | { readonly state: 'ready'; readonly path: string; readonly version: string | null }
  /** Another version is installed: `found`, which is not used. */
  | { readonly state: 'wrong-version'; readonly found: string }
  /**
   * The package is not installed. `library` is the file that the user must supply if no package with it is published.
   */
  | { readonly state: 'missing'; readonly library?: string }
  /** The machine lacks the device that the package requires. */
  | { readonly state: 'no-device'; readonly needs: PackageDevice }
  /** The package is not published for this platform, or requires a newer C library. */
  | { readonly state: 'unsupported-platform'; readonly platform: string; readonly needsGlibc?: string };

/** Hardware that a package requires. */
export type PackageDevice = 'nvidia-gpu' | 'vulkan-gpu' | 'amd-gpu' | 'amd-npu' | 'qualcomm-npu';

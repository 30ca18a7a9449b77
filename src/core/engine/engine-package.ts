/** A package that adds a native engine, a provider of one, or a converter to the companion. */
export type PackageId =
  | 'ort'
  | `ort-${ProviderPackageId}`
  | 'openvino'
  | 'litert'
  | 'llama'
  | 'llama-vulkan'
  | 'llama-cuda'
  | 'pnnx';

/** The providers of onnxruntime that are libraries of their own. */
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

/** Whether a package can be used here, or why not. */
export type PackageState =
  /** `path` is the file that a driver loads; `version` is `null` for the user's own library. */
  | { readonly state: 'ready'; readonly path: string; readonly version: string | null }
  /** `found` is an earlier version, which drivers do not use. */
  | { readonly state: 'wrong-version'; readonly found: string }
  /** `library` is the file to add, if no package with it is published. */
  | { readonly state: 'missing'; readonly library?: string }
  /** No device that it is made for. */
  | { readonly state: 'no-device'; readonly needs: PackageDevice }
  /** There is no such package for this platform, or it needs a newer C library. */
  | { readonly state: 'unsupported-platform'; readonly platform: string; readonly needsGlibc?: string };

/** Hardware that a package requires. */
export type PackageDevice = 'nvidia-gpu' | 'vulkan-gpu' | 'amd-gpu' | 'amd-npu' | 'qualcomm-npu';

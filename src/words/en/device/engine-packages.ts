import type { PackageDevice, PackageId, PackageState } from '#core/engine/engine-package.ts';

const devices: Readonly<Record<PackageDevice, string>> = {
  'nvidia-gpu': 'an NVIDIA GPU with its driver',
  'vulkan-gpu': 'a GPU with a Vulkan driver',
};

/** The packages that add engines to the companion: their purpose, their state, and how to change it. */
export const enginePackages = {
  names: {
    ort: 'ONNX Runtime',
    'ort-openvino': 'OpenVINO provider of ONNX Runtime',
    openvino: 'OpenVINO',
    litert: 'LiteRT',
    llama: 'llama.cpp',
    'llama-vulkan': 'llama.cpp with Vulkan',
    'llama-cuda': 'llama.cpp with CUDA',
    pnnx: 'pnnx',
  } satisfies Record<PackageId, string>,
  purposes: {
    ort: 'runs ONNX models on the processor',
    'ort-openvino': 'lets ONNX Runtime run models through OpenVINO, also on Intel GPUs and NPUs',
    openvino: 'runs ONNX and TFLite models on Intel and ARM processors, Intel GPUs and NPUs',
    litert: 'runs TFLite models',
    llama: 'runs language models in GGUF files on the processor, on a Mac also on the GPU',
    'llama-vulkan': 'the same, also on GPUs with Vulkan',
    'llama-cuda': 'the same, also on NVIDIA GPUs',
    pnnx: 'converts ONNX models for NCNN',
  } satisfies Record<PackageId, string>,

  message(state: PackageState): string {
    switch (state.state) {
      case 'ready':
        return state.version === null ? `uses your own library ${state.path}` : `version ${state.version}`;
      case 'missing':
        return 'not installed';
      case 'wrong-version':
        return `version ${state.found} is installed, which this version of Assay does not use`;
      case 'no-device':
        return `needs ${devices[state.needs]}, which was not found`;
      case 'unsupported-platform':
        return state.needsGlibc === undefined
          ? `not available for ${state.platform}`
          : `needs glibc ${state.needsGlibc} or newer`;
    }
  },
  /** The action for a state; `null` if none is needed. */
  action(id: PackageId, state: PackageState): string | null {
    switch (state.state) {
      case 'missing':
      case 'wrong-version':
        return `npm run assay -- engines add ${id}`;
      case 'no-device':
      case 'unsupported-platform':
        return 'Choose another engine.';
      case 'ready':
        return null;
    }
  },
};

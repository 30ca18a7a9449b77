import type { PackageDevice, PackageId, PackageState } from '#core/engine/engine-package.ts';

const devices: Readonly<Record<PackageDevice, string>> = {
  'nvidia-gpu': 'an NVIDIA GPU with its driver',
  'vulkan-gpu': 'a GPU with a Vulkan driver',
  'amd-gpu': 'an AMD GPU with its ROCm driver',
  'amd-npu': 'an AMD NPU with its driver',
  'qualcomm-npu': 'a Qualcomm NPU with its driver',
};

/** The packages that add engines to the companion: their purpose, their state, and how to change it. */
export const enginePackages = {
  names: {
    ort: 'ONNX Runtime',
    'ort-openvino': 'OpenVINO provider of ONNX Runtime',
    'ort-webgpu': 'WebGPU provider of ONNX Runtime',
    'ort-cuda': 'CUDA provider of ONNX Runtime',
    'ort-tensorrt': 'TensorRT provider of ONNX Runtime',
    'ort-tensorrt-rtx': 'TensorRT-RTX provider of ONNX Runtime',
    'ort-qnn': 'QNN provider of ONNX Runtime',
    'ort-mlx': 'MLX provider of ONNX Runtime',
    'ort-migraphx': 'MIGraphX provider of ONNX Runtime',
    'ort-vitisai': 'Vitis AI provider of ONNX Runtime',
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
    'ort-webgpu': 'lets ONNX Runtime use a GPU through Vulkan, Metal or Direct3D 12',
    'ort-cuda': 'lets ONNX Runtime use NVIDIA GPUs',
    'ort-tensorrt': 'lets ONNX Runtime compile models for NVIDIA GPUs',
    'ort-tensorrt-rtx': 'lets ONNX Runtime compile models for NVIDIA RTX GPUs, without the CUDA toolkit',
    'ort-qnn': 'lets ONNX Runtime use Qualcomm NPUs and GPUs',
    'ort-mlx': 'lets ONNX Runtime use the GPU of Apple silicon through MLX',
    'ort-migraphx': 'lets ONNX Runtime use AMD GPUs',
    'ort-vitisai': 'lets ONNX Runtime use AMD NPUs',
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
        return state.library === undefined
          ? 'not installed'
          : `not installed; no package of it is published for this platform, so you need its library ${state.library}`;
      case 'wrong-version':
        return `version ${state.found} is installed, which this version of Assay does not support`;
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
        return `npm run assay -- engines add ${id}${state.library === undefined ? '' : ` --library <${state.library}>`}`;
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

import type { enginePackages as en } from '../../en/device/engine-packages.ts';

const devices = {
  'nvidia-gpu': 'NVIDIA GPU na may driver nito',
  'vulkan-gpu': 'GPU na may Vulkan driver',
  'amd-gpu': 'AMD GPU na may ROCm driver nito',
  'amd-npu': 'AMD NPU na may driver nito',
  'qualcomm-npu': 'Qualcomm NPU na may driver nito',
};

/** The packages that add engines to the companion: their purpose, their state, and how to change it. */
export const enginePackages: typeof en = {
  names: {
    ort: 'ONNX Runtime',
    'ort-openvino': 'OpenVINO provider ng ONNX Runtime',
    'ort-webgpu': 'WebGPU provider ng ONNX Runtime',
    'ort-cuda': 'CUDA provider ng ONNX Runtime',
    'ort-tensorrt': 'TensorRT provider ng ONNX Runtime',
    'ort-tensorrt-rtx': 'TensorRT-RTX provider ng ONNX Runtime',
    'ort-qnn': 'QNN provider ng ONNX Runtime',
    'ort-mlx': 'MLX provider ng ONNX Runtime',
    'ort-migraphx': 'MIGraphX provider ng ONNX Runtime',
    'ort-vitisai': 'Vitis AI provider ng ONNX Runtime',
    openvino: 'OpenVINO',
    litert: 'LiteRT',
    llama: 'llama.cpp',
    'llama-vulkan': 'llama.cpp na may Vulkan',
    'llama-cuda': 'llama.cpp na may CUDA',
    pnnx: 'pnnx',
  },
  purposes: {
    ort: 'nagpapatakbo ng mga ONNX model sa processor',
    'ort-openvino':
      'para makapagpatakbo ang ONNX Runtime ng mga model sa pamamagitan ng OpenVINO, pati sa mga Intel GPU at NPU',
    'ort-webgpu': 'para magamit ng ONNX Runtime ang GPU sa pamamagitan ng Vulkan, Metal, o Direct3D 12',
    'ort-cuda': 'para magamit ng ONNX Runtime ang mga NVIDIA GPU',
    'ort-tensorrt': 'para makapag-compile ang ONNX Runtime ng mga model para sa mga NVIDIA GPU',
    'ort-tensorrt-rtx':
      'para makapag-compile ang ONNX Runtime ng mga model para sa mga NVIDIA RTX GPU, nang walang CUDA toolkit',
    'ort-qnn': 'para magamit ng ONNX Runtime ang mga Qualcomm NPU at GPU',
    'ort-mlx': 'para magamit ng ONNX Runtime ang GPU ng Apple silicon sa pamamagitan ng MLX',
    'ort-migraphx': 'para magamit ng ONNX Runtime ang mga AMD GPU',
    'ort-vitisai': 'para magamit ng ONNX Runtime ang mga AMD NPU',
    openvino: 'nagpapatakbo ng mga ONNX at TFLite model sa mga Intel at ARM processor, at sa mga Intel GPU at NPU',
    litert: 'nagpapatakbo ng mga TFLite model',
    llama: 'nagpapatakbo ng mga language model na nasa GGUF file sa processor, at sa Mac pati sa GPU',
    'llama-vulkan': 'ganoon din, pati sa mga GPU na may Vulkan',
    'llama-cuda': 'ganoon din, pati sa mga NVIDIA GPU',
    pnnx: 'nagko-convert ng mga ONNX model para sa NCNN',
  },

  message(state) {
    switch (state.state) {
      case 'ready':
        return state.version === null
          ? `ginagamit ang sarili mong library na ${state.path}`
          : `bersyon ${state.version}`;
      case 'missing':
        return state.library === undefined
          ? 'hindi naka-install'
          : `hindi naka-install; walang package nito rito, kaya kailangan ang library nitong ${state.library}`;
      case 'wrong-version':
        return `bersyon ${state.found} ang naka-install, na hindi ginagamit ng bersyong ito ng Assay`;
      case 'no-device':
        return `kailangan nito ng ${devices[state.needs]}, na hindi nahanap`;
      case 'unsupported-platform':
        return state.needsGlibc === undefined
          ? `hindi available para sa ${state.platform}`
          : `kailangan nito ng glibc ${state.needsGlibc} o mas bago`;
    }
  },
  action(id, state) {
    switch (state.state) {
      case 'missing':
        return `npm run assay -- engines add ${id}${state.library === undefined ? '' : ` --library <${state.library}>`}`;
      case 'wrong-version':
        return `npm run assay -- engines add ${id}`;
      case 'no-device':
      case 'unsupported-platform':
        return 'Pumili ng ibang engine.';
      case 'ready':
        return null;
    }
  },
};

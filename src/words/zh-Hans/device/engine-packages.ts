import type * as en from '../../en/device/engine-packages.ts';
import type { PackageDevice } from '#core/engine/engine-package.ts';

const devices: Readonly<Record<PackageDevice, string>> = {
  'nvidia-gpu': 'NVIDIA GPU 及其驱动',
  'vulkan-gpu': 'GPU 及其 Vulkan 驱动',
  'amd-gpu': 'AMD GPU 及其 ROCm 驱动',
  'amd-npu': 'AMD NPU 及其驱动',
  'qualcomm-npu': '高通 NPU 及其驱动',
};

export const enginePackages: typeof en.enginePackages = {
  names: {
    ort: 'ONNX Runtime',
    'ort-openvino': 'ONNX Runtime 的 OpenVINO 提供程序',
    'ort-webgpu': 'ONNX Runtime 的 WebGPU 提供程序',
    'ort-cuda': 'ONNX Runtime 的 CUDA 提供程序',
    'ort-tensorrt': 'ONNX Runtime 的 TensorRT 提供程序',
    'ort-tensorrt-rtx': 'ONNX Runtime 的 TensorRT-RTX 提供程序',
    'ort-qnn': 'ONNX Runtime 的 QNN 提供程序',
    'ort-mlx': 'ONNX Runtime 的 MLX 提供程序',
    'ort-migraphx': 'ONNX Runtime 的 MIGraphX 提供程序',
    'ort-vitisai': 'ONNX Runtime 的 Vitis AI 提供程序',
    openvino: 'OpenVINO',
    litert: 'LiteRT',
    llama: 'llama.cpp',
    'llama-vulkan': 'llama.cpp（Vulkan）',
    'llama-cuda': 'llama.cpp（CUDA）',
    pnnx: 'pnnx',
  },
  purposes: {
    ort: '在 CPU 上运行 ONNX 模型',
    'ort-openvino': '让 ONNX Runtime 通过 OpenVINO 运行模型，也支持 Intel GPU 和 NPU',
    'ort-webgpu': '让 ONNX Runtime 通过 Vulkan、Metal 或 Direct3D 12 使用 GPU',
    'ort-cuda': '让 ONNX Runtime 使用 NVIDIA GPU',
    'ort-tensorrt': '让 ONNX Runtime 为 NVIDIA GPU 编译模型',
    'ort-tensorrt-rtx': '让 ONNX Runtime 为 NVIDIA RTX GPU 编译模型，无需 CUDA 工具包',
    'ort-qnn': '让 ONNX Runtime 使用高通 NPU 和 GPU',
    'ort-mlx': '让 ONNX Runtime 通过 MLX 使用 Apple 芯片的 GPU',
    'ort-migraphx': '让 ONNX Runtime 使用 AMD GPU',
    'ort-vitisai': '让 ONNX Runtime 使用 AMD NPU',
    openvino: '在 Intel 和 ARM CPU、Intel GPU 和 NPU 上运行 ONNX 和 TFLite 模型',
    litert: '运行 TFLite 模型',
    llama: '在 CPU 上运行 GGUF 语言模型，在 Mac 上也可使用 GPU',
    'llama-vulkan': '同上，也可使用支持 Vulkan 的 GPU',
    'llama-cuda': '同上，也可使用 NVIDIA GPU',
    pnnx: '把 ONNX 模型转换为 NCNN 格式',
  },

  message(state) {
    switch (state.state) {
      case 'ready':
        return state.version === null ? `使用你自己的库 ${state.path}` : `版本 ${state.version}`;
      case 'missing':
        return state.library === undefined
          ? '未安装'
          : `未安装；没有适用于此平台的安装包，需要提供它的库 ${state.library}`;
      case 'wrong-version':
        return `已安装版本 ${state.found}，但当前版本的 Assay 不使用该版本`;
      case 'no-device':
        return `需要 ${devices[state.needs]}，但未找到`;
      case 'unsupported-platform':
        return state.needsGlibc === undefined
          ? `不支持 ${state.platform}`
          : `需要 glibc ${state.needsGlibc} 或更高版本`;
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
        return '请选择其他引擎。';
      case 'ready':
        return null;
    }
  },
};

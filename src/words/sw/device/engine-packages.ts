import type { PackageDevice } from '#core/engine/engine-package.ts';
import type * as en from '../../en/device/engine-packages.ts';

const devices: Readonly<Record<PackageDevice, string>> = {
  'nvidia-gpu': 'GPU ya NVIDIA yenye kiendeshi chake',
  'vulkan-gpu': 'GPU yenye kiendeshi cha Vulkan',
  'amd-gpu': 'GPU ya AMD yenye kiendeshi chake cha ROCm',
  'amd-npu': 'NPU ya AMD yenye kiendeshi chake',
  'qualcomm-npu': 'NPU ya Qualcomm yenye kiendeshi chake',
};

/** The packages that add engines to the companion: their purpose, their state, and how to change it. */
export const enginePackages: typeof en.enginePackages = {
  names: {
    ort: 'ONNX Runtime',
    'ort-openvino': 'Kitekelezi cha OpenVINO cha ONNX Runtime',
    'ort-webgpu': 'Kitekelezi cha WebGPU cha ONNX Runtime',
    'ort-cuda': 'Kitekelezi cha CUDA cha ONNX Runtime',
    'ort-tensorrt': 'Kitekelezi cha TensorRT cha ONNX Runtime',
    'ort-tensorrt-rtx': 'Kitekelezi cha TensorRT-RTX cha ONNX Runtime',
    'ort-qnn': 'Kitekelezi cha QNN cha ONNX Runtime',
    'ort-mlx': 'Kitekelezi cha MLX cha ONNX Runtime',
    'ort-migraphx': 'Kitekelezi cha MIGraphX cha ONNX Runtime',
    'ort-vitisai': 'Kitekelezi cha Vitis AI cha ONNX Runtime',
    openvino: 'OpenVINO',
    litert: 'LiteRT',
    llama: 'llama.cpp',
    'llama-vulkan': 'llama.cpp yenye Vulkan',
    'llama-cuda': 'llama.cpp yenye CUDA',
    pnnx: 'pnnx',
  },
  purposes: {
    ort: 'huendesha modeli za ONNX kwenye prosesa',
    'ort-openvino': 'huwezesha ONNX Runtime kuendesha modeli kupitia OpenVINO, pia kwenye GPU na NPU za Intel',
    'ort-webgpu': 'huwezesha ONNX Runtime kutumia GPU kupitia Vulkan, Metal au Direct3D 12',
    'ort-cuda': 'huwezesha ONNX Runtime kutumia GPU za NVIDIA',
    'ort-tensorrt': 'huwezesha ONNX Runtime kukusanya (compile) modeli kwa ajili ya GPU za NVIDIA',
    'ort-tensorrt-rtx':
      'huwezesha ONNX Runtime kukusanya (compile) modeli kwa ajili ya GPU za NVIDIA RTX, bila zana za CUDA',
    'ort-qnn': 'huwezesha ONNX Runtime kutumia NPU na GPU za Qualcomm',
    'ort-mlx': 'huwezesha ONNX Runtime kutumia GPU ya Apple silicon kupitia MLX',
    'ort-migraphx': 'huwezesha ONNX Runtime kutumia GPU za AMD',
    'ort-vitisai': 'huwezesha ONNX Runtime kutumia NPU za AMD',
    openvino: 'huendesha modeli za ONNX na TFLite kwenye prosesa za Intel na ARM, na GPU na NPU za Intel',
    litert: 'huendesha modeli za TFLite',
    llama: 'huendesha modeli za lugha za GGUF kwenye prosesa, na kwenye Mac pia kwenye GPU',
    'llama-vulkan': 'hufanya vivyo hivyo, pia kwenye GPU zenye Vulkan',
    'llama-cuda': 'hufanya vivyo hivyo, pia kwenye GPU za NVIDIA',
    pnnx: 'hugeuza modeli za ONNX kwa ajili ya NCNN',
  },

  message(state) {
    switch (state.state) {
      case 'ready':
        return state.version === null ? `hutumia maktaba yako mwenyewe ${state.path}` : `toleo ${state.version}`;
      case 'missing':
        return state.library === undefined
          ? 'haijasakinishwa'
          : `haijasakinishwa; kifurushi chake hakijachapishwa hapa, kwa hivyo maktaba yake ${state.library} inahitajika`;
      case 'wrong-version':
        return `toleo ${state.found} limesakinishwa, ambalo toleo hili la Assay halilitumii`;
      case 'no-device':
        return `inahitaji ${devices[state.needs]}, ambayo haikupatikana`;
      case 'unsupported-platform':
        return state.needsGlibc === undefined
          ? `haipatikani kwa ${state.platform}`
          : `inahitaji glibc ${state.needsGlibc} au mpya zaidi`;
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
        return 'Chagua injini nyingine.';
      case 'ready':
        return null;
    }
  },
};

import type { PackageId } from '#core/engine/engine-package.ts';
import type { EnginePackage, Wheel } from './package-types.ts';
import { providerPackages } from './provider-packages.ts';

const llama = {
  source: 'npm',
  package: 'node-llama-cpp',
  version: '3.21.1', // 3.22.1 exists, but without binaries for macOS and Windows
  licence: 'MIT',
  entry: 'node_modules/node-llama-cpp/dist/index.js',
} as const;

/**
 * The packages that `assay engines add` installs, each pinned. Hashes and sizes are from the package index, read on
 * 2026-11-29; the members of each wheel were read from its directory.
 */
export const packageTable: Readonly<Record<PackageId, EnginePackage>> = {
  ort: {
    source: 'pypi',
    package: 'onnxruntime',
    version: '1.32.0',
    licence: 'MIT',
    keep: /^onnxruntime\/(LICENSE|ThirdPartyNotices\.txt|capi\/(lib)?onnxruntime(_providers_shared)?\.(dll|so[.\d]*|[.\d]+dylib))$/,
    test: { symbol: 'OrtGetApiBase' },
    wheels: {
      'linux-x64': {
        file: 'onnxruntime-1.32.0-cp312-cp312-manylinux_2_28_x86_64.whl',
        sizeBytes: 27_780_211,
        sha256: '99e1074c4b2197accd5073052a465361be17b89c093b8ffb6e6bd8f986c52df8',
        entry: 'onnxruntime/capi/libonnxruntime.so.1.32.0',
      },
      'linux-arm64': {
        file: 'onnxruntime-1.32.0-cp312-cp312-manylinux_2_28_aarch64.whl',
        sizeBytes: 23_196_724,
        sha256: 'e36c187006e7a7c8b8d6d57f1a209dd63f52430dca6c282b177718ad6b841054',
        entry: 'onnxruntime/capi/libonnxruntime.so.1.32.0',
      },
      'darwin-arm64': {
        file: 'onnxruntime-1.32.0-cp312-cp312-macosx_14_0_arm64.whl',
        sizeBytes: 22_519_308,
        sha256: 'd52510bbbcc880c13b826f7d75cdf33ac5cf0bb864d960000fc29ce73f0cb83e',
        entry: 'onnxruntime/capi/libonnxruntime.1.32.0.dylib',
      },
      'win32-x64': {
        file: 'onnxruntime-1.32.0-cp312-cp312-win_amd64.whl',
        sizeBytes: 16_698_767,
        sha256: 'efe7456952c243a05a53d5b8732953625144642c2f3989094277f6217f0c0c40',
        entry: 'onnxruntime/capi/onnxruntime.dll',
      },
      'win32-arm64': {
        file: 'onnxruntime-1.32.0-cp312-cp312-win_arm64.whl',
        sizeBytes: 16_030_610,
        sha256: '64d394c69d561af3efd4d4f49dcac8f11d0ce135a20701c16d53b74056cd4cf8',
        entry: 'onnxruntime/capi/onnxruntime.dll',
      },
    },
  },
  ...providerPackages,
  openvino: {
    source: 'pypi',
    package: 'openvino',
    version: '2026.4.1',
    licence: 'Apache-2.0',
    // Excludes the front ends of formats that Assay does not open.
    keep: /^openvino\/libs\/(?!.*(gguf|jax|paddle|pytorch|tensorflow)_frontend)|\.dist-info\/licenses\//,
    test: { symbol: 'ov_get_openvino_version' },
    wheels: {
      'linux-x64': {
        file: 'openvino-2026.4.1-22982-cp312-cp312-manylinux_2_28_x86_64.whl',
        sizeBytes: 59_144_434,
        sha256: '6b4375c17ddcac83a5180349e2e2bb811185c261066e2a920659892d58ef0e3b',
        entry: 'openvino/libs/libopenvino_c.so.2641',
      },
      'linux-arm64': {
        file: 'openvino-2026.4.1-22982-cp312-cp312-manylinux_2_35_aarch64.whl',
        sizeBytes: 30_332_437,
        sha256: '82efccb2f9f1bdc7e5a1996e05a3b719ebff9232dd54b44150d6d2e983a86b7d',
        entry: 'openvino/libs/libopenvino_c.so.2641',
      },
      'darwin-arm64': {
        file: 'openvino-2026.4.1-22982-cp312-cp312-macosx_11_0_arm64.whl',
        sizeBytes: 33_341_733,
        sha256: '726ac547b8474a5e7b145bc1ae5a8bb6fbcbb60b79bd9a611c67eec2c74b7a5f',
        entry: 'openvino/libs/libopenvino_c.2641.dylib',
      },
      'win32-x64': {
        file: 'openvino-2026.4.1-22982-cp312-cp312-win_amd64.whl',
        sizeBytes: 84_964_415,
        sha256: '4e04316abff1b99e29b8cbd38deaef9bde4739eba216d982d4b3981e456ecd87',
        entry: 'openvino/libs/openvino_c.dll',
      },
    },
  },
  litert: {
    source: 'pypi',
    package: 'ai-edge-litert',
    version: '2.3.0',
    licence: 'Apache-2.0',
    keep: /^ai_edge_litert\/libLiteRt[^/]*\.(dll|dylib|so)$|\.dist-info\/licenses\//,
    test: { symbol: 'LiteRtCreateEnvironment' },
    wheels: {
      'linux-x64': {
        file: 'ai_edge_litert-2.3.0-cp312-cp312-manylinux_2_27_x86_64.whl',
        sizeBytes: 21_781_762,
        sha256: 'dc9f56c23e0dcf182b6c35f23fbb102ed048296588882b806d5eff7654c04c88',
        entry: 'ai_edge_litert/libLiteRt.so',
      },
      'linux-arm64': {
        file: 'ai_edge_litert-2.3.0-cp312-cp312-manylinux_2_27_aarch64.whl',
        sizeBytes: 14_380_093,
        sha256: '9891611b23a87cc2ace60e4b5ee9a2ee6f0fb7f395f009470961ae6e6310e1b8',
        entry: 'ai_edge_litert/libLiteRt.so',
      },
      'darwin-arm64': {
        file: 'ai_edge_litert-2.3.0-cp312-cp312-macosx_12_0_arm64.whl',
        sizeBytes: 12_825_324,
        sha256: '2cd92f02fc9616755670027c5b020bfee5c72ae50cf5d33e92465a863b705a8b',
        entry: 'ai_edge_litert/libLiteRt.dylib',
      },
      'win32-x64': {
        file: 'ai_edge_litert-2.3.0-cp312-cp312-win_amd64.whl',
        sizeBytes: 20_670_680,
        sha256: 'b33b039667da6c57815f88d4709c1b31890375fa2cd35f165a3bf9dfd36f23a3',
        entry: 'ai_edge_litert/libLiteRt.dll',
      },
    },
  },
  llama: {
    ...llama,
    binaries: {
      'linux-x64': ['@node-llama-cpp/linux-x64'],
      'linux-arm64': ['@node-llama-cpp/linux-arm64'],
      'darwin-x64': ['@node-llama-cpp/mac-x64'],
      'darwin-arm64': ['@node-llama-cpp/mac-arm64-metal'],
      'win32-x64': ['@node-llama-cpp/win-x64'],
      'win32-arm64': ['@node-llama-cpp/win-arm64'],
    },
  },
  'llama-vulkan': {
    ...llama,
    needs: 'vulkan-gpu',
    binaries: {
      'linux-x64': ['@node-llama-cpp/linux-x64', '@node-llama-cpp/linux-x64-vulkan'],
      'win32-x64': ['@node-llama-cpp/win-x64', '@node-llama-cpp/win-x64-vulkan'],
    },
  },
  'llama-cuda': {
    ...llama,
    needs: 'nvidia-gpu',
    binaries: {
      'linux-x64': [
        '@node-llama-cpp/linux-x64',
        '@node-llama-cpp/linux-x64-cuda',
        '@node-llama-cpp/linux-x64-cuda-ext',
      ],
      'win32-x64': ['@node-llama-cpp/win-x64', '@node-llama-cpp/win-x64-cuda', '@node-llama-cpp/win-x64-cuda-ext'],
    },
  },
  pnnx: {
    source: 'pypi',
    package: 'pnnx',
    version: '20261020',
    licence: 'BSD-3-Clause',
    keep: /^pnnx\/pnnx(\.exe)?$/,
    test: { prints: 'Usage: pnnx' },
    wheels: {
      'linux-x64': {
        file: 'pnnx-20261020-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
        sizeBytes: 29_444_872,
        sha256: 'd50d921e5897293d616444191c1a2dc5366423c81bdb4bd22a985fe8071cf17c',
        entry: 'pnnx/pnnx',
      },
      'linux-arm64': {
        file: 'pnnx-20261020-py3-none-manylinux2014_aarch64.manylinux_2_17_aarch64.whl',
        sizeBytes: 24_748_930,
        sha256: '13727adb291bf8061a4cc95c8b911ff2459b406144ad3c86e755b6e3f8953427',
        entry: 'pnnx/pnnx',
      },
      'darwin-x64': createMacPnnxWheel(),
      'darwin-arm64': createMacPnnxWheel(),
      'win32-x64': {
        file: 'pnnx-20261020-py3-none-win_amd64.whl',
        sizeBytes: 18_662_314,
        sha256: 'cde5381cdebbef5d3e0e796e824ed02e2e1dfd075731921a3b3653514c518309',
        entry: 'pnnx/pnnx.exe',
      },
    },
  },
};

/** Returns the universal wheel for both architectures. */
function createMacPnnxWheel(): Wheel {
  return {
    file: 'pnnx-20261020-py3-none-macosx_10_9_universal2.macosx_10_9_x86_64.macosx_11_0_arm64.whl',
    sizeBytes: 54_800_431,
    sha256: 'f4d60b7df5d1f7329f60cf75018ab4e25006db6d2299cf5ef8d56c051044660b',
    entry: 'pnnx/pnnx',
  };
}

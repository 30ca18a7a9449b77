import type { ProviderPackageId } from '#core/engine/engine-package.ts';
import type { EnginePackage, UserLibrary, Platform, Wheel } from './package-types.ts';

/** Every provider library exports this symbol. */
const test = { symbol: 'CreateEpFactories' } as const;

const createWheel = (file: string, sizeBytes: number, sha256: string, entry: string): Wheel => ({
  file,
  sizeBytes,
  sha256,
  entry,
});

/** Describes a provider without a package of its own: it comes with a build of onnxruntime or with a driver. */
function createUserLibrary(
  name: string,
  needs: NonNullable<UserLibrary['needs']>,
  platforms: readonly Platform[],
): UserLibrary {
  const isWindows = process.platform === 'win32';
  const file = isWindows ? `onnxruntime_providers_${name}.dll` : `libonnxruntime_providers_${name}.so`;
  return { source: 'user', file, licence: 'MIT', needs, platforms, test };
}

/**
 * The execution providers that are separate libraries. Hashes and sizes are from the package index, read on 2026-11-30.
 * Only OpenVINO was run; no GPU, NPU or Mac was available.
 */
export const providerPackages: Readonly<Record<`ort-${ProviderPackageId}`, EnginePackage>> = {
  'ort-openvino': {
    source: 'pypi',
    package: 'onnxruntime-ep-openvino',
    version: '1.8.1',
    licence: 'MIT',
    // Skips the two versioned copies of the plug-in, which replace the library's symbolic links.
    keep: /^onnxruntime_ep_openvino\/(?!.*_plugin\.so\.)[^/]+\.(dll|so[.\d]*|txt)$/,
    test,
    wheels: {
      'linux-x64': createWheel(
        'onnxruntime_ep_openvino-1.8.1-py3-none-manylinux_2_28_x86_64.whl',
        52_587_628,
        '3832643158c8c187fcab6db661cde2a8c06a2b3559d95d0f2411ac0e51c5e924',
        'onnxruntime_ep_openvino/libonnxruntime_providers_openvino_plugin.so',
      ),
      'win32-x64': createWheel(
        'onnxruntime_ep_openvino-1.8.1-py3-none-win_amd64.whl',
        75_824_318,
        '1acd878be173b02bb8b953460f2f59b121e5f6e47ebc6aad490c0590cf6718fb',
        'onnxruntime_ep_openvino/onnxruntime_providers_openvino_plugin.dll',
      ),
    },
  },
  'ort-webgpu': {
    source: 'pypi',
    package: 'onnxruntime-ep-webgpu',
    version: '0.4.0',
    licence: 'MIT',
    keep: /^onnxruntime_ep_webgpu\/[^/]+\.(dll|so|dylib)$|\.dist-info\/licenses\//,
    test,
    wheels: {
      'linux-x64': createWebgpuWheel(
        'manylinux_2_28_x86_64',
        6_892_120,
        '5d8c961eda91a88961cad1fb7621f389f006b18497d6ea9ecf96f729f066cbfb',
      ),
      'linux-arm64': createWebgpuWheel(
        'manylinux_2_28_aarch64',
        6_096_222,
        '17f660db53b1a509c63e721ac6784a2daa1c4e91a968523ee9986505ee5b0a55',
      ),
      'darwin-arm64': createWebgpuWheel(
        'macosx_14_0_universal2',
        5_200_679,
        '8d0a91d44b43d931c3068b9134aed9770f27803e353c2b58c93e1700bb68bcca',
      ),
      'win32-x64': createWebgpuWheel(
        'win_amd64',
        13_149_847,
        '7db646669d1a2390551da675115ea125e68cb3d4d2c3a2d6e463372bf8d6ea87',
      ),
      'win32-arm64': createWebgpuWheel(
        'win_arm64',
        14_194_630,
        'a9586f6744370776059edd794c11bca2f563258a5bd2707864aefff31d3af39f',
      ),
    },
  },
  'ort-cuda': createUserLibrary('cuda', 'nvidia-gpu', ['linux-x64', 'linux-arm64', 'win32-x64']),
  'ort-tensorrt': createUserLibrary('tensorrt', 'nvidia-gpu', ['linux-x64', 'linux-arm64', 'win32-x64']),
  'ort-tensorrt-rtx': {
    source: 'pypi',
    package: 'onnxruntime-ep-nv-tensorrt-rtx-cu12',
    version: '0.5.0',
    licence: 'Apache-2.0',
    needs: 'nvidia-gpu',
    keep: /^onnxruntime_ep_nv_tensorrt_rtx\/[^/]+\.(dll|so[.\d]*|txt)$/,
    test,
    wheels: {
      'linux-x64': createWheel(
        'onnxruntime_ep_nv_tensorrt_rtx_cu12-0.5.0-py3-none-manylinux_2_28_x86_64.whl',
        170_534_401,
        'd71fcbaf4adc627d82fffa6bbac9300a4bfc58fbfa604929b601d22211083d47',
        'onnxruntime_ep_nv_tensorrt_rtx/libonnxruntime_providers_nv_tensorrt_rtx.so',
      ),
      'win32-x64': createWheel(
        'onnxruntime_ep_nv_tensorrt_rtx_cu12-0.5.0-py3-none-win_amd64.whl',
        114_779_518,
        'bcf6da6490f5c0796ae02165732edd919c1ff8f7d7648b14a4a76385cbf6d7e8',
        'onnxruntime_ep_nv_tensorrt_rtx/onnxruntime_providers_nv_tensorrt_rtx.dll',
      ),
    },
  },
  'ort-qnn': createUserLibrary('qnn', 'qualcomm-npu', ['linux-arm64', 'win32-arm64']),
  'ort-mlx': {
    source: 'pypi',
    package: 'onnxruntime-ep-mlx',
    version: '0.31.0',
    licence: 'MIT',
    keep: /^onnxruntime_ep_mlx\/[^/]+\.(dylib|metallib)$|\.dist-info\/licenses\//,
    test,
    wheels: {
      'darwin-arm64': createWheel(
        'onnxruntime_ep_mlx-0.31.0-py3-none-macosx_14_0_arm64.whl',
        43_171_606,
        '507070f9def0093c8ff083037fc4538017248effb958e150f471cbe5ac05d5d1',
        'onnxruntime_ep_mlx/libonnxruntime_mlx_ep.dylib',
      ),
    },
  },
  'ort-migraphx': createUserLibrary('migraphx', 'amd-gpu', ['linux-x64', 'win32-x64']),
  'ort-vitisai': createUserLibrary('vitisai', 'amd-npu', ['linux-x64', 'win32-x64']),
};

function createWebgpuWheel(platform: string, sizeBytes: number, sha256: string): Wheel {
  const libraries = { win: 'onnxruntime_providers_webgpu.dll', macosx: 'libonnxruntime_providers_webgpu.dylib' };
  const system = platform.split('_')[0] as keyof typeof libraries;
  const library = libraries[system] ?? 'libonnxruntime_providers_webgpu.so';
  const file = `onnxruntime_ep_webgpu-0.4.0-py3-none-${platform}.whl`;
  return createWheel(file, sizeBytes, sha256, `onnxruntime_ep_webgpu/${library}`);
}

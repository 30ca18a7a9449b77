import { existsSync, readdirSync } from 'node:fs';
import type { PackageDevice } from '#core/engine/engine-package.ts';
import type { Platform } from './package-types.ts';

/** The facts that determine which packages this machine can use. */
export interface HostPlatform {
  readonly platform: Platform;
  /** The version of the GNU C library; `null` on other systems, and on Linux with another C library. */
  readonly glibc: string | null;
  readonly hasDevice: (device: PackageDevice) => boolean;
}

export function findHostPlatform(): HostPlatform {
  const { platform, arch } = process;
  return { platform: `${platform}-${arch}`, glibc: platform === 'linux' ? readGlibcVersion() : null, hasDevice };
}

function readGlibcVersion(): string | null {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime ?? null; // absent with musl
}

/** Detects a device by the files of its driver. Only loading the engine shows whether the device works. */
function hasDevice(device: PackageDevice): boolean {
  const windowsFolder = process.env['SystemRoot'] ?? 'C:\\Windows';
  if (device === 'nvidia-gpu') {
    return (
      existsSync('/dev/nvidiactl') || existsSync('/dev/dxg') || existsSync(`${windowsFolder}\\System32\\nvcuda.dll`)
    );
  }
  if (device === 'amd-gpu') return existsSync('/dev/kfd') || existsSync(`${windowsFolder}\\System32\\amdhip64_6.dll`);
  if (device === 'amd-npu') return existsSync('/sys/module/amdxdna') || existsSync(`${windowsFolder}\\System32\\AMD`);
  if (device === 'qualcomm-npu') return existsSync('/dev/fastrpc-cdsp') || process.platform === 'win32';
  return listRenderNodes().length > 0 || existsSync(`${windowsFolder}\\System32\\vulkan-1.dll`);
}

/** Lists the render nodes of Linux's graphics drivers. */
function listRenderNodes(): string[] {
  try {
    return readdirSync('/dev/dri').filter((name) => name.startsWith('renderD'));
  } catch {
    return [];
  }
}

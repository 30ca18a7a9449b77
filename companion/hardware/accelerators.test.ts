import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readAccelerators } from './accelerators.ts';
import { SystemFiles } from './system-files.ts';

/** Writes the system files of a simulated machine. */
async function createSystemFiles(files: Readonly<Record<string, string>>): Promise<SystemFiles> {
  const root = await mkdtemp(join(tmpdir(), 'assay-system-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return new SystemFiles(root);
}

test('returns an empty list if /sys and /dev have no accelerators', async () => {
  expect(readAccelerators(await createSystemFiles({}))).toEqual([]);
});

// The files of a laptop with a Core Ultra processor, an Arc GPU and an NPU.
test('detects an Intel GPU and NPU from sysfs, with the engines that support each', async () => {
  const files = await createSystemFiles({
    'sys/class/drm/card0/device/vendor': '0x8086\n',
    'sys/class/drm/card0/device/device': '0x7d55\n',
    'sys/class/drm/card0/device/uevent': 'DRIVER=i915\nPCI_CLASS=30000\n',
    'sys/class/drm/card0-eDP-1/status': 'connected\n',
    'sys/class/drm/renderD128/device/vendor': '0x8086\n',
    'sys/class/accel/accel0/device/vendor': '0x8086\n',
    'sys/class/accel/accel0/device/device': '0x7d1d\n',
    'sys/class/accel/accel0/device/uevent': 'DRIVER=intel_vpu\n',
    'dev/accel/accel0': '',
  });
  const engine = (name: string) => ({ by: 'engine', name });
  expect(readAccelerators(files)).toEqual([
    {
      kind: 'gpu',
      vendor: 'Intel',
      pciId: '8086:7d55',
      driver: 'i915',
      path: '/sys/class/drm/card0',
      reach: [engine('openvino'), engine('llama-vulkan')],
    },
    {
      kind: 'npu',
      vendor: 'Intel',
      pciId: '8086:7d1d',
      driver: 'intel_vpu',
      path: '/sys/class/accel/accel0',
      reach: [engine('openvino')],
    },
  ]);
});

// These drivers create device nodes, but no class in sysfs.
test.each([
  ['dev/iluvatar0', 'Iluvatar', 'gpu', 'server'],
  ['dev/mtgpu.0', 'Moore Threads', 'gpu', 'engine'],
  ['dev/biren/card_0', 'Biren', 'gpu', 'server'],
  ['dev/mkfd', 'Hygon', 'gpu', 'server'],
  ['dev/davinci0', 'Huawei Ascend', 'npu', 'vendor-provider'],
  ['dev/cambricon_dev0', 'Cambricon', 'npu', 'server'],
  ['dev/bpu_core0', 'Horizon', 'npu', 'server'],
  ['dev/fastrpc-cdsp', 'Qualcomm', 'npu', 'vendor-provider'],
  ['dev/nvidia0', 'NVIDIA', 'gpu', 'engine'],
])('detects %s as a device of %s', async (node, vendor, kind, by) => {
  const files = await createSystemFiles({ [node]: '', 'dev/nvidiactl': '', 'dev/davinci_manager': '', 'dev/null': '' });
  const accelerators = readAccelerators(files);
  expect(accelerators).toEqual([
    { kind, vendor, pciId: null, driver: null, path: `/${node}`, reach: expect.any(Array) },
  ]);
  expect(accelerators[0]?.reach[0]?.by).toBe(by);
});

test('lists an NVIDIA card once, and a card of an unknown vendor without engines', async () => {
  const files = await createSystemFiles({
    'sys/class/drm/card1/device/vendor': '0x10de',
    'sys/class/drm/card1/device/device': '0x2330',
    'sys/class/drm/card2/device/vendor': '0x1234',
    'sys/class/drm/card2/device/device': '0x1111',
    'dev/nvidia0': '',
  });
  expect(readAccelerators(files).map(({ vendor, pciId, reach }) => [vendor, pciId, reach.length])).toEqual([
    ['NVIDIA', '10de:2330', 3],
    [null, '1234:1111', 0],
  ]);
});

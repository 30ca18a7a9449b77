import type { Accelerator, Reach } from '#core/engine/hardware.ts';
import type { SystemFiles } from './system-files.ts';

interface AcceleratorKind {
  readonly vendor: string;
  readonly kind: 'gpu' | 'npu';
  /** Matches the names in `/dev` that the driver creates, one for each device. */
  readonly nodes: RegExp;
  /** The PCI vendor id, as in `/sys/class/{drm,accel}/…/device/vendor`; `null` if the device is not on PCI. */
  readonly pciVendor: number | null;
  readonly reach: readonly Reach[];
}

const openvino = { by: 'engine', name: 'openvino' } as const;
const vulkan = { by: 'engine', name: 'llama-vulkan' } as const;
const createServerReach = (name: string) => ({ by: 'server', name }) as const;

/**
 * The known GPUs and NPUs. Sources: the drivers' documentation for device nodes, and the PCI ID repository
 * (pci-ids.ucw.cz) for vendor ids.
 */
const acceleratorKinds: readonly AcceleratorKind[] = [
  {
    vendor: 'NVIDIA',
    kind: 'gpu',
    nodes: /^nvidia\d+$/,
    pciVendor: 0x10de,
    reach: [{ by: 'engine', name: 'llama-cuda' }, vulkan, createServerReach('Triton, vLLM')],
  },
  { vendor: 'Intel', kind: 'npu', nodes: /^accel\/accel\d+$/, pciVendor: 0x8086, reach: [openvino] },
  { vendor: 'Intel', kind: 'gpu', nodes: /^$/, pciVendor: 0x8086, reach: [openvino, vulkan] },
  {
    vendor: 'AMD',
    kind: 'gpu',
    nodes: /^$/,
    pciVendor: 0x1002,
    reach: [vulkan, { by: 'vendor-provider', name: 'MIGraphX' }, createServerReach('vLLM')],
  },
  {
    vendor: 'AMD',
    kind: 'npu',
    nodes: /^$/,
    pciVendor: 0x1022,
    reach: [{ by: 'vendor-provider', name: 'VitisAI' }],
  },
  {
    vendor: 'Iluvatar',
    kind: 'gpu',
    nodes: /^iluvatar\d+$/,
    pciVendor: 0x1e3e,
    reach: [createServerReach('IxRT, vLLM')],
  },
  {
    vendor: 'Moore Threads',
    kind: 'gpu',
    nodes: /^mtgpu\.?\d+$/,
    pciVendor: 0x1ed5,
    reach: [vulkan, createServerReach('vLLM')],
  },
  { vendor: 'Biren', kind: 'gpu', nodes: /^biren\/card_?\d+$/, pciVendor: 0x1ee0, reach: [createServerReach('vLLM')] },
  { vendor: 'Hygon', kind: 'gpu', nodes: /^mkfd$/, pciVendor: 0x1d94, reach: [createServerReach('vLLM')] },
  {
    vendor: 'Huawei Ascend',
    kind: 'npu',
    nodes: /^davinci\d+$/,
    pciVendor: 0x19e5,
    reach: [{ by: 'vendor-provider', name: 'CANN' }, createServerReach('MindIE, vLLM')],
  },
  {
    vendor: 'Cambricon',
    kind: 'npu',
    nodes: /^cambricon_dev\d+$/,
    pciVendor: 0xcabc,
    reach: [createServerReach('vLLM')],
  },
  {
    vendor: 'Horizon',
    kind: 'npu',
    nodes: /^bpu(_core)?\d+$/,
    pciVendor: null,
    reach: [createServerReach('hobot_dnn')],
  },
  {
    vendor: 'Qualcomm',
    kind: 'npu',
    nodes: /^(fastrpc-cdsp\d*|adsprpc-smd)$/,
    pciVendor: 0x17cb,
    reach: [{ by: 'vendor-provider', name: 'QNN' }],
  },
];

/** Detects accelerators through `/sys/class/drm`, `/sys/class/accel` and the device nodes of vendors' drivers. */
export function readAccelerators(files: SystemFiles): readonly Accelerator[] {
  const cards = files.list('sys/class/drm').filter((name) => /^card\d+$/.test(name));
  const accelerators = [
    ...cards.map((name) => readClassDevice(files, `sys/class/drm/${name}`, 'gpu')),
    ...files.list('sys/class/accel').map((name) => readClassDevice(files, `sys/class/accel/${name}`, 'npu')),
  ];
  const listedKinds = new Set(accelerators.map(({ vendor, kind }) => `${vendor} ${kind}`));
  const nodes = listNodeNames(files);
  for (const { vendor, kind, nodes: pattern, reach } of acceleratorKinds) {
    if (listedKinds.has(`${vendor} ${kind}`)) continue; // already listed through sysfs
    for (const name of nodes.filter((node) => pattern.test(node))) {
      accelerators.push({ kind, vendor, pciId: null, driver: null, path: `/dev/${name}`, reach });
    }
  }
  return accelerators;
}

function readClassDevice(files: SystemFiles, path: string, kind: 'gpu' | 'npu'): Accelerator {
  const [vendor, device] = [files.readInteger(`${path}/device/vendor`), files.readInteger(`${path}/device/device`)];
  const entry = acceleratorKinds.find(
    (candidate) => candidate.kind === kind && vendor !== null && candidate.pciVendor === vendor,
  );
  const hex = (id: number) => id.toString(16).padStart(4, '0');
  return {
    kind,
    vendor: entry?.vendor ?? null,
    pciId: vendor === null || device === null ? null : `${hex(vendor)}:${hex(device)}`,
    driver: /^DRIVER=(.*)$/m.exec(files.readText(`${path}/device/uevent`) ?? '')?.[1] ?? null,
    path: `/${path}`,
    reach: entry?.reach ?? [],
  };
}

/** Lists the names in `/dev` and in the folders there that accelerator drivers create. */
function listNodeNames(files: SystemFiles): readonly string[] {
  const nestedNames = ['accel', 'biren'].flatMap((folder) =>
    files.list(`dev/${folder}`).map((name) => `${folder}/${name}`),
  );
  return [...files.list('dev'), ...nestedNames];
}

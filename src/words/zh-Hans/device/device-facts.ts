import type * as en from '../../en/device/device-facts.ts';

export const deviceFacts: typeof en.deviceFacts = {
  groups: { processor: 'CPU', graphics: 'GPU', storage: '存储', power: '电源与负载' },
  yes: '是',
  no: '否',
  notExposed: '此浏览器不提供',

  cores: {
    name: '逻辑核心数',
    meaning: '由浏览器报告。有些浏览器报告的数量少于实际数量。',
  },
  threads: {
    name: '可用线程数',
    several: '模型最多可以使用这么多线程。测量之后才知道用多少线程最快。',
    one: '只有一个线程：模型运行时，其余核心闲置。',
    fix: '请更新浏览器：当前的浏览器都支持 wasm 线程所需的共享内存。',
  },
  isolation: {
    name: '跨源隔离',
    yes: '页面可以在线程之间共享内存，计时器也很精确：步长 5 µs。',
    no: '没有共享内存，因此不能使用多线程，计时器也较粗：步长 100 µs。',
    fixes: {
      insecure: '请通过 https 打开应用，或用 npm start 从 127.0.0.1 打开：浏览器只隔离安全上下文。',
      reload: '请重新加载一次：该主机不发送 COOP 和 COEP，应用可以自行添加。',
      later: '该主机不发送 COOP 和 COEP。应用可以自行添加：请在几秒后重新加载。',
      host: '请像 npm start 那样，以标头 COOP: same-origin 和 COEP: require-corp 提供应用。',
    },
  },
  simd: {
    name: 'SIMD',
    yes: '128 位向量指令：一次处理四个 32 位数。',
    no: '这里的引擎都需要它：模型无法在 wasm 上运行。',
    fix: '请更新浏览器：当前的浏览器都支持 SIMD。',
  },
  relaxedSimd: {
    name: 'Relaxed SIMD',
    yes: '融合乘加和 int8 点积，供支持的引擎使用。',
    no: '量化模型会稍慢一些。',
    fix: '较新的浏览器可能支持。',
  },
  jspi: {
    name: 'JSPI',
    yes: '运行 WebGPU 模型时加载的引擎小 10 MB。',
    no: '运行 WebGPU 模型时加载较大的引擎，除此之外没有影响。',
  },
  memory64: {
    name: 'Memory64',
    yes: 'wasm 可寻址超过 4 GiB 的内存，供支持的引擎使用。',
    no: '模型及其工作内存必须小于 4 GiB。',
  },
  memory: {
    name: '内存',
    value: (size) => `约 ${size}`,
    meaning: '取整后的值，且大多数浏览器设有上限。模型能使用的更少。',
  },

  webgpu: {
    name: 'WebGPU',
    unnamed: '未命名的适配器',
    hardware: '模型可以在 GPU 上运行。',
    software: '仅为软件实现，很慢：在 CPU 上运行，比 WebAssembly 还慢。只宜用来核对结果。',
    noAdapter: '没有适配器',
    missing: '模型在 CPU 上运行。',
    fixes: {
      enable: '请在浏览器设置中开启硬件加速，或更新显卡驱动。',
      update: '在此系统上，最新的 Chrome、Edge、Safari 或 Firefox 可能支持。',
      insecure: '请通过 https 或从 127.0.0.1 打开应用：WebGPU 需要安全上下文。',
    },
  },
  halfPrecision: {
    name: '半精度（f16）',
    yes: 'f16 模型的内存减半，速度最高可达两倍。',
    no: 'f16 模型以 f32 计算，或无法运行。',
  },
  subgroups: {
    name: '子组',
    yes: '在支持的引擎中，GPU 线程间的归约更快。',
    no: '部分着色器只能走较慢的路径。',
  },
  timestamps: {
    name: '时间戳查询',
    yes: '可以直接测量 GPU 时间，步长 100 µs。',
    no: '只能从外部为 GPU 工作计时。',
  },
  gpuBuffer: {
    name: '最大 GPU 缓冲区',
    meaning: (binding, workgroupMemory, invocations) =>
      `单个权重张量不能超过此值。着色器最多绑定其中的 ${binding}，每个工作组最多使用 ${workgroupMemory} 内存、${invocations} 次调用。`,
  },
  webgl: {
    name: 'WebGL',
    value: (version, renderer) => `版本 ${version}，${renderer}`,
    renderers: {
      hardware: '硬件渲染',
      software: '软件渲染',
      unknown: '未提供渲染器信息',
    },
    hardware: '没有 WebGPU 时的 GPU 备选。',
    software: '由 CPU 渲染：作为备选，很少值得使用。',
    missing: '没有 GPU 备选，改用 wasm。',
  },
  webnn: {
    name: 'WebNN',
    values: { absent: '否', unusable: '有，但不可用', usable: '是' },
    meanings: {
      absent: '页面无法使用 NPU。',
      unusable: '浏览器提供了该接口，但无法创建上下文。',
      usable: '可以使用系统自带的机器学习 API。这里的引擎都还没有用到它。',
    },
  },

  opfs: {
    name: '文件存储（OPFS）',
    yes: '模型可以保存在本设备上，并可离线打开。',
    no: '每次都要重新下载模型。',
    fix: '请退出无痕浏览，或更新浏览器。',
  },
  quota: {
    name: '存储配额',
    used: (quota, used) => `${quota}，已用 ${used}`,
    meaning: '这是浏览器允许的用量，不是磁盘的可用空间。',
  },
  persistence: {
    name: '持久化存储',
    yes: '浏览器不会自行清除本应用的存储。',
    no: '磁盘将满时，浏览器可能会清除本应用的存储。',
    fix: '请安装本应用或将其加入书签：浏览器随后会保留其存储。',
    unknown: '应当假定浏览器可能会清除本应用的存储。',
  },

  power: {
    name: '电源',
    pluggedIn: '已接通电源',
    onBattery: (level) => `使用电池，${level}`,
    steady: '预计不会降频省电。',
    saving: '许多设备使用电池时较慢。',
    fix: '测量前请接通电源。',
    unknown: '如果设备有电池，测量前请接通电源。',
  },
  pressure: {
    name: 'CPU 压力',
    values: { nominal: '正常', fair: '轻微', serious: '较高', critical: '严重' },
    meanings: {
      nominal: '未检测到干扰。',
      fair: '有其他程序在运行，测量结果会略慢。',
      serious: 'CPU 繁忙。测量前请关闭其他程序。',
      critical: 'CPU 过载或过热，测量结果会有误。',
    },
    notReported: '尚未报告',
    unknown: '测量前请关闭其他程序。',
  },
};

import type * as en from '../../en/report/report-flags.ts';

export const flags: typeof en.flags = {
  title: '标记',
  none: '没有标记：未发现可疑之处。',
  list: {
    indicative: {
      name: '仅供参考',
      meaning: '快速测试：采样很少。',
      fix: '要发布的结果请使用标准测试。',
    },
    capped: {
      name: '到达时间上限',
      meaning: '设备运行此模型较慢，某项测试在完成全部采样之前就到了时间上限。',
      fix: '请选择时间更充裕的完整测试，或更小的负载。',
    },
    'unstable-warmup': {
      name: '预热未稳定',
      meaning: '预热的最后几次运行仍相差 5% 以上。',
      fix: '请关闭其他程序，让设备冷却后重新运行。',
    },
    'coarse-clock': {
      name: '计时器较粗',
      meaning: '相对于此浏览器计时器的分辨率，单次采样过短。',
      fix: '请在启用跨源隔离的地址打开应用：那里的计时器更精细。',
    },
    'few-distinct-samples': {
      name: '取值太少',
      meaning: '采样只出现少数几个值：限制它们的是计时器，而不是引擎。',
      fix: '请使用更大的模型，或计时器更精细的浏览器。',
    },
    interrupted: {
      name: '受到干扰',
      meaning: '采样期间页面被隐藏，或电源状态发生变化。这些采样已排除。',
      fix: '请重新运行，并让本标签页保持可见。',
    },
    'busy-machine': {
      name: '设备繁忙',
      meaning: '页面的事件循环反复延迟：有其他程序占用 CPU。',
      fix: '请关闭其他程序和标签页，或减少线程数，然后重新运行。',
    },
    'wide-spread': {
      name: '离散较大',
      meaning: '四分位距超过中位数的四分之一。',
      fix: '请关闭其他程序，接通电源，让设备冷却后重新运行，并查看分布图。',
    },
    'fallback-device': {
      name: '改用其他设备',
      meaning: '请求的设备无法打开模型，因此改用了另一设备。',
      fix: '原因见下方的环境信息。',
    },
    'fewer-threads': {
      name: '线程较少',
      meaning: '引擎使用的线程数少于请求的线程数。',
      fix: '请在启用跨源隔离的地址打开应用，且请求的线程数不要超过设备的核心数。',
    },
    'software-gpu': {
      name: '软件 GPU',
      meaning: 'GPU 由 CPU 模拟，不能反映真正的 GPU。',
      fix: '请开启硬件加速，或更新显卡驱动。',
    },
    'smaller-cells': {
      name: 'token 较少',
      meaning: '设备较慢或上下文较短，因此每次采样的 token 数少于此测试时长的规定，或缺少填充上下文后的测试。',
      fix: '只能与 token 数相同的结果比较。',
    },
    incomplete: {
      name: '不完整',
      meaning: '在所有样本运行完之前就停止了。',
      fix: '请评测整个数据集，或从中随机抽样：排在前面的样本可能与其余的不同。',
    },
    disagrees: {
      name: '输出错误',
      meaning: '输出与参考不一致，因此速度不作数。',
      fix: '请尝试其他设备或图优化级别。错误的输出值得反馈给引擎的开发者。',
    },
    'agreement-not-measured': {
      name: '未检查输出',
      meaning: '没有可供比较输出的参考。',
      fix: '请在其他设备上运行：那时会把输出与 WebAssembly 比较。',
    },
  },
};

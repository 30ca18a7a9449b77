import type { Text } from '../../language.ts';
import { loadCurve } from './load-curve.ts';
import { matrix } from './matrix.ts';

export const bench: Text['bench'] = {
  title: '基准测试',
  lead: '按固定的方法在本设备上测量模型，把输出与参考结果核对，并以链接分享结果。',
  badLink: '基准测试链接无效',

  settings: {
    title: '测试设置',
    plainTitle: '模型与设置',
    kind: '模型',
    kinds: { workload: '标准负载', model: '自带或已保存', files: '你的文件' },
    workload: '标准负载',
    workloads: {
      conv: '一张 224 × 224 的图像。命令行中为 conv。',
      encoder: 'MiniLM-L6 的架构，128 个 token。命令行中为 encoder。',
      decoder: 'SmolLM2-135M 架构的八层，一个 token，分别测空上下文和上下文深度 512。命令行中为 decoder。',
    },
    workloadHelp:
      '真实的模型架构，权重由固定种子随机生成，在本机构建：各设备上完全相同，无需下载。速度与权重的取值无关。',
    model: '自带或已保存的模型',
    file: '选择模型文件',
    fileHelp:
      '.onnx、.tflite 或 .gguf 文件，TensorFlow.js 的 model.json 及其 .bin 文件，或 MLC 模型的全部文件。只在本设备上读取，不会上传。',
    fileNeeded: '请选择要测量的文件。链接只包含设置，不包含文件。',
    otherFileNeeded: '请选择另一个要测量的文件。',
    chosen: (names, size) => `${names}，${size}`,
    openedBy: (engine) => `由 ${engine} 打开`,
    effort: '测试时长',
    efforts: {
      quick: { name: '快速', description: '最多 10 次采样，3 秒内完成。仅为粗略估计。' },
      standard: { name: '标准', description: '每项测试至少 30 次采样、10 秒。' },
      full: { name: '完整', description: '每项测试至少 130 次采样、一分钟：足以得出 p95。' },
    },
    textEfforts: {
      quick:
        '提示词 128 个 token、回答 32 个 token，分别测空上下文和上下文深度 256。这四项测试每项最多 15 秒；在较慢的设备上，填充上下文和检查输出需要更久。仅为粗略估计。',
      standard: '提示词 512 个 token、回答 128 个 token，分别测空上下文和上下文深度 1,024。每项至少 5 次采样。',
      full: '提示词 512 个 token、回答 128 个 token，分别测空上下文和上下文深度 1,024。每项至少 10 次采样、一分钟。',
    },
    textEffortsHelp: '设备较慢或上下文较短时会减少 token 数；非常慢的设备会跳过填充上下文后的测试。',
    sizesHelp: '模型没有固定这些尺寸和整数输入的值。计算量取决于它们，因此会随结果一起保存。',
  },
  loadCurve,
  matrix,
  done: (subject, speed) => `完成：已测量 ${subject}，中位数 ${speed}。`,
  run: '开始测试',
  profile: '逐个节点查看时间花在哪里',
  tune: '为此模型寻找最快的引擎设置',
  runAgain: '重新测试',
  keepVisible: '请让本标签页保持可见：浏览器会限制隐藏页面的运行速度，隐藏期间的采样不计入结果。',

  received: {
    title: '与收到的结果对比',
    lead: '测试完成后，两个结果会并排显示。',
    model: (id, size) => `${id}，${size}`,
    sha256: 'SHA-256',
    file: '链接只写明了模型，并不包含模型。请在下面选择 SHA-256 与此相同的文件；运行前会核对。',
    otherMethod: (method) =>
      `它是按测量方法 ${method} 测得的。按当前方法测得的结果会显示在旁边，但两者的速度不可比较。`,
    forget: '不作对比，直接测量',
  },

  running: {
    title: '正在测量',
    starting: '正在读取设备能力',
    otherTab: '另一个标签页正在测量，等待其完成',
    phase: (phase, cell) => (cell === '' ? phase : `${phase} ·\u00a0${cell}`),
    liveCount: (count, median) => `${count} 次采样，近期中位数 ${median}`,
  },
  forecastCheck: (low, high, measured, isInside) =>
    `根据模型文件头预估：${low} 至 ${high}。实测：${measured}，${isInside ? '在' : '不在'}预估范围内。以后在本机的预估会参考这一结果。`,
};

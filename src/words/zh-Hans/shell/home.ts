import type { Text } from '../../language.ts';
import { browserAndOs } from '../device/browser-and-os.ts';
import { format } from '../format.ts';

const threads = (count: number) => `${format.whole(count)} 线程`;

export const home: Text['home'] = {
  title: 'Assay',
  heading: '在自己的设备上测试 AI 模型',
  lead: 'Assay 直接在页面里运行模型，按固定的方法测量性能，并检查输出是否正确。结果是一个链接，任何人都可以打开并重新运行。',
  deviceSummary: '本设备',
  browserAndOs,
  capabilities: (basic, whole) => [
    { mark: threads(basic.threads), isAvailable: basic.threads > 1 },
    { mark: 'CPU 加速指令', isAvailable: basic.wasm.simd },
    { mark: whole?.gpu?.software ? '软件 GPU（慢）' : 'GPU', isAvailable: whole && whole.gpu !== null },
    { mark: '半精度', isAvailable: whole && (whole.gpu?.features.includes('shader-f16') ?? false) },
    { mark: '存储', isAvailable: whole && whole.storage.opfs },
  ],
  unavailable: '不可用',
  verdict(basic, whole) {
    if (!basic.wasm.simd) return '此浏览器不支持引擎所需的 SIMD。请更新浏览器以运行模型。';
    const processor = `模型在 CPU 上运行，${format.whole(basic.cores)} 个核心，${threads(basic.threads)}`;
    if (!whole) return `${processor}。`;
    if (!whole.gpu) return `${processor}。此浏览器没有可用的 GPU。`;
    if (whole.gpu.software) return `${processor}。WebGPU 仅为软件实现：结果正确，但很慢。`;
    return `${processor}；也可以通过 WebGPU 在 GPU 上运行。`;
  },
  isolate: '重新加载一次以使用所有核心',
  check: '完整的设备检测',
  checkNote: '引擎加载后只需几秒钟',
  actions: [
    {
      href: '#/run?task=object-detection&sample=1',
      title: '目标检测',
      description: '在图像中找出人、狗、杯子等 80 类目标，并标出边界框和类别。可以先看示例，再用自己的图片或摄像头。',
      cost: '首次最多下载 7 MB',
      linkLabel: '试用示例',
    },
    {
      href: '#/run?task=digits',
      title: '数字识别',
      description: '用手指或鼠标书写。由本项目训练的小型网络会边写边识别，训练方法完全公开。',
      cost: '首次最多下载 16 MB',
      linkLabel: '开始书写',
    },
    {
      href: '#/chat',
      title: '与模型对话',
      description: '下载一个小型语言模型，和它对话。你写的内容不会离开本设备。',
      cost: '首次最多下载 10 MB，外加所选的模型',
      linkLabel: '开始对话',
    },
    {
      href: '#/bench?workload=conv&effort=quick&auto=1',
      title: '测试本设备',
      description: '用大约十秒测出本设备的速度，并生成一个链接，可与其他设备对比。',
      cost: '首次最多下载 16 MB',
      linkLabel: '开始测试',
    },
  ],
  openModel: {
    title: '你的模型能在这里运行吗？',
    description:
      '输入 Hugging Face Hub 上的模型名称，或选择文件：ONNX、GGUF、TFLite、TF.js 或 MLC。Assay 只读取文件头，下载之前就能告诉你它是什么模型、本设备能否装下、速度如何。',
    linkLabel: '检查模型',
    native: '在电脑上，同一个模型也可以在浏览器之外运行：',
    nativeLinkLabel: '使用原生引擎',
  },
  evaluate: {
    title: '用自己的文件判定合格与否',
    description: '为精度、速度和大小设定限值，在自己带标注的文件上运行模型。判定结果可以签名，供他人验证。',
    linkLabel: '评测模型',
    more: [
      { href: '#/teach', label: '教模型认识您的类别' },
      { href: '#/optimise', label: '让模型更小或更快' },
      { href: '#/deployments', label: '部署并监控模型' },
      { href: '#/verify', label: '验证印记' },
    ],
  },
  privacy: {
    title: '隐私',
    points: [
      '图片、手写内容和模型文件只在本标签页中读取，不会发送到任何地方。',
      '无需账号，没有 Cookie，没有统计分析，不加载其他网站的任何内容。',
      '链接只包含复制前显示给你的内容。',
      '访问过一次之后，所有页面都可离线使用。为此，Assay 会在后台保存其引擎和示例模型：40 MB，有 WebGPU 时最多 67 MB。',
    ],
  },
};

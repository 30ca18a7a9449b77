import type * as en from '../../en/models/frameworks.ts';
import { format } from '../format.ts';

export const frameworks: typeof en.frameworks = {
  title: '为目标平台选择框架',
  lead: '以下四张表摘自指南《Edge AI development workflow synthesis》，代表其观点；你在 Assay 中测得的结果列在第一张表的最后一行。',
  names: {
    'llama-cpp': 'llama.cpp',
    olive: 'Microsoft Olive（ONNX）',
    openvino: 'OpenVINO',
    mlx: 'Apple MLX',
  },
  ratings: {
    excellent: '优秀',
    good: '良好',
    moderate: '中等',
    basic: '基本',
    limited: '有限',
    'apple-only': '仅限 Apple',
    'ios-excellent': 'iOS 上优秀',
    'language-models': '主要是语言模型',
    'all-models': '所有模型',
    simple: '简单',
    automated: '自动化',
  },
  requirementsCaption: '按需求',
  requirement: '需求',
  requirements: {
    'cross-platform': '跨平台',
    enterprise: '企业集成',
    mobile: '移动端部署',
    'real-time': '实时推理',
    models: '模型种类',
    ease: '易用性',
  },
  measured: '在本机测得',
  measurement: (count, fastestMs, tokensPerS) =>
    [
      `${format.whole(count)} 个结果`,
      ...(fastestMs === null ? [] : [`最短推理时间 ${format.duration(fastestMs)}`]),
      ...(tokensPerS === null ? [] : [`最高 ${format.number(tokensPerS)} token/s`]),
    ].join('；'),
  notMeasured: '未测量',
  useCasesCaption: '按用途',
  useCase: '用途',
  useCases: {
    language: {
      name: '语言模型',
      'llama-cpp': '最适合 CPU 和各种平台',
      olive: '适合自动化的企业工作流',
      openvino: '适合 Intel 硬件，配合 NNCF',
      mlx: '适合统一内存的 Apple 芯片',
    },
    multimodal: {
      name: '多模态模型',
      'llama-cpp': '以文本为主',
      olive: '适合复杂的流水线',
      openvino: '视觉、音频和文本',
      mlx: '支持日益完善',
    },
  },
  platformsCaption: '按硬件平台',
  platformColumns: { platform: '平台', primary: '首选', secondary: '次选', features: '特点' },
  platforms: {
    intel: { name: 'Intel CPU 或 GPU', features: '用 NNCF 压缩' },
    nvidia: { name: 'NVIDIA GPU', features: 'CUDA' },
    apple: { name: 'Apple 芯片', features: 'Metal，统一内存' },
    'arm-mobile': { name: 'ARM 手机或平板', features: '依赖少' },
    'edge-tpu': {
      name: 'Edge TPU',
      features: '模型须用 TensorFlow Lite 的 Edge TPU 编译器编译',
    },
    'embedded-arm': { name: '嵌入式 ARM', features: '占用小' },
  },
  workflowsCaption: '按工作流，最佳在前',
  workflow: '工作流',
  rank: (place) => format.whole(place),
  workflows: {
    prototyping: '快速原型',
    production: '企业生产环境',
  },
};

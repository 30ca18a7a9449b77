import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole } = format;

const corruptions = {
  'gaussian-noise': '高斯噪声',
  'gaussian-blur': '高斯模糊',
  brightness: '亮度',
  contrast: '低对比度',
  jpeg: 'JPEG 压缩',
  crop: '裁剪',
  rotation: '旋转',
  occlusion: '遮挡',
  'audio-noise': '噪声',
  'audio-clipping': '削波',
  'text-typos': '错别字',
  'text-case': '大小写',
};

export const robustness: Text['robustness'] = {
  title: '鲁棒性',
  lead: '样本评测完成后，从中抽取一部分加上噪声、模糊、低对比度等扰动再评测，与 ImageNet-C 相同。',
  run: '加入扰动评测',
  severities: '扰动强度',
  severityChoice: (severity) => (severity === 1 ? '1（最轻）' : severity === 5 ? '5（最强）' : String(severity)),
  items: '加扰动的样本数',
  cost: ({ items, corruptions: count, severities }) =>
    `${whole(items)} 个样本 × ${whole(count)} 种扰动 × ${whole(severities)} 级强度：模型多运行 ${whole(items * count * severities)} 次。`,

  results: '鲁棒性：扰动下的得分',
  caption: (metric, items) => `${metric}：${items} 个样本，按强度`,
  corruption: '扰动',
  severity: (severity) => `强度 ${severity}`,
  name: (id) => corruptions[id],
  clean: '无（相同样本）',
  meanError: (value) => `平均扰动误差：${value}，即所有扰动的平均值，未按基线模型归一化。`,
  relativeError: (value) =>
    `相对于基线模型：在相同的扰动样本上，误差为后者的 ${value}（即 ImageNet-C 的平均扰动误差）。`,
  hostile: {
    caption: '不经预处理直接交给模型的异常输入',
    input: '输入',
    outcome: '结果',
    inputs: {
      zeros: '全零',
      constant: '全一',
      max: '类型的最大值',
      min: '类型的最小值',
      'not-a-number': 'NaN',
      infinite: '无穷大',
      'one-more': '最后一个维度加一',
      empty: '最后一个维度为 0',
      'other-rank': '多一个维度',
    },
    outcomes: {
      error: '报错拒绝',
      finite: '输出为有限数',
      'not-finite': '输出含有 NaN 或无穷大',
      crash: '引擎崩溃',
    },
  },
  isPartial: '并非所有扰动都已打分，因此门禁不采用这些得分。',
  failed: (count) => `${count} 次运行失败，不计入得分。`,
};

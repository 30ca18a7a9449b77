import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : format.number(p));

export const drift: Text['drift'] = {
  title: '输入数据变了吗？',
  lead: '在模型表现正常时保留一批图像，以后用新的图像与之比较。比较依据是图像特征和模型的预测，不需要标注。只在此浏览器中保存数值。',
  keep: (count) => `保留这 ${format.whole(count)} 张图像作为参考`,
  compare: '与参考数据比较',
  remove: '删除参考数据',
  observing: '正在读取图像',
  reference: (count, day) => `参考数据：${day} 的 ${format.whole(count)} 张图像。`,
  replaceNote: '保留新的图像会替换它。',
  tooFew: (minItems) => `比较至少需要 ${format.whole(minItems)} 张图像。`,
  parts: '各项特征，差异最明显的在前',
  verdict: {
    drift: '当前数据与参考数据不同。',
    'no-drift': '未发现与参考数据的差异。',
    'not-measured': '未测量：样本太少。',
  },
  signal: (p) => `若数据没有变化，所有特征中出现如此明显差异的概率：${probability(p)}。`,
  columns: {
    feature: '特征',
    reference: '参考',
    current: '当前',
    p: 'p 值（校正后）',
    stability: '稳定性指数',
  },
  features: {
    brightness: '亮度',
    contrast: '对比度',
    saturation: '饱和度',
    sharpness: '清晰度',
    confidence: '置信度',
    margin: '与第二类别的差距',
    entropy: '类别熵',
    objects: '每张图像的目标数',
    foreground: '前景面积',
    characters: '字符数',
    seconds: '秒数',
    'predicted-class': '预测类别',
    embedding: '嵌入向量',
    latency: '延迟，从最早到最晚的小时',
  },
  probability,
  share: (label, fraction) => `${label === '' ? '少见类别' : label}：${format.percent(fraction)}`,
};

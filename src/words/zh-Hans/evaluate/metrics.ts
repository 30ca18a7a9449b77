import type * as en from '../../en/evaluate/metrics.ts';
import type { NoIntervalReason } from '#core/task/evaluation.ts';
import { format } from '../format.ts';

/** Names of scores, by metric; one without a name is shown by its id. */
const names: Readonly<Record<string, string>> = {
  'top-1': 'Top-1 准确率',
  'top-5': 'Top-5 准确率',
  'macro-f1': '宏平均 F1',
  'balanced-accuracy': '平衡准确率',
  'calibration-error': '期望校准误差（ECE）',
  'ap50-95': 'AP 50–95（COCO）',
  ap50: 'AP50',
  ap75: 'AP75',
  'ap-small': 'AP（小目标）',
  'ap-medium': 'AP（中目标）',
  'ap-large': 'AP（大目标）',
  ar100: '平均召回率（100 个检测）',
  miou: '平均 IoU',
  'mean-dice': '平均 Dice',
  'pixel-accuracy': '像素准确率',
  wer: '词错误率',
  cer: '字符错误率',
  'exact-match': '完全匹配',
  'token-f1': 'token F1',
  'contains-answer': '包含答案',
  'entity-f1': '实体 F1',
  'entity-precision': '实体精确率',
  'entity-recall': '实体召回率',
  'word-accuracy': '词准确率',
  spearman: 'Spearman 相关系数',
  pearson: 'Pearson 相关系数',
  perplexity: '困惑度',
  'next-token-agreement': '下一 token 一致率',
  cosine: '余弦相似度',
  sqnr: 'SQNR',
  'kl-divergence': 'KL 散度',
};

const number = (value: number) => format.number(value);

/** Formats of scores that are not fractions, by metric. */
const values: Readonly<Record<string, (value: number) => string>> = {
  cosine: (value) => String(Number(value.toFixed(6))), // models differ only in the last digits
  sqnr: (value) => `${number(value)} dB`,
  'kl-divergence': (value) => `${number(value)} nat`,
  perplexity: number,
};

/** Splits an id such as `cosine:logits` into the metric and the output. */
const parts = (id: string): readonly [metric: string, output: string] => {
  const index = id.indexOf(':');
  return index < 0 ? [id, ''] : [id.slice(0, index), id.slice(index + 1)];
};

function metricName(id: string): string {
  const [metric, output] = parts(id);
  const name = names[metric] ?? metric;
  return output === '' ? name : `${name}（${output}）`;
}

const noInterval: Readonly<Record<NoIntervalReason, string>> = {
  'too-few-items': '样本太少',
  'no-variation': '样本没有差异',
  'undefined-resamples': '在某些重抽样上无定义',
};

export const scores: typeof en.scores = {
  title: '得分',
  caption: '所有样本的得分，附 95% 区间',
  agreement: '这是与基线模型的一致性，不是准确率：文件没有标注。',
  metric: '指标',
  value: '数值',
  interval: '95% 区间',
  n: '样本数',
  baseline: '基线模型',
  name: metricName,
  formatScore: (metric, value) => (values[parts(metric)[0]] ?? format.percent)(value),
  range: (low, high) => `${low} 至 ${high}`,
  noInterval: (reason) => (reason === undefined ? '未确定' : noInterval[reason]),
  on: (metric, value, data, count) => `${metric} ${value}（${data}，${format.whole(count)} 个样本）`,
  incomplete: (notRun) => `已停止：${notRun} 个样本没有运行。`,
  failed: (_count, shown) => `${shown} 个样本无法读取或运行，不计入得分。`,
  comparison: (onlyBaseline, onlyCandidate, p) =>
    `只有基线模型正确的样本：${onlyBaseline}；只有待评测模型正确的样本：${onlyCandidate}。McNemar 精确检验：p = ${p}。`,
  classAverages:
    '宏平均 F1 是所有类别的 F1 平均值，包括没有样本但被模型预测的类别。平衡准确率是样本所属类别的召回率平均值。除非门禁文件另行指定，门禁使用本表的第一个指标。',
  digest: '数据 SHA-256',
};

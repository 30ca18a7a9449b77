import type { Text } from '../../language.ts';
import type { MetricValue } from '#state/results/metric-values.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults, gateValue } from '../gates/gate-results.ts';
import { scores } from '../evaluate/metrics.ts';
import { runComponents } from '../hallmark/since-hallmark.ts';

const phases: Readonly<Record<string, string>> = {
  pre: '每个样本的预处理',
  inference: '每个样本的推理',
  post: '每个样本的后处理',
};

const names = {
  cell: ({ name }) => name,
  score: ({ name }) => scores.name(name),
  phase: ({ name }) => phases[name] ?? name,
  gate: ({ name, metric }) => gateResults.title({ gate: name, ...(metric !== undefined && { metric }) }),
} satisfies Record<MetricValue['source'], (metricValue: MetricValue) => string>;

export const history: Text['history'] = {
  verdict: '结论',
  anyVerdict: '所有结论',
  verdicts: {
    valid: '有效',
    indicative: '仅供参考',
    noisy: '噪声大',
    interrupted: '受到干扰',
    invalid: '无效',
    pass: '通过',
    fail: '未通过',
    undecided: '未定',
  },
  gateRun: (model) => `门禁：${model}`,
  started: (date) => `运行开始时间：${date}`,
  openReport: '此评测的报告',

  target: '目标',
  anyTarget: '所有目标',
  targetName: (engine, device) => `${engine}（${device}）`,
  tag: '标签',
  anyTag: '所有标签',
  tags: {
    add: '添加标签',
    label: '为所选结果添加的标签',
    removeFrom: (tag, name) => `从 ${name} 移除标签 ${isolate(tag)}`,
    rename: '重命名',
    renameLabel: (tag) => `标签 ${isolate(tag)} 的新名称`,
    list: '标签',
  },

  metricValue: {
    name: (metricValue) => names[metricValue.source](metricValue),
    value: ({ unit }, value) => gateValue(unit, value),
    interval: (low, high) => `${low} 至 ${high}`,
    noInterval: '无',
  },

  trend: {
    title: '趋势',
    choose: '在上方选择模型和目标，即可查看其指标随时间的变化。',
    metricValue: '指标',
    none: '此模型和目标没有带指标的可靠结果。',
    reading: '正在读取结果',
    unreadable: (count) => `${format.whole(count)} 个结果无法读取。`,
    limited: (count) => `显示最新的 ${count} 个结果。`,
    chart: (metricValue, count, first, last, value) =>
      count === 1
        ? `${metricValue}：一个结果，${value}。`
        : `${metricValue}：${first} 至 ${last} 的 ${format.whole(count)} 个结果，最后一个为 ${value}。`,
    table: (metricValue) => `随时间的变化：${metricValue}`,
    asTable: '以表格显示',
    columns: { date: '日期', value: '数值', interval: '95% 区间', changes: '与前一结果相比的变化' },
    first: '首个结果',
    unchanged: '无',
    changes: (components) => format.list(components),
    component: runComponents,
  },

  compare: {
    title: '两个已保存的结果',
    lead: '按各自的测量值并排显示。如果是对同一负载的两次基准测试，则改为按采样对比。',
    missing: '其中一个没有保存在此浏览器中，或没有指标。',
    all: '所有已保存的结果',
    metricValues: '指标',
    figuresCaption: '两个结果的数值',
    facts: '运行信息',
    factsCaption: '两次运行的相同与不同之处',
    columns: { metricValue: '指标', first: 'A', second: 'B', difference: '比较', fact: '信息' },
    differences: {
      'first-higher': 'A 较高',
      'second-higher': 'B 较高',
      overlap: '区间重叠',
      unknown: '未比较',
    },
    absent: '未注明',
    same: '相同',
    other: '不同',
    fact: (component) => runComponents[component],
    noMetrics: '两者都没有指标。',
  },
};

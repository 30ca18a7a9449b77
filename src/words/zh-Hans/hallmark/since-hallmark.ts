import type * as en from '../../en/hallmark/since-hallmark.ts';
import { isolate } from '../../isolate.ts';

export const runComponents: typeof en.runComponents = {
  model: '模型（SHA-256）',
  baseline: '基线模型（SHA-256）',
  data: '数据（SHA-256，抽样）',
  gates: '门禁文件（SHA-256）',
  app: 'Assay',
  method: '测量方法',
  engine: '引擎',
  device: '设备',
  threads: '线程数',
  settings: '设置',
  browser: '浏览器',
  os: '操作系统',
  cores: '逻辑核心数',
  gpu: 'GPU',
};

export const sinceHallmark: typeof en.sinceHallmark = {
  trends: {
    same: '无变化',
    better: '变好',
    worse: '变差',
    'not-compared': '未比较',
  },
  gate: (name, trend, was, is) => `${name}：${trend}；原为 ${was}，现为 ${is}`,
  missing: '缺失',
  title: '自印记以来',
  caption: '印记与本次运行的门禁',
  columns: ['门禁', '变化', '印记', '本次运行'],
  regressed: '退步：至少一个必需门禁比印记中差。',
  kept: '所比较的门禁没有退步。',
  changed: '自印记以来的变化：',
  unchanged: '自印记以来没有其他变化。',
  change: (component, was, is) =>
    `${runComponents[component]}：原为 ${isolate(was || '无')}，现为 ${isolate(is || '无')}`,
};

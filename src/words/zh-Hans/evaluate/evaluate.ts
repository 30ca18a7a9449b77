import type { Text } from '../../language.ts';
import { format } from '../format.ts';
import { labelledDataset } from './labelled-dataset.ts';

export const evaluate: Text['evaluate'] = {
  title: '评测',
  lead: '用自己带标注的文件为模型打分。文件只在本设备上读取，不会发送到任何地方。',
  badLink: { title: '评测链接无效' },
  task: '任务',
  setup: '设置',
  setupSummary: (model, folder) => [model, folder].filter((name) => name !== null).join(' ·\u00a0'),
  earlier: (date) => `${date} 的结果`,

  models: {
    title: '模型',
    candidate: '待评测的模型',
    baseline: '基线模型',
    baselineHelp: '在相同样本上运行的另一个模型，用于配对比较。如果文件没有标注，则以它的预测作为真值。',
    chooseCandidate: '选择模型',
    changeCandidate: '更换模型',
    chooseBaseline: '与基线模型对比',
    changeBaseline: '更换基线模型',
    engine: '引擎',
    removeBaseline: '移除基线模型',
    engineHelp: '模型和基线模型都按这些设置打开。它们包含在本页的网址中。',
  },

  data: {
    title: '数据',
    choose: '选择文件夹',
    help: '也可以把文件夹拖到本页：每类一个文件夹，标注表格（CSV、TSV、JSONL），COCO、YOLO 或 Pascal VOC 标注，掩码，或没有标注的图像。',
    dropNow: '松开以添加模型或文件夹',
    reading: '正在读取标注',
    layout: '标注格式',
    layouts: labelledDataset.layouts,
    roles: labelledDataset.roles,
    columns: (file) => `${file} 的列`,
    found: (folder, count, classes) => `${folder}：${count} 个样本，${classes} 个类别`,
    split: '划分',
    splitUnset: '选择划分',
    problems: '数据中的问题',
    problem: labelledDataset.problems,
    more: (count) => `另有 ${count} 个`,
    noneMatches: (classes, labels) =>
      `文件中没有任何类别（如${classes}）与模型的标签（如${labels}）对应，因此无法评估。请在下面为每个类别选择标签，或选择其他模型或文件夹。`,
    unmatched: '没有对应模型标签的类别',
    unmatchedHelp: '这些类别的样本会被跳过。如有对应的标签，请选择。',
    leaveOut: '略过',
    labelFor: (name) => `${name} 对应的模型标签`,
  },

  run: {
    title: '运行',
    sample: '样本数',
    allItems: (count) => `全部 ${count} 个`,
    sampleHelp: '分层随机抽样：各类别的比例与全集相同。',
    seed: '抽样种子',
    stopAfter: (count) => `运行 ${count} 个样本后停止，与印记中的运行一致。`,
    start: '开始评测',
    evaluateAgain: '重新评测',
    pause: '暂停',
    resume: '继续',
    skip: '跳过此阶段',
    stop: '停止并打分',
    progress: {
      items: (done, total) => `${done} / ${total} 个样本`,
      corruptions: (done, total) => `${done} / ${total} 个扰动样本`,
      loadTest: () => '负载测试',
      sustained: () => '持续运行',
    },
    failed: (count) => `${count} 个样本失败`,
    unfinished: {
      title: '未完成的运行',
      scored: (done, total) => `已打分：${done} / ${total} 个样本。`,
      chooseAgain: (folder, done, total) => `重新选择 ${folder} 即可继续。已打分：${done} / ${total} 个样本。`,
      elsewhere: (model, folder, date) =>
        `${[model, folder].filter((name) => name !== null).join(' ·\u00a0')}，开始于 ${date}。`,
      open: '打开此运行',
      discard: '放弃',
    },
    missing: {
      model: '请先选择模型。',
      baseline: '基线模型尚未打开。',
      data: '请先选择文件夹。',
      'matching-classes': '没有类别与模型的标签对应。请先在“数据”下为类别选择标签。',
      'labels-or-baseline': '这些文件没有标注。请选择基线模型，以测量与它的一致性。',
    },
  },

  headline: {
    title: '结果',
    interval: (range) => `95% 置信区间 ${range}`,
    items: (count, folder) => `已为 ${folder} 的 ${count} 个样本打分`,
    perItem: (time) => `每次推理 ${time}`,
  },

  timing: '每个样本的中位耗时',

  confusion: {
    title: '混淆矩阵',
    listTitle: '误分类',
    tooManyClasses: (count, max) =>
      `${count} 个类别的混淆矩阵在页面上放不下（最多 ${max} 个），因此列出最常见的误分类。`,
    onlyPredicted: (labels, predicted) =>
      `样本共有 ${format.whole(labels)} 个类别。另外 ${format.whole(predicted)} 个类别没有样本，但模型预测了它们，因此也列出。`,
    axes: '行：实际类别。列：预测类别。选择数字可查看对应的样本。',
    lead: '最常见的误分类。选择一项可查看对应的样本。',
    none: '没有样本被误分类。',
    truth: '类别',
    show: (truth, prediction, count) => `${truth} 被预测为 ${prediction}：${count}`,
    nothing: '无预测',
  },

  items: {
    title: '样本',
    filter: '显示',
    filters: {
      differing: '两个模型结果不同',
      wrong: '错误',
      imperfect: '不完全正确',
      failed: '失败',
      all: '全部',
    },
    none: '无。',
    truth: (label) => `标注：${label}`,
    candidate: (label) => `模型：${label}`,
    baseline: (label) => `基线模型：${label}`,
    score: (metric, value) => `${metric} ${value}`,
    failed: '失败',
    page: (from, to, all) => `第 ${from} 至 ${to} 个，共 ${all} 个`,
    previous: '上一页',
    next: '下一页',
  },

  export: {
    title: '导出',
    items: '保存各样本结果（CSV）',
  },
};

import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

const countResults = (count: number) => `${format.whole(count)} 个结果`;

export const results: Text['results'] = {
  title: '结果',
  lead: '在此浏览器中完成的每次基准测试、评测、门禁运行、对比、最佳配置搜索和印记，你打开的每个印记，以及你发起的每次设备检测，都保存在这里，且只保存在本设备上。',
  reading: '正在读取已保存的结果',
  none: '还没有结果。基准测试或设备检测完成后会显示在这里。',
  first: '测试本设备',
  firstBench: '运行基准测试',
  noMatch: '没有匹配的结果。',
  clear: '显示所有结果',
  notStored: '此浏览器无法保存结果。关闭页面后结果会丢失：请复制其链接或保存为文件。',

  search: '搜索',
  searchHelp: '模型、引擎、设备或浏览器',
  kind: '类型',
  anyKind: '所有类型',
  kinds: {
    tensor: '基准测试',
    text: '文本基准测试',
    task: '评测',
    device: '设备检测',
    comparison: '对比',
    gates: '门禁',
    tuning: '调优',
    hallmark: '印记',
  },
  model: '模型',
  anyModel: '所有模型',
  list: '已保存的结果',
  counts: (shown, all) => (shown === all ? countResults(all) : `${format.whole(shown)} / ${countResults(all)}`),
  more: (count) => `再显示 ${count} 个`,

  score: (metric, value) => `${scores.name(metric)} ${scores.formatScore(metric, value)}`,
  hallmark: (model) => `${model} 的印记`,
  levels: { 'self-attested': '自证', reproduced: '已复现' },
  deviceCheck: (machine) => `设备检测：${machine}`,
  tuning: (model) => `最佳配置：${model}`,
  comparison: (model) => `对比：${model}`,
  machines: (first, second) => `A：${first}。B：${second}。`,
  on: (engine, device, threads, machine) => `${engine}（${device}，${threads}）；${machine}`,
  rate: (cell, value) =>
    cell.startsWith('pp') ? `提示词 ${value}` : cell.startsWith('tg') ? `回答 ${value}` : `${cell} ${value}`,
  tokensPerS: (rates) => `${rates} token/s`,
  gflops: (value) => `${value} GFLOP/s`,
  notMeasured: '未测量',
  faster: {
    first: (factor) => `A 的速度是 B 的 ${factor} 倍`,
    second: (factor) => `B 的速度是 A 的 ${factor} 倍`,
    neither: () => '没有差异',
    unclear: () => '无法判定',
  },
  received: '收到的',

  select: (name) => `选择 ${name}`,
  selected: (count) => `已选择 ${count} 个`,
  compare: '对比所选的两个',
  compareHelp: '选择两次基准测试、评测、门禁运行或两个印记进行对比。',
  deleteSelected: '删除所选',
  delete: (name) => `删除 ${name}`,
  deleted: (count) => `已删除 ${countResults(count)}。`,
  undo: '撤销',

  export: '全部导出',
  import: '导入',
  importHelp: '在此导出的文件，或保存为 JSON 的报告。',
  imported: (added, known, invalid) =>
    [
      `已导入 ${countResults(added)}。`,
      ...(known > 0 ? [`${countResults(known)}已存在。`] : []),
      ...(invalid > 0 ? [`${countResults(invalid)}无效，未导入。`] : []),
    ].join(''),
  notResults: (file) => `${isolate(file)} 中没有结果。请选择在本页导出的文件，或保存为 JSON 的报告。`,

  references: {
    title: '参照点',
    lead: '此模型按相同方法测得的结果：保存在本机的，或由本项目在所注明的设备上测得的。',
    thisResult: '此结果',
    none: '这里没有保存该模型按相同方法测得的其他结果。要进行对比，请把分享的结果保存到“结果”，或导入结果。',
    open: '打开“结果”',
    measured: (on, date) => `${on}；${date}`,
    byProject: (on, date) => `由 Assay 的开发者测得：${on}；${date}`,
  },

  missing: {
    title: '这里没有保存该结果',
    lead: '此地址指向保存在测量所用浏览器中的结果。它已被删除，或是在另一个浏览器中测得的。',
    all: '所有已保存的结果',
  },

  save: '保存到“结果”',
  saved: '已保存到“结果”',
  notSaved: '此结果未能保存到“结果”。请复制其链接或保存为文件，否则会丢失。',
};

import type { Text } from '../../language.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { facts } from './report-facts.ts';

const { missing: noEnergy, sources: energySources } = facts.energy;

export const targets: Text['targets'] = {
  title: '页面与原生引擎对比',
  lead: '让同一个模型在本页面和这台电脑的原生引擎上、在相同条件下交替运行，对比速度和回答。',
  badLink: '无法打开此链接',

  model: '模型与引擎',
  noModel: '请先选择模型。',
  choice: {
    page: '在本页面中',
    native: '在这台电脑上，原生运行',
    none: '没有已连接的原生引擎能打开此模型。',
    connect: '原生引擎',
    fewer: '请选择两个或更多引擎。',
  },
  name: ({ host, engine, device, provider }) =>
    `${engineWords.names[engine]}${provider === undefined ? '' : `（${provider}）`}，${host === 'page' ? '' : '原生 '}${engineWords.devices[device]}`,

  start: '开始对比',
  repeat: '重新对比',
  keepVisible: '请让本页面保持可见，期间不要用这台电脑做其他事情。',
  waits: '另一个标签页正在测量，完成后开始对比。',
  step: (name, done, steps) => `${name}：第 ${done + 1} 步，共 ${steps} 步`,

  result: {
    rates: {
      generation: (rate) => `${rate} token/s`,
      prompt: (rate) => `提示词：${rate} token/s`,
    },
    firstToken: (time) => `首 token：${time}`,
    split: (engine, transport) => `引擎 ${engine}，传输 ${transport}`,
    transport: (time) => `首 token 的传输：${time}`,
    noTransport: '太短，无法测量',
    transportNote:
      '单次推理的时间包括本页面与引擎之间的传输。页面中的引擎运行在 worker 中，因此也有传输。token/s 在引擎内测量。',
    order: '每个引擎按正反两种顺序各测一次，两次的采样都计入。',
    noisy: '噪声大：耗时波动过大，或有其他程序占用处理器。请勿采信此速度。',
    busy: '期间有其他程序占用处理器，因此这些速度可能偏低，排序也可能有误。请等它们结束后重新对比。',
    answer: (verdict) => `回答：${verdict}`,
    reference: '其他引擎与它比较',
    answers: {
      identical: '完全相同',
      expected: '一致',
      investigate: '有差异，请检查质量',
      broken: '不一致',
    },
    notCompared: '未比较',
    texts: '对同一提示词的回答',
    textsNote: '各引擎的舍入方式不同，因此同样好的回答也可能从某个词开始分叉。',
    sameText: '文本相同',
    otherText: (characters) => `前 ${format.whole(characters)} 个字符相同`,
    report: '报告',
    compareWith: (name) => `与 ${name} 对比`,
    share: '页面与原生引擎的对比',
  },

  energy: {
    title: '能耗',
    missing: (source, reason) => `${energySources[source]}：无法获取，${noEnergy[reason]}`,
    page: '页面中：无法获取，因为页面不能读取能耗计数器。',
    perInference: (joules, uncertainty) => `每次推理 ${joules} ± ${uncertainty} J`,
    perToken: (joules, uncertainty) => `每个 token ${joules} ± ${uncertainty} J`,
    watts: (watts) => `${watts} W`,
    counter: (source, name) => `${energySources[source]}：${name}`,
    caption: '运行期间整台电脑的平均功率乘以中位时长：包含空闲功耗和其他程序的功耗。',
    columns: ['引擎', '能耗', '功率', '测量方式'],
  },

  details: {
    title: '各引擎的运行方式',
    caption: '各引擎的版本、线程数和加载时间',
    columns: ['引擎', '版本', '线程数', '加载时间'],
  },

  recommendation: {
    title: '何时用哪个',
    onlyPage: '只测量了页面中的引擎。连接配套程序，即可与这台电脑的原生引擎对比。',
    onlyNative: '只测量了原生引擎。请再选择一个页面中的引擎，看看原生引擎是否值得。',
    faster: (native, factor, page) =>
      `${native} 的速度是 ${page} 的 ${factor} 倍（含传输）：在这台电脑上处理大量输入或大模型时使用它；不能安装其他程序的地方使用页面。`,
    slower: (page, factor, native) => `${page} 的速度是 ${native} 的 ${factor} 倍（含传输）：此模型请使用页面。`,
    same: (page, native) => `${page} 与 ${native} 速度相当（含传输）：请使用页面，它不需要其他程序。`,
    differs: (name) => `${name} 的回答不一致，因此不能因为速度而使用它。`,
  },
};

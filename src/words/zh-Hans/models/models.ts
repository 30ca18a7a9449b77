import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { coverage } from './coverage.ts';
import { modelRecommendation, modelFit, modelForecast } from './model-recommendation.ts';
import { modelFacts } from './model-facts.ts';
import { modelStore } from './model-store.ts';
import { frameworks } from './frameworks.ts';
import { otherDevices } from './other-devices.ts';
import { security } from '../validation/security.ts';

export const models: Text['models'] = {
  title: '模型',
  lead: '下载之前先检查任意模型：它是什么、本设备能否装下、速度如何。',

  chooseModel: {
    title: '选择模型',
    field: 'Hugging Face 模型或网址',
    hint: '组织/名称、组织/名称:文件，或 https://…',
    inspect: '检查',
    files: '选择文件',
    folder: '选择文件夹',
    drop: '也可以把文件或文件夹拖到本页任意位置。只在本设备上读取，不会发送到任何地方。',
    dropNow: '松开即可检查',
    contactNotice: (host) => `将连接 ${host}（或它重定向到的文件服务器）以读取模型文件头，不连接其他主机。`,
    noContact: '它是应用自带的：不连接任何主机。',
    hub: '模型 Hub',
    hubField: '模型 Hub 的网址',
    hubHint: '用于提供相同 API 的镜像站。留空则使用 Hugging Face Hub。',
    reading: '正在读取文件头',
    waiting: (time) => `服务器繁忙，${time} 后重试`,
  },

  measuring: (step) =>
    step === 'memory'
      ? '正在测量可用内存'
      : step === 'text'
        ? '正在测量这些权重类型的矩阵乘法（只测一次，约一秒）'
        : '正在测量本设备（只测一次，几秒钟）',

  variants: {
    title: (repository) => `${repository} 中的变体`,
    about: (count, licence) => `${count} 个变体；许可证：${licence ?? '未注明'}。`,
    caption: '变体',
    columns: { variant: '变体', precision: '精度', size: '大小', fits: '能否装下', speed: '预估速度' },
    with: (files) => (files.length > 4 ? `另有 ${files.length} 个文件` : `另有 ${format.list(files)}`),
    notSpecified: '未注明',
    noEngine: '无法在此运行',
    shownBelow: '显示在下方',
    inspect: '检查',
    inspectNamed: (name) => `检查 ${name}`,
    note: '只读取了下方显示的变体，其余根据文件大小估算。',
    reason: {
      'most-precise': (name) => `${name}：装得下且够快的变体中精度最高。`,
      smallest: (name) => `${name}：装得下的变体中最小；没有一个能达到阅读速度（10 token/s）。`,
      'only-tight': (name) => `${name}：没有一个确定装得下，此变体所需内存最少。`,
      'nothing-fits': () => '本设备装不下任何变体。',
      'no-engine': () => '这里没有引擎能运行这些变体。',
    },
    recommended: '推荐',
  },

  coverage,
  facts: modelFacts,
  fit: modelFit,
  forecast: modelForecast,
  recommendation: modelRecommendation,
  otherDevices,
  frameworks,
  store: modelStore,
  security,

  catalogue: {
    title: '模型目录',
    lead: (host) => `检查非自带的模型会连接 ${host}。标有“未验证”的模型未经本项目测试。`,
    ours: '自带',
    caption: '目录中的模型',
    inspect: (name) => `检查 ${name}`,
    showAll: (count) => `显示全部 ${format.whole(count)} 个模型`,
    columns: { name: '模型', task: '任务', engine: '引擎与许可证', where: '来源' },
    unverified: '未验证',
    engine: (id) => engine.names[id],
  },
};

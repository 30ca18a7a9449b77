import type { Text } from '../../language.ts';
import type { Objective } from '#tune/configuration.ts';
import { listSettingTexts } from '../../setting-texts.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

const { bytes, duration, number, whole } = format;

/** How a winner is described. */
const objectiveWords: Readonly<Record<Objective, { better: (ratio: string) => string; best: string }>> = {
  latency: { better: (ratio) => `速度是最佳默认配置的 ${ratio} 倍`, best: '最快' },
  throughput: { better: (ratio) => `每秒处理的输入数是最佳默认配置的 ${ratio} 倍`, best: '每秒处理的输入最多' },
  memory: { better: (ratio) => `最佳默认配置占用的内存是它的 ${ratio} 倍`, best: '占用内存最少' },
};

const configurations = (count: number) => `${whole(count)} 个配置`;

const slower: Readonly<Record<Objective, (ratio: string) => string>> = {
  latency: (ratio) => `耗时是最佳配置的 ${ratio} 倍`,
  throughput: (ratio) => `最佳配置每秒处理的输入是它的 ${ratio} 倍`,
  memory: (ratio) => `内存是最佳配置的 ${ratio} 倍`,
};

export const tune: Text['tune'] = {
  title: '调优',
  lead: '找出模型在本设备上运行的最佳配置。引擎、线程数和设置的各种配置相互竞争，输出错误的会被淘汰。',
  badLink: '此调优链接无效',
  result: '结果',
  start: '寻找最佳配置',
  again: '重新搜索',
  resume: '继续搜索',
  discard: '放弃此次搜索',
  pause: '暂停',
  noTargets: '请至少选择一个引擎。',
  budget: '时间上限',
  budgets: { 30: '30 秒', 60: '1 分钟', 180: '3 分钟', 600: '10 分钟' },
  goal: '达标时间（ms）',
  objective: '优化目标',
  objectives: {
    latency: '耗时最短',
    throughput: '每秒输入最多',
    memory: '内存最少',
  },
  goalHelp: '可选：一旦确认某个配置达到这一速度，搜索即结束。',
  phases: {
    waits: '另一个标签页正在测量，完成后开始搜索。',
    device: '正在读取模型并测量设备',
    reference: '正在计算参考输出',
    round: (round, remaining) => `第 ${whole(round)} 轮：剩余 ${configurations(remaining)}`,
    'head-to-head': '决赛：最佳候选配置与最佳默认配置对比',
  },
  measuring: (configuration, ms) =>
    `当前：${configuration}，已用 ${duration(Math.max(1000, 1000 * Math.floor(ms / 1000)))}`,
  paused: (remaining) => `搜索已暂停，剩余 ${configurations(remaining)}。`,

  sentence(winner, reason, objective, gain) {
    const { better, best } = objectiveWords[objective];
    switch (reason) {
      case 'faster':
        return gain
          ? `${winner}：${better(number(gain.ratio))}（95% 区间：${number(gain.low)} 至 ${number(gain.high)}）。`
          : `${winner}：${best}。`;
      case 'default':
        return `${winner} 是默认配置。试过的配置中没有确认更好的。`;
      case 'only-one':
        return `${winner}：在输出正确的配置中${best}。没有输出正确的默认配置。`;
      case 'goal':
        return `${winner} 已达标。`;
    }
  },
  unproven: (configuration) => `目前最佳：${configuration}。测量次数太少，无法证明没有更好的配置；请延长搜索。`,
  notStored: '此搜索已不再保存在此浏览器中。',
  nothing: '没有任何配置能在此运行该模型并得到正确的输出。',
  stopped: {
    goal: '搜索结束：已达标。',
    'no-gain': '搜索结束：与最佳默认配置的对比已有定论。',
    'too-close': '搜索结束：最佳候选配置与最佳默认配置的对比次数已达上限。',
    budget: '已到时间上限。延长搜索时间可能找到更好的配置。',
    'all-departed': '搜索结束：没有剩余的配置。',
  },
  took: (spentMs, tried) => `耗时 ${duration(spentMs)}，测量了 ${configurations(tried)}。`,
  open: '对此配置做基准测试',
  measuredConfigurations: '已测量的配置',
  exports: '保存配置',
  csv: 'CSV',
  json: 'JSON',
  columns: {
    configuration: '配置',
    time: '时间',
    interval: '95% 区间',
    memory: '内存',
    outcome: '结果',
  },
  bestSoFar: '目前最佳',
  winner: '胜出',
  default: '最佳默认配置',
  finalist: '入围决赛',
  unfinished: '搜索结束时尚未测完',
  notMeasured: '未测量',
  withInterval: (value, interval) => `${value}（${interval}）`,
  interval: (low, high) => `${duration(low)} 至 ${duration(high)}`,
  chart: {
    title: '时间与内存',
    label: (points, front) =>
      `${configurations(points)}按内存和时间绘制，其中 ${whole(front)} 个位于帕累托前沿。数值见下表。`,
    caption:
      '灰色：另有配置在时间或内存上更好，且在另一项上不差。点击某个点即可选中。线段：测量次数足够时的 95% 区间。',
    time: (max) => `时间，最大 ${max}`,
    memory: (max) => `内存，最大 ${max}`,
    weight: (percent) => `内存的权重：${whole(percent)}%`,
    open: '对所选配置做基准测试',
    choice: (name, time, memory) => `${name}：${time}，${memory}。`,
  },
  unmeasured: (count) => `${configurations(count)}未测量`,

  configuration({ host, engine, device, threads, settings, batch }) {
    return [
      engineWords.names[engine],
      `${host === 'page' ? '' : '原生 '}${engineWords.devices[device]}`,
      ...(threads === null ? [] : [engineWords.threads(threads)]),
      ...listSettingTexts(settings, engineWords.settings, engineWords.settingIs),
      ...(batch === undefined ? [] : [`一次 ${whole(batch)} 个输入`]),
    ].join('，');
  },
  elimination(elimination, objective) {
    switch (elimination.kind) {
      case 'died':
        return `失败（${elimination.code}）`;
      case 'wrong-answers':
        return `输出错误（余弦 ${number(elimination.cosine)}）`;
      case 'no-answer':
        return `${duration(elimination.waitedMs)} 内没有输出`;
      case 'slower':
        return `已淘汰：${slower[objective](number(elimination.ratio))}`;
      case 'unpromising':
        return '未尝试：仅其中一项设置就会慢很多或失败';
      case 'no-batch':
        return '模型一次只能处理一个输入';
      case 'memory-not-reported':
        return '引擎不报告内存占用';
      case 'out-of-time':
        return '未测量：已到时间上限';
    }
  },
  exclusion(reason) {
    switch (reason.code) {
      case 'engine-limit':
        return `引擎无法运行：${reasons[reason.limit.reason](reason.limit)}`;
      case 'no-gpu':
        return '此浏览器没有可用的 GPU';
      case 'does-not-fit':
        return `需要 ${bytes(reason.needBytes)} 内存，可用 ${bytes(reason.limitBytes)}`;
      case 'forecast-slower':
        return `预估：至少 ${duration(reason.lowMs)}；另一配置最多 ${duration(reason.bestMs)}`;
    }
  },
};

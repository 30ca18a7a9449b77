import type * as en from '../../en/deployments/remedies.ts';
import type { MeasuredChange } from '#deploy/deployment.ts';
import type { RemedyId } from '#remedies/ladders.ts';
import type { Symptom } from '#remedies/remedy.ts';
import type { TrialVerdict } from '#remedies/trial.ts';
import type { Text } from '../../language.ts';
import { formatGain, type GainPhrases } from '../../gain-text.ts';
import { format } from '../format.ts';

const symptoms: Text['remedies']['symptoms'] = {
  latency: '延迟过高',
  memory: '内存占用过高',
  accuracy: '准确率过低',
  errors: '出现错误',
};

const names: Text['remedies']['names'] = {
  'more-threads': '增加线程',
  'tuned-configuration': '调优后的配置',
  'default-settings': '引擎的默认设置',
  'other-device': '换用其他引擎或设备',
  'freed-memory': '每次运行后释放内存',
  'full-precision': '以 float32 计算',
  'smaller-input': '缩小输入',
  'smaller-version': '更小的模型版本',
  'in-companion': '在配套程序中运行',
  'other-version': '另一个模型版本',
  'roll-back': '回滚',
};

const verdicts: Readonly<Record<TrialVerdict, string>> = {
  'target-met': '达到目标',
  gain: '有效',
  'no-gain': '未显示出改善',
  'not-measured': '无法测量改善程度',
  'outputs-broken': '输出不一致',
  'gate-fails': '有门禁不再通过',
};

const gainPhrases: GainPhrases = {
  changes: {
    latency: { better: (percent) => `快 ${percent}`, worse: (percent) => `慢 ${percent}` },
    memory: { better: (percent) => `内存减少 ${percent}`, worse: (percent) => `内存增加 ${percent}` },
    accuracy: { better: (percent) => `正确答案增加 ${percent}`, worse: (percent) => `正确答案减少 ${percent}` },
    errors: { better: (percent) => `成功的运行增加 ${percent}`, worse: (percent) => `成功的运行减少 ${percent}` },
  },
  same: '没有变化',
  withInterval: (change, low, high) => `${change}（95% 区间：${low}至${high}）`,
};

function value(symptom: Symptom, amount: number | null): string {
  if (amount === null) return '未测量';
  if (symptom === 'latency') return format.duration(amount);
  return symptom === 'memory' ? format.bytes(amount) : format.percent(amount);
}

function measured(symptom: string, { before, after, gain }: MeasuredChange): string {
  const known = symptom in symptoms ? (symptom as Symptom) : 'latency';
  const change = gain ? `，${formatGain(known, gain, gainPhrases, format.percent)}` : '';
  return `${value(known, before)} → ${value(known, after)}${change}`;
}

const nameOf = (remedy: string) => names[remedy as RemedyId] ?? remedy;

export const remedies: Text['remedies'] = {
  title: '补救措施',
  lead: '每一步都与当前版本并行打开，并在本设备上交替测量。只有达到目标或确实有效，且输出和门禁保持不变时才会保留；否则随即关闭。所有步骤都会记录，保留的措施可以撤销。',
  symptom: '问题',
  symptoms,
  target: '目标',
  targetHint: {
    latency: '一次运行的时间中位数，以毫秒为单位。不设目标时，找到第一个有效的步骤即结束。',
    memory: '引擎占用的内存，以 MB 为单位。不设目标时，找到第一个有效的步骤即结束。',
    accuracy: '正确结果的百分比。不设目标时，找到第一个有效的步骤即结束。',
    errors: '失败运行的百分比。不设目标时，找到第一个有效的步骤即结束。',
  },
  mode: '出现告警后',
  modes: {
    suggest: '建议：不自动运行任何步骤',
    ask: '询问：测量各步骤，保留前先询问',
    automatic: '自动：保留有效的步骤',
  },
  names,
  offers: (count) => `可尝试 ${format.whole(count)} 项改动`,
  inapplicable: {
    'no-thread-choice': '该引擎在此设备上不能选择线程数',
    'all-threads-used': '已使用全部线程',
    'not-tuned': '此模型尚未在本设备上调优',
    'already-tuned': '已在使用调优后的配置',
    'no-other-device': '这里没有其他引擎或设备能打开此模型',
    'no-companion': '没有已连接的配套程序引擎能打开此模型',
    'in-companion': '已在配套程序中运行',
    'default-settings': '已在使用默认设置',
    'no-memory-setting': '引擎没有这种设置，或已在使用',
    'full-precision': '没有选择更短的类型',
    'no-free-size': '模型的输入尺寸不可变',
    'smallest-size': '输入已经很小',
    'needs-items': '需要带标注的样本来测量其代价',
    'no-smaller-version': '没有通过门禁的更小版本；请添加一个，或选择带标注的样本',
    'no-other-version': '没有其他版本',
    'no-earlier-version': '以前没有使用过其他版本',
  },
  data: '带标注的样本',
  dataHelp: '选择带标注的样本后，各步骤最多在其中 300 个上测量，并比较准确率。否则使用生成的输入。',
  needsItems: '此任务运行多个计算图，因此各步骤要在带标注的样本上测量。请先选择样本。',
  tryOne: '尝试',
  tryAll: '依次尝试各步骤',
  running: '正在打开并测量下一步',
  question: (remedy, outcome) => `“${nameOf(remedy)}”有效：${outcome}。要保留吗？`,
  keep: '保留',
  decline: '不保留',
  ends: {
    'target-met': '已达到目标。',
    improved: '至少有一个步骤有效并已保留。',
    'nothing-helped': '没有步骤有效，未作任何改动。',
  },
  results: '本次尝试的步骤',
  columns: ['步骤', '改动', '结果', '测量值'],
  outcomes: {
    kept: '已保留',
    undone: (verdict) => `已撤销：${verdicts[verdict]}`,
    declined: '有效，但未被采纳',
    failed: (error) => `失败：${error}`,
  },
  measured,
  version: (number) => `版本 ${number}`,
  log: '生效的和尝试过的补救措施',
  logEmpty: '尚未尝试任何补救措施。',
  undoNamed: (remedy) => `${nameOf(remedy)}：撤销`,
  report: {
    title: '供协助者使用的报告',
    lead: '报告只包含下面的数值和代码，不含模型、文件、部署或人的名称。不会发送任何内容：请先阅读，再复制或保存。',
    details: '详细信息：完整报告（JSON）',
    copy: '复制报告',
    save: '保存报告',
  },
};

/** What remedies did, in the history of a deployment. */
export const remedyEvents: typeof en.remedyEvents = {
  kept: (version, remedy, outcome) => `${version} 作为补救措施开始启用：${nameOf(remedy)}（${outcome}）`,
  tried: (remedy, why, outcome) =>
    `尝试并撤销了补救措施：${nameOf(remedy)}，${why === 'declined' ? '未被采纳' : (verdicts[why as TrialVerdict] ?? why)}${outcome === null ? '' : `（${outcome}）`}`,
  undone: (version, remedy) => `撤销了补救措施：${nameOf(remedy)}；重新启用${version}`,
};

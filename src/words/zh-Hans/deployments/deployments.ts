import type { Text } from '../../language.ts';
import type { RejectionReason } from '#deploy/judge-rollout.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { monitor } from './monitor.ts';
import { remedies, remedyEvents } from './remedies.ts';

const version = (number: number) => `版本 ${number}`;
const share = (fraction: number) => format.percent(fraction);

const rejections: Readonly<Record<RejectionReason, string>> = {
  'error-rate': '失败的运行过多',
  'slow-rate': '过慢的运行过多',
  'more-errors': '失败比当前版本更频繁',
  'more-slow': '过慢的情况比当前版本更频繁',
  gates: '未通过在带标注样本上的门禁',
};

export const deployments: Text['deployments'] = {
  title: '部署',
  lead: '部署是模型的一个具名位置：记录当前使用的版本，与之并行试用新版本，并监控运行情况。所有数据都留在此浏览器中。',
  badLink: '链接无效',
  empty: '还没有部署。运行一个模型，然后在其页面上部署。',
  emptyAction: '运行模型',
  missing: '此浏览器中没有这个部署，可能已被删除。',
  all: '所有部署',
  item: (model, number, count) => `${model}（${version(number)}，共 ${format.whole(count)} 个版本）`,
  alerts: (count) => `${format.whole(count)} 个告警`,
  sections: '此部署的各个部分',
  run: '运行',
  running: {
    title: '部署',
    lead: '为此模型起一个部署名称，以便与之并行试用新版本，并监控它在这里的运行情况。',
    name: '名称',
    create: '部署',
    add: (name) => `添加为“${name}”的新版本`,
    added: '已添加，尚未启用。',
    stores: (size) => `部署时会先在此浏览器中保存所选文件的副本（${size}），以便再次打开。已保存的文件不会重复复制。`,
    storing: (done, total) => `正在保存副本：${done} / ${total}`,
    gatesFailed: (sentences) =>
      `此模型未通过以下门禁：\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n仍要部署吗？`,
    keepInputs: '保留待标注的输入',
    keepInputsHelp: (count, size) =>
      `模型没有把握的输入和少量随机抽取的输入会保留在此浏览器中，直到你标注或删除：最多 ${format.whole(count)} 个输入，共 ${size}。`,
    saving: '正在读取模型文件',
    answers: (name, number) => `当前使用“${name}”的版本 ${number}，并受监控。`,
    gradual: (number, fraction) => `版本 ${number} 正在试用：处理 ${share(fraction)} 的输入。`,
    shadow: (number) => `版本 ${number} 以影子方式运行：不输出结果。`,
    open: '打开部署',
    versionError: '另一个版本无法打开，因此全部由此版本处理。',
    storageError: '监控数据无法保存。',
  },
  lifecycle: {
    title: '此版本的历程',
    assessed: '评测',
    optimised: '优化',
    gated: '门禁',
    deployed: '部署',
    watched: '监控',
    noEvaluation: '此浏览器中没有它在带标注样本上的评测',
    evaluated: (at) => `评测于 ${format.date(at)}`,
    asIs: '不是由此浏览器中的优化生成',
    madeBy: (scheme, at) =>
      `生成于 ${format.date(at)}，${scheme === null ? '由不改变结果的优化步骤得到' : `采用方案 ${scheme}`}`,
    parent: (sha256) => `来自 SHA-256 为 ${sha256.slice(0, 12)}… 的模型`,
    noGates: '此浏览器中没有它的门禁运行',
    verdict: { pass: '所有门禁均通过', fail: '有门禁未通过', undecided: '门禁未定' },
    hallmark: (at) => `${format.date(at)} 的印记`,
    addedAt: (at) => `添加于 ${format.date(at)}`,
    runs: (count) => `已监控 ${format.whole(count)} 次运行`,
    checklist: '上线检查清单',
    estimated: (accuracy, error) => `估计准确率：${format.percent(accuracy)} ± ${format.number(100 * error)} 个百分点`,
    unwatched: '还没有受监控的运行',
    open: '打开',
    evaluate: '评测',
  },
  versions: {
    adaptedFrom: (number, corrections) => `从版本 ${number} 的 ${format.whole(corrections)} 条纠正中学习而来`,
    title: '版本',
    note: '备注',
    number: (number) => `版本 ${number}`,
    current: '当前版本',
    candidate: '试用中',
    threads: (count) => `${format.whole(count)} 线程`,
    switchTo: '切换到此版本',
    run: '单独运行',
    remove: '移除',
    of: (number) => `（${version(number)}）`,
    rollBack: (number) => `回滚到版本 ${number}`,
    noRollback: '以前没有使用过其他版本，因此无法回滚。',
    rehearse: '演练回滚',
    rehearsing: '正在打开该版本',
    rehearseHelp: '打开之前的版本后再关闭，期间仍使用当前版本。',
    modelMissing: (number) => `版本 ${number} 的模型已不在此浏览器中，因此无法运行。`,
    chooseAgain: (names) => `重新选择 ${format.list(names.map(isolate))}`,
    downloadAgain: '在“模型”页下载',
    addHelp: '要添加版本，请运行它的模型，并在那里选择“添加为新版本”。',
  },
  rollout: {
    title: '与当前版本并行试用另一版本',
    lead: '输入随机分配。候选版本根据实际表现转正或否决，其表现可随时查看：无论查看多少次，判定同样有效。',
    candidate: '候选版本',
    mode: '方式',
    modes: {
      shadow: '影子：两个版本都运行，采用当前版本的结果',
      gradual: '灰度：候选版本处理的输入逐步增加',
    },
    maxErrorRate: '失败运行的上限（%）',
    slowMs: '超过多少 ms 算过慢',
    slowHint: (ms) => (ms === null ? '当前版本尚未测量。' : `当前版本 95% 的运行少于 ${format.duration(ms)}。`),
    maxSlowRate: '过慢运行的上限（%）',
    minRuns: '每一阶段的运行次数',
    faults: {
      maxErrorRate: '请输入失败运行的百分比，大于 0 且小于 100。',
      slowMs: '请输入判定为过慢的时间，以毫秒为单位。',
      maxSlowRate: '请输入过慢运行的百分比，大于 0 且小于 100。',
      minRuns: '请输入运行次数，至少为 1 的整数。',
    },
    start: '开始试用',
    stop: '停止试用',
    promote: '立即转正',
    noCandidate: '没有其他版本。运行另一个模型，并在那里把它添加为此部署的新版本。',
    now: ({ mode, candidate, share: now }) =>
      mode === 'shadow' ? `版本 ${candidate} 以影子方式运行。` : `版本 ${candidate} 处理 ${share(now)} 的输入。`,
    steps: {
      wait: '运行次数太少，无法判定。',
      'raise-share': '所有门禁均通过：下次运行时提高其占比。',
      promote: '所有门禁均通过：下次运行时转正。',
      reject: '有门禁未通过：下次运行时否决。',
    },
    gates: '候选版本的实时门禁',
    gateColumns: ['门禁', '限值', '实测', '95% 区间（随时有效）', '状态'],
    comparison: '候选版本与当前版本',
    comparisonColumns: ['事件', '更频繁的证据', '更少的证据', '判定'],
    evidenceHelp: (threshold) =>
      `证据值达到 ${format.whole(threshold)} 即可判定：若两个版本没有差别，两类事件合计只有不到 5% 的试用会达到该值。`,
    events: { errors: '失败的运行', slow: '过慢的运行' },
    fraction: share,
    measured: (count, n) => (n === 0 ? '没有运行' : `${format.whole(n)} 次中 ${format.whole(count)} 次`),
    interval: ([low, high]) => `${share(low)} 至 ${share(high)}`,
    states: { pass: '通过', fail: '未通过', inconclusive: '运行次数太少' },
    verdicts: { more: '更频繁', fewer: '更少', undecided: '未定' },
    agreement: (mean, n) => `结果一致性为 ${share(mean)}，共 ${format.whole(n)} 个输入。`,
  },
  review: {
    title: '复查',
    every: '复查周期',
    never: '不定期复查',
    days: (days) => `每 ${format.whole(days)} 天`,
    due: '该复查了。',
    clockBack: '本设备的时钟早于上次复查的时间，其中一个日期有误。该复查了。',
    next: (at) => `下次复查：${format.date(at)}。`,
    note: '复查发现了什么？',
    record: '记录复查',
  },
  history: {
    title: '历史记录',
    clockNote: '按发生的先后顺序排列。日期取自本设备的时钟。',
    columns: ['日期', '事件'],
    date: (at) => format.date(at),
    event(event) {
      const name = version(event.version);
      switch (event.kind) {
        case 'added':
          return `添加了${name}`;
        case 'removed':
          return `移除了${name}`;
        case 'switched':
          return `切换到${name}`;
        case 'rolled-back':
          return `回滚到${name}`;
        case 'rollout-started':
          return `开始试用${name}：${event.mode === 'shadow' ? '影子方式' : '处理部分输入'}`;
        case 'share-raised':
          return `${name} 处理的输入增至 ${share(event.share)}`;
        case 'promoted':
          return `${name} 通过门禁，已转正`;
        case 'rejected':
          return `${name} 被否决：${rejections[event.why as RejectionReason] ?? event.why}`;
        case 'rollout-stopped':
          return `停止试用${name}`;
        case 'rehearsed':
          return 'ms' in event.outcome
            ? `演练回滚到${name}：打开耗时 ${format.duration(event.outcome.ms)}`
            : `演练回滚到${name}：无法打开`;
        case 'reviewed':
          return event.note === '' ? `复查了${name}` : `复查了${name}：${event.note}`;
        case 'alert-raised':
          return `告警：${monitor.rule(event.rule)}（${monitor.ruleValue(event.rule, event.value)}）`;
        case 'alert-cleared':
          return `告警解除：${monitor.rule(event.rule)}（${monitor.ruleValue(event.rule, event.value)}）`;
        case 'remedy-kept':
          return remedyEvents.kept(name, event.remedy, remedies.measured(event.symptom, event.measured));
        case 'remedy-tried': {
          const outcome = event.measured && remedies.measured(event.symptom, event.measured);
          return remedyEvents.tried(event.remedy, event.why, outcome);
        }
        case 'remedy-undone':
          return remedyEvents.undone(name, event.remedy);
      }
    },
  },
  settings: {
    title: '此部署',
    name: '名称',
    deleteMonitoring: '删除监控数据',
    deleteMonitoringConfirm: '要删除所有监控数据吗？如有需要，请先导出。',
    remove: '删除部署',
    removeConfirm: ({ name }) => `要删除“${name}”及其历史记录和所有监控数据吗？模型会保留。`,
  },
};

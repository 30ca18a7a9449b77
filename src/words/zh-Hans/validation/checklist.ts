import type * as en from '../../en/validation/checklist.ts';
import type { ChecklistState, FilledChecklistItem } from '#validation/checklist/checklist.ts';
import type { ChecklistEvidence, ChecklistItemId } from '#validation/checklist/checklist-items.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';

const items = {
  quality: '在自己的数据上，模型的准确度接近基线模型（至少 95%）',
  performance: '延迟、吞吐量和内存在用户的设备上达到目标',
  security: '已检查模型文件的安全漏洞，所有问题均已解决',
  load: '已在预期负载下测试',
  failures: '已测试无效输入和故障，应用能够恢复',
  'monitoring-ready': '已设置监控和告警',
  'rollback-tested': '已测试并记录回滚到上一版本的流程',
  'parallel-release': '新旧版本并行运行，可以切换流量（蓝绿发布）',
  'gradual-traffic': '流量逐步切换（金丝雀发布）',
  dashboards: '仪表盘显示实时指标',
  'performance-baseline': '已保存测得的性能，以便与之后的运行比较',
  'error-limits': '已定义可接受的错误率',
  'rollback-triggers': '超过阈值时自动回滚',
  drift: '能检测输入和预测随时间的变化（漂移）',
  slowdown: '延迟变差时触发告警',
  resources: '监控 CPU、内存和能耗',
  'user-experience': '测量用户体验',
  lineage: '记录每个版本的来源模型和数据',
  reviews: '已确定定期复查模型的日期',
} satisfies Record<ChecklistItemId, string>;

const states = {
  met: '已满足',
  'not-met': '未满足',
  signed: '已签署',
  open: '待定',
} satisfies Record<ChecklistState, string>;

const evidence = {
  'hostile-inputs': 'NaN、错误尺寸等异常输入只会报错或得到有限的结果',
  'stored-report': '本次运行的报告已保存',
  'error-limit': '门禁文件限制了错误，超限则不通过',
  hallmark: '印记注明了模型和数据的 SHA-256',
  'alert-rules': '此模型的部署设有告警规则',
  'latency-alert': '部署的一条告警规则监视延迟',
  'rollback-rehearsed': '已演练部署的回滚，上一版本能够打开',
  'second-version': '部署中有另一个可切换的版本',
  'gradual-rollout': '部署曾让此模型处理逐步增加的输入份额',
  'live-gates': '此模型的试用设有限值，超过时自动结束',
  'monitored-runs': '部署监控此模型的运行',
  'waits-monitored': '部署监控得到结果所需的时间，包括等待和取消的运行',
  'drift-reference': '已保存此模型的参考，部署将输入与之比较',
  'reviews-scheduled': '此模型的部署定期复查',
} satisfies Record<ChecklistEvidence, string>;

function source({ state, gates: results, evidence: code, signature }: FilledChecklistItem): string {
  const measured = results.map(gateResults.sentence).join('');
  const signed =
    signature &&
    `由 ${isolate(signature.name)} 于 ${format.date(signature.signedAt)} 声明，并非测得：${isolate(signature.note)}`;
  if (state === 'signed') return [measured, signed].filter(Boolean).join('');
  if (measured) return measured;
  if (code && state === 'met') return `在此满足：${evidence[code]}。`;
  if (code && state === 'not-met') return `在此未满足，要求为：${evidence[code]}。`;
  if (code) return `此处尚无证据表明：${evidence[code]}。如果在别处完成，请说明做法并签署。`;
  return '请说明你的做法并签署。';
}

export const checklist: typeof en.checklist = {
  heading: (model) => `${model} 的上线检查清单`,
  groups: {
    before: '发布前',
    release: '发布中',
    operation: '运行中',
  },
  columns: ['条目', '状态', '依据'],
  item: ({ id }) => items[id],
  state: ({ state }) => states[state],
  source,
  summary: (filled) => {
    const count = (state: ChecklistState) => format.whole(filled.filter((item) => item.state === state).length);
    return `${count('met')} 项由测量满足，${count('signed')} 项由人签署，${count('not-met')} 项未满足，${count('open')} 项待定。`;
  },
};

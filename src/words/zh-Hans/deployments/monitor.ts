import type { Text } from '../../language.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { MeasureId } from '#monitor/measures.ts';
import { format } from '../format.ts';

const measures: Readonly<Record<MeasureId, string>> = {
  runs: '运行次数',
  'latency-p50': '延迟，中位数',
  'latency-p95': '延迟，第 95 百分位',
  'latency-p99': '延迟，第 99 百分位',
  'wait-p95': '等待时间，第 95 百分位',
  'error-rate': '失败的运行',
  'cancel-rate': '取消的运行',
  'dropped-frames': '丢弃的摄像头帧',
  confidence: '置信度，中位数',
  margin: '与第二类别的差距，中位数',
  entropy: '类别熵，中位数',
  brightness: '亮度，中位数',
  contrast: '对比度，中位数',
  saturation: '饱和度，中位数',
  sharpness: '清晰度，中位数',
  agreement: '与当前版本的一致性，中位数',
};

function value(id: MeasureId, measured: number): string {
  if (id.startsWith('latency') || id.startsWith('wait')) return format.duration(measured);
  if (id.endsWith('-rate')) return format.percent(measured);
  return id === 'runs' || id === 'dropped-frames' ? format.whole(measured) : format.number(measured);
}

const hours = (count: number) => (count % 24 === 0 && count > 24 ? `${count / 24} 天` : `${format.number(count)} 小时`);

/** A limit or a value of a rule, in its unit. */
function ruleValue({ kind, measure }: AlertRule, amount: number): string {
  if (kind === 'absence') return hours(amount);
  if (kind === 'drift') return amount < 0.001 ? '< 0.001' : format.number(amount);
  if (kind === 'rate') return `${format.number(amount)} 倍`;
  return kind === 'trend' ? format.percent(amount) : value(measure, amount);
}

const sides = { above: '高于', below: '低于' };

export const monitor: Text['monitor'] = {
  title: '监控',
  lead: '“运行”页上各次运行的计数和分布，不含输入和结果。按小时的数据保留一个月，按天的数据保留一年。',
  period: '时段',
  version: '版本',
  allVersions: '所有版本',
  periods: { 24: '一天', 168: '一周', 744: '一个月', 8784: '一年' },
  empty: '此时段没有监控数据。',
  measures,
  value,
  caption: '此时段的数值',
  columns: ['指标', '数值', '运行次数'],
  notMeasured: '运行次数不足',
  charts: {
    latency: '延迟',
    'error-rate': '失败的运行',
    confidence: '置信度',
    runs: '运行次数',
  },
  chart: (name, points, last) => `${name}：${format.whole(points)} 个数据点，最后一个为 ${last}`,
  errors: '各类错误',
  errorColumns: ['错误', '运行次数'],
  damaged: (count) => `${format.whole(count)} 个小时的已存数据损坏，不计入。`,
  inputBytes: (size) => `有 ${size} 的文件留在本设备上，没有上传。`,
  export: '导出所有已保存的数据',
  openMetrics: 'OpenMetrics',
  csv: 'CSV',
  json: 'JSON',
  alerts: {
    title: '告警',
    none: '还没有规则。',
    state: (isRaised, now) => `${isRaised ? '告警中' : '未告警'}，当前 ${now}`,
    unknown: '未测量',
    kind: '告警依据',
    kinds: {
      threshold: '数值本身',
      rate: '与前一时段之比',
      trend: '持续上升或下降',
      absence: '没有运行',
      drift: '输入的漂移',
    },
    measure: '指标',
    side: '条件',
    sides,
    limit: '限值',
    clear: '解除值',
    clearHelp: '越过此值后告警才解除，以免反复触发。',
    hours: '统计时长（小时）',
    units: {
      threshold: '时间以毫秒为单位；比率填 0 到 1 的小数。',
      rate: '比值，例如 1.5。',
      trend: '相对于该数值的比例，例如 0.2。',
      absence: '小时。',
      drift: '在没有变化时出现如此差异的概率，例如 0.01：越小，误报越少。需要输入的参考。',
    },
    add: '添加规则',
    limits: {
      caption: '其门禁中使用时可能超出的限值',
      columns: ['门禁', '限值', '监视方式'],
      none: '此版本未运行门禁，因此没有要监视的限值。',
      watch: {
        rule: '下面的告警规则',
        addable: '尚未监视：请在下面添加规则',
        'no-measure': '未监视：监控不测量此项',
        labels: '没有告警规则，因为仅凭运行无法知道结果是否正确：请查看估计准确率，并用你标注的输入进行评估',
        companion: '没有告警规则，因为页面无法测量：请查看伴侣程序的指标',
      },
    },
    fromGates: '按其门禁的限值添加规则',
    remove: '移除',
    faults: {
      limit: '请输入一个数字作为限值；概率为 0.001 到 1。',
      'clear-limit': '解除值必须在限值的另一侧，或等于限值。',
      hours: '请输入 1 到 336 之间的整数小时。',
      side: '没有运行的小时数只能设为高于限值，漂移的概率只能设为低于限值。',
    },
  },
  rule(rule) {
    const limit = ruleValue(rule, rule.limit);
    if (rule.kind === 'absence') return `超过 ${limit}没有运行`;
    if (rule.kind === 'drift') return `输入的漂移：没有变化时的概率低于 ${limit}`;
    const period = `统计时长 ${hours(rule.hours)}`;
    const name = measures[rule.measure];
    const side = sides[rule.side];
    if (rule.kind === 'rate') return `${name}${side}前一时段的 ${limit}，${period}`;
    if (rule.kind === 'trend') return `${name}的趋势${side} ${limit}，${period}`;
    return `${name}${side} ${limit}，${period}`;
  },
  ruleValue,
};

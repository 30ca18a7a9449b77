import type { Text } from '../../language.ts';
import type { LimitSource } from '#gates/limit-sources.ts';
import type { UnmetNeed } from '#gates/unmet-needs.ts';
import { gateFileFaults } from './gate-file-faults.ts';
import { gateNames, gateResults } from './gate-results.ts';

const sources = {
  'mlperf-accuracy': 'MLPerf Inference：参考精度的 99% 和 99.9%',
  'mlperf-tokens': 'MLPerf Inference：对话每个 token 200 ms（Llama 2 70B）',
  'mlperf-first-token': 'MLPerf Inference：对话首 token 2 s（Llama 2 70B）',
  'rail-response': 'RAIL 模型：100 ms 内的响应会被感知为即时',
  'google-play': 'Google Play：应用基础模块的大小上限',
  'frame-rate': '每秒 30 帧的视频，每帧推理一次',
  'half-precision': '权重从 32 位变为 16 位',
  'no-difference': '10% 以内的差异视为没有差异',
  'agreement-verdict': '测量方法中的判定“符合预期”',
  'own-choice': '由 Assay 选定，没有外部来源',
} satisfies Record<LimitSource, string>;

const cure: Readonly<Record<Exclude<UnmetNeed['code'], 'items'>, string>> = {
  baseline: '选择基线模型',
  'load-test': '勾选负载测试',
  'sustained-run': '勾选持续运行，至少 10 分钟',
  'model-files': '评测已存储或从文件打开的模型',
};

export const gates: Text['gates'] = {
  names: gateNames,

  about: {
    'quality-ratio': '在相同样本上，候选模型的得分相对于基线模型的比值。',
    quality: '在带标注数据集上的得分。',
    'error-rate': '在带标注数据集上的误差，例如词错误率。',
    perplexity: '语言模型在纯文本上的困惑度，取决于文本和分词器。',
    agreement: '与基线模型结果相同的样本比例，或与参考运行输出的余弦相似度。',
    robustness: '扰动样本上的得分相对于原始样本得分的比值。',
    'speed-up': '候选模型比基线模型快多少倍，交错计时，使两者的运行条件相同。',
    latency: '单次推理的时间。',
    'time-to-first-token': '从提交提示词到语言模型输出首个 token 的时间。',
    throughput: '逐个执行时每秒的推理次数。',
    'generation-throughput': '语言模型生成时每秒的 token 数。',
    'tail-latency-ratio': '单次推理时间的第 95 百分位除以中位数。',
    'throughput-under-load': '负载下每秒的请求数，相对于逐个请求时的比值。',
    'errors-under-load': '负载下失败请求的比例。',
    'sustained-slowdown': '持续运行 10 分钟后推理变慢的程度。',
    'model-size': '模型所有文件的大小。',
    'model-size-ratio': '候选模型文件相对于基线模型文件的大小。',
    memory: '引擎报告的内存峰值。',
    'memory-ratio': '候选模型的内存峰值相对于基线模型的比值。',
    power: '推理期间的平均功率，只有带功率计的配套程序才能测量。',
    'hosts-contacted': '运行期间连接过的、应用自身以外的主机数。',
    'security-findings': '模型文件中高危安全问题的数量。',
  },

  units: {
    fraction: '%',
    ratio: '倍数',
    ms: '毫秒',
    bytes: 'MB',
    'per-second': '次/秒',
    'tokens-per-second': 'token/s',
    count: '整数',
    watts: '瓦',
    number: '数值',
  },

  severities: {
    off: '关闭',
    warn: '仅警告',
    error: '必需',
  },

  source: (source) => (sources as Readonly<Record<string, string>>)[source] ?? source,

  presets: {
    production: {
      title: '生产环境',
      about: '质量至少为基线模型的 95%，速度为两倍，内存为一半，且没有偶发的慢推理。需要基线模型，并会加入负载测试。',
    },
    interactive: { title: '交互', about: '100 ms 内响应，让人感觉不到延迟。' },
    video: { title: '视频，30 fps', about: '每帧在 33 ms 内完成。' },
    chat: {
      title: '对话',
      about: '语言模型在 2 s 内开始回答，生成速度不低于人的阅读速度。',
    },
    mobile: { title: '移动应用包', about: '小到可以随移动应用一起发布。' },
    strict: {
      title: '严格数值',
      about: '输出与基线模型和参考结果几乎相同。需要基线模型。',
    },
  },

  editor: {
    title: '门禁',
    lead: '对模型的要求。运行开始时、测量任何数据之前，门禁文件即被固定。',
    presets: '从预设开始',
    add: '添加门禁',
    addNone: '选择门禁',
    none: '没有门禁：运行只报告得分，不作判定。',
    severity: (gate) => `${gate}的严重级别`,
    limit: (gate, unit) => `${gate}的限值（${unit}）`,
    metric: (used, others) =>
      others.length === 0
        ? `指标：${used}。`
        : `指标：${used}。门禁文件可用“metric”指定其他指标：${others.join('，')}。`,
    source: '限值来源：',
    json: '门禁文件（assay.gates.json）',
    faults: '门禁文件无效，因此不予采用：',
    open: '打开门禁文件',
    save: '保存门禁文件',
  },

  unmetNeed: (need) => {
    const names = need.gates
      .map((gate) => `“${gateNames[gate]}”${need.code === 'items' ? `（需要 n ≥ ${need.needs[gate]}）` : ''}`)
      .join('，');
    return need.code === 'items'
      ? `样本太少，无法通过：${names}。`
      : `本次运行无法测量：${names}。若要测量，请${cure[need.code]}。`;
  },

  performanceTests: {
    title: '性能测试',
    loadTest: (loaded, alone) =>
      `负载测试（${loaded} 次并发请求，以及用于对比的 ${alone} 次逐个请求）：测量错误和吞吐量`,
    concurrency: '并发请求数',
    sustained: (duration) => `持续运行（需要 ${duration}）：测量变慢的程度`,
    minutes: '分钟数',
    minutesHelp: '该门禁需要 10 分钟。',
  },

  loadTest: {
    title: '负载测试',
    columns: ['并发数', '请求数', '失败', '排队等待时间（中位数）'],
  },

  fault: (fault) =>
    (gateFileFaults as Readonly<Record<string, (facts: never) => string>>)[fault.reason]!(fault as never),

  verdict: {
    title: '门禁结果',
    table: '各门禁的结果',
    agreement: '数据集没有标注：质量指与基线模型的一致性，不是准确率。',
    gateFile: '门禁文件（SHA-256）',
    readAt: (time) => `读取于 ${time}，在测量之前`,
    junit: '保存 JUnit XML',
    markdown: '复制 Markdown',
  },

  results: () => gateResults,
};

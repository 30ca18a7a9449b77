import type { Text } from '../../language.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import type { StepOutcome } from '#optimise/optimisation-step.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { NoSpeedReason } from '#planner/scheme-speed.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';
import { convert } from './convert.ts';
import { optimise } from './optimise.ts';

/** What a scheme is for. */
const about: Readonly<Record<SchemeId, string>> = {
  'channel-pruning': '剪除权重最小的通道：在所有引擎上都更小更快。请在自己的数据上检查结果。',
  'dynamic-int8': '权重缩小到四分之一，适合 Transformer。不需要数据。',
  float16: '大小减半，结果几乎不变。在 GPU 上更快。',
  'low-rank': '用两个窄矩阵代替一个宽矩阵：如果模型的权重有冗余，则更小更快。',
  'static-int8': '权重和激活均为 8 位，激活的范围取自你的数据。适合卷积网络。',
  'weight-only': '分块的 4 位权重。对于包含大型矩阵乘法或嵌入层的模型，文件通常最小。',
  'weight-pruning': '把小权重置零。文件大小不变，但更容易压缩。',
};

/** Names of the options of schemes. */
const options: Readonly<Record<string, string>> = {
  accuracyLevel: '精度等级',
  activationAware: '按输入缩放通道',
  activations: '激活',
  biasCorrection: '偏置校正',
  bits: '位数',
  blockSize: '块大小',
  calibration: '激活的取值范围',
  excludedNodes: '保持不变的节点',
  headroom: '数值余量',
  keptWeights: '保留权重的比例',
  operators: '算子',
  pattern: '置零模式',
  perChannel: '逐通道缩放',
  percentile: '百分位',
  reducedRange: '7 位权重',
  removedChannels: '剪除通道的比例',
  rounding: '舍入',
  scales: '块的缩放系数',
  sparsity: '置零的比例',
  symmetric: '对称',
  weights: '权重',
};

/** Why the speed of a scheme is not estimated. */
const noSpeed: Readonly<Record<NoSpeedReason, string>> = {
  'control-flow': '计算图含有分支或循环',
  'device-not-measured': '尚未测量本设备',
  'integers-on-cpu': 'GPU 不运行其整数算子',
  'layers-unknown': '改动哪些层取决于权重',
  'no-costs': '其算子的开销未知',
  'shapes-unknown': '太多形状要到运行时才知道',
  'sizes-free': '输入尺寸不固定',
};

/** Graphs of language models, with a key-value cache. */
const forms: Readonly<Record<MatrixFormId, string>> = {
  float32: 'float32 的 ONNX',
  w8a8: '权重和激活均为 int8 的 ONNX',
};

/** The outcome of a step. The command words missing data differently, because an option passes the data there. */
function formatOutcome(outcome: StepOutcome): string {
  const needsData = outcome.code === 'not-applicable' && outcome.reason === 'no-samples';
  return needsData ? '不适用：需要校准数据。请在“你的数据”中选择带标注的文件夹' : optimise.outcome(outcome);
}

/** The goal that a scheme has to reach. */
const goals = {
  gates: '通过门禁',
  score: '保持 99% 的得分',
  outputs: '使输出的余弦相似度保持在 0.99',
};

export const optimisePage: Text['optimise'] = {
  title: '优化',
  lead: '在本设备上让模型更小更快，每一步都能看到代价。原模型不会改变，也不会上传任何内容。',
  badLink: '无法打开此链接',
  steps: { names: optimise.steps, outcome: formatOutcome },
  unavailable: Object.values(optimise.unavailable),

  model: {
    example: '用自带的数字识别模型试试',
    title: '模型',
    help: 'ONNX 模型、GGUF 文件，或带 config.json 的 safetensors 模型文件夹：编码器（BERT、RoBERTa、XLM-RoBERTa、Model2Vec、ViT）、Whisper 或语言模型（Llama、SmolLM、Qwen 2 和 3、Gemma 3）。',
    drop: '把模型拖到这里',
    reading: '正在读取模型',
    facts: (bytes, parameters) => `${format.bytes(bytes)}，${format.number(parameters)} 个参数`,
    converted: '它只有权重，会先据此构建计算图。',
    lineage: (parent) => `由 Assay 从 SHA-256 为 ${parent.slice(0, 12)}… 的模型生成`,
    quantised: '此模型已经量化过，因此保持不变。要采用其他量化方式，请选择原模型。',
  },

  conversion: {
    title: '转换权重',
    quantised: (type) =>
      `权重已经量化过（${type}）。除非选择其他类型，否则文件保持不变：重新量化会叠加新的误差，使用 F16 或 F32 文件效果更好。`,
    name: (conversion) => (conversion.to === 'gguf' ? `GGUF ${conversion.type.toUpperCase()}` : forms[conversion.form]),
    size: (bytes, fraction) => `${format.bytes(bytes)}（${format.percent(fraction)}）`,
    requantised: (type) => `对 ${type} 重新量化：精度低于直接量化原始权重。`,
    start: '转换',
    startNamed: (name) => `转换为 ${name}`,
    running: (name) => `正在转换为 ${name}`,
    refused: (count) => `${count} 种转换不适用`,
    noTokenizer: convert.noTokenizer,
  },

  schemes: {
    title: '优化方式',
    clean: '仅清理',
    about: (id) => (about as Readonly<Record<string, string>>)[id] ?? '',
    cleanAbout: '折叠常量，删除不起作用的节点。结果保持不变。',
    size: (bytes, fraction) => `约 ${format.bytes(bytes)}（${format.percent(fraction)}）`,
    sizeUnknown: '大小无法预知',
    memory: (bytes) => `权重和激活占 ${format.bytes(bytes)}`,
    measure: '测量本设备以估计速度',
    measuring: '正在测量本设备',
    speed(speed, isMeasured) {
      const name = engine.devices[speed.device];
      if (!speed.known) return `${name}：未估计速度：${noSpeed[speed.reason]}`;
      const { originalMs, resultMs } = speed;
      const times = `${name}：预计 ${format.duration(resultMs)}，原模型 ${format.duration(originalMs)}`;
      return isMeasured ? `${times}（在此页实测）；只有比值是预测` : times;
    },
    noRisk: '从算子来看没有已知风险。',
    risk(risk) {
      switch (risk.code) {
        case 'few-bits':
          return `每个权重 ${format.number(risk.bits)} 位：请在自己的数据上检查结果。`;
        case 'depthwise':
          return `${format.whole(risk.count)} 个深度卷积或分组卷积在 8 位下会损失精度。`;
        case 'few-weights':
          return `只有 ${format.percent(risk.fraction)} 的权重在它所改动的算子中。`;
        case 'computes-in-float32':
          return 'WebAssembly 以 float32 计算它：更小，但在那里不会更快。';
      }
    },
    refused: (count) => `${count} 个方案不适用`,
    options: '选项',
    option: (name) => options[name] ?? name,
    namesHint: '用逗号分隔。',
    recipe: '配方（JSON）',
    recipeHint: '每个步骤及其选项。同一配方用于同一模型，得到的文件逐字节相同。',
    openRecipe: '打开配方',
    saveRecipe: '保存配方',
  },

  data: {
    title: '你的数据（可选）',
    lead: '提供带标注的文件夹，就可以校准 int8 激活，并为两个模型打分。不提供则只比较两者的输出。',
    items: '用于打分的样本',
    itemsHint: '随机抽取这么多样本；留空则使用全部。另取最多 64 个样本用于校准。',
    targetHint: '两个模型都在本设备上打分和判定；如果已连接配套程序，也可以用原生引擎。',
    gates: '结果须通过的门禁',
  },

  run: {
    title: '阶段',
    start: '开始优化',
    optimiseAgain: '重新优化',
    progress: {
      baseline: '正在读取模型',
      clean: '正在清理计算图',
      quantise: '正在压缩权重',
      accelerate: '正在交错测量两个模型的耗时',
      validate: '正在运行你的数据',
    },
    stages: {
      baseline: '基线',
      clean: '清理',
      quantise: '压缩',
      accelerate: '测速',
      validate: '验证',
    },
    convert: '转换并清理',
    columns: { size: '大小', time: '中位耗时', memory: '占用内存', outputs: '结果' },
    waiting: '尚未进行',
    noData: '未选择数据',
    noScheme: '未选择方案',
    notMeasured: '未测量',
    time: optimise.times.time,
    speedUp: optimise.times.speedUp,
    original: optimise.times.original,
    agreement: ({ cosine, sqnrDb }) => {
      if (cosine === null || sqnrDb === null) return '未比较输出：值不是有限数，或大小不同';
      if (sqnrDb === -Infinity) return '输出不同：某些值只在其中一个模型中为有限数';
      return sqnrDb === Infinity ? '输出完全相同' : `余弦 ${cosine.toFixed(5)}，SQNR ${format.number(sqnrDb)} dB`;
    },
    scores: (name, before, after) => `${name}：${after}，原模型 ${before}`,
    best: (target) => `最快：${target}`,
    target: ({ host, engine: id, device }, threads) => {
      if (host === 'companion') return engine.inCompanion(engine.names[id], engine.devices[device]);
      const name = engine.devices[device];
      return device === 'wasm' && threads !== null ? `${name}，${engine.threads(threads)}` : name;
    },
    targets: '引擎与线程数',
    targetColumns: ['后端', '原模型', '结果', '速度'],
    stepsDone: '各步骤的改动',
    step: (name, what) => `${name}：${what}`,
    intervals: '耗时为中位数，附 95% 区间，由所有模型在相同输入上交错运行测得。配套程序中的耗时包含输入和输出的传输。',
    unchanged: '没有步骤适用，因此模型没有改变。',
  },

  search: {
    title: '方案对比',
    start: '尝试所有方案',
    resume: (left) => `尝试剩余的 ${left} 个`,
    budget: '时间上限',
    budgets: (minutes) => `${minutes} 分钟`,
    trying: (name, done, all) => `${name}：第 ${done + 1} 个，共 ${all} 个`,
    outOfTime: '已到时间上限，未能尝试所有方案。',
    columns: { size: '大小', time: '中位耗时', quality: '质量' },
    quality: (fraction, isScore) =>
      fraction === null
        ? '未测量'
        : isScore
          ? `得分的 ${format.percentExactly(fraction)}`
          : `余弦 ${fraction.toFixed(5)}`,
    chosen: (name, by, goal) =>
      `${name}：${goals[goal]}的方案中${by === 'speed' ? '最快' : '最小；没有一个明显快于原模型'}。`,
    none: (goal) => `没有方案能${goals[goal]}。`,
    gates: ({ verdict, unmet }) => {
      const names = unmet.map(gateName).join('、');
      return verdict === 'fail' ? `未通过门禁：${names}` : `样本不足以判定门禁：${names}`;
    },
    refusals: {
      quality: '质量损失过大',
      slower: '比所选方案慢',
      larger: '比所选方案大',
    },
    choice: '所选方案',
    onFront: '帕累托最优',
    failed: (code) => `失败：${code}`,
    use: '采用',
    useNamed: (name) => `采用 ${name}`,
    chart: {
      label: '各方案的大小与耗时',
      caption: '实心点为帕累托最优：没有其他方案在大小、耗时和质量上都更好。选择一个点可查看其数据。',
    },
    axes: { size: '大小', time: '耗时' },
  },

  sensitivity: {
    title: '敏感层',
    lead: '如果结果损失太大，往往只是少数几层造成的。这里会对每一层单独尝试该方案，可能需要一些时间。',
    find: '寻找敏感层',
    finding: '正在对每一层尝试该方案',
    summary: (count, all, minDb) => {
      if (all === 0) return '该方案没有改变任何层。';
      if (count === 0) return `输出的 SQNR 至少保持 ${format.number(minDb)} dB。`;
      if (count === all) return '无论哪些层保持不变，输出的损失都太大。请选择其他方案。';
      return `共 ${format.whole(all)} 层，其中 ${format.whole(count)} 层保持不变时，输出的 SQNR 至少为 ${format.number(minDb)} dB。`;
    },
    effect: ({ sqnrDb, sizeFraction }) =>
      `${Number.isFinite(sqnrDb) ? `SQNR ${format.number(sqnrDb)} dB` : sqnrDb > 0 ? '无噪声' : '无法比较'}，占权重的 ${format.percent(sizeFraction)}`,
    optimiseWithoutExcluded: (count) =>
      count === 0 ? '对所有层重新优化' : `让 ${format.whole(count)} 层保持不变，重新优化`,
    showGraph: '在计算图上显示',
    graphHelp: '点击有颜色的节点可让它保持不变或重新改动，与上面的列表相同。',
  },

  pruning: {
    title: '逐步剪枝',
    lead: '每次剪去一点，与原模型的输出比较，一致就继续。未通过的一步会排除最敏感的层后重试。',
    leadWithData: '每次剪去一点，在你的数据上评分，通过就继续。未通过的一步会排除最敏感的层后重试。',
    stepFraction: '每一步剪去剩余部分的比例',
    start: '逐步剪枝',
    running: (step) => `第 ${step} 步：正在剪枝并检查结果`,
    ranking: '正在寻找最敏感的层',
    step: optimise.pruningStep,
    passes: '通过的各步构成一个配方，可再次得到相同的模型。',
    nonePasses: '没有一步通过。请减小每一步剪去的比例。',
    use: '按这些步骤优化',
  },

  verdict: {
    identical: '输出完全相同。',
    close: '输出非常接近。',
    differs: '输出不同。使用此模型前请检查结果。',
    seeded: '只在一个生成的输入上比较，没有用你的数据：不足以说明精度。',
    samples: (count) => `在你的数据中的 ${format.whole(count)} 个样本上比较。`,
    notCompared: '未比较输出。',
  },

  result: {
    title: '结果',
    speed: (speedUp, target) => `${target} 上${speedUp}`,
    headline: (before, after) =>
      `从 ${format.bytes(before)} 变为 ${format.bytes(after)}（${format.percent(after / before)}）`,
    store: '保存在此浏览器中',
    stored: (id) => `已保存为 ${id}，可在“模型”页中找到。`,
    download: '下载模型',
    recipe: '下载配方',
    card: '下载模型卡片',
    command: '对应的命令行',
  },

  sideBySide: {
    title: '在自己的输入上对比前后效果',
    image: '选择图片',
    yours: '你的图片',
    text: '文本，每行一句',
    run: '运行两个模型',
    running: '正在运行两个模型',
    before: '原模型',
    after: '结果',
  },

  card: () => ({
    title: (name) => name,
    lead: (parent) => `由 Assay 在用户的设备上从 ${parent} 生成。`,
    lineage: '来源',
    lineageColumns: ['内容', 'SHA-256'],
    lineageRows: {
      parent: '原模型',
      recipe: '配方',
      calibration: '校准（样本）',
      result: '此模型',
    },
    noCalibration: '无',
    figures: '指标',
    figureColumns: ['指标', '原模型', '此模型'],
    size: '大小',
    time: '单次推理的中位耗时（95%）',
    memory: '占用内存',
    agreement: '输出的一致性',
    agreementColumns: ['输出', '余弦', 'SQNR（dB）'],
    notCompared: '未比较',
    limits: '耗时只适用于测量所用的设备；一致性和得分只适用于所用的数据。',
    recipe: '配方',
  }),
};

import type * as en from '../../en/models/model-recommendation.ts';
import type { FitLimit, FitTerm, MissingTerm } from '#planner/fit.ts';
import type { WorkKind } from '#planner/forecast-result.ts';
import type { RecommendationReason } from '#planner/recommendation-reasons.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import { isolate } from '../../isolate.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { runText } from './model-evidence.ts';
import { formats } from './model-facts.ts';
import { unsupportedText } from './unsupported.ts';

const { names: engineIds, devices } = engine;

const terms = {
  engine: '引擎',
  weights: '权重',
  loading: '加载时的副本',
  activations: '激活峰值',
  cache: 'KV 缓存',
  attention: '注意力分数（长提示词）',
} satisfies Record<FitTerm['what'], string>;

const missing = {
  weights: '权重',
  activations: '激活',
  cache: 'KV 缓存',
} satisfies Record<MissingTerm, string>;

const limits = {
  'engine-ceiling': '引擎上限',
  'heap-measured': '实测 WebAssembly 内存',
  'gpu-measured': '实测显存',
} satisfies Record<FitLimit['what'], string>;

const work = {
  memory: '读取权重',
  call: '引擎的固定开销',
  dense: '矩阵乘法和卷积',
  depthwise: '深度可分离卷积',
  integer: '整数矩阵乘法',
  requantised: '整数卷积',
  requantisedDepthwise: '整数深度可分离卷积',
  'float32-convolution': '以 float32 计算的整数卷积',
  floatDepthwise: '以 float32 计算的整数深度可分离卷积',
  recurrent: '循环层',
  pool: '池化',
  transcendental: '超越函数',
  quantise: '量化',
  interpolate: '缩放',
  simple: '逐元素运算和拷贝',
  absent: '无',
  attention: '对上下文的注意力计算',
} satisfies Record<WorkKind, string>;

/** @param size formats one size */
function memoryRange(low: number, high: number, size: (bytes: number) => string = format.bytes): string {
  const [min, max] = [size(low), size(high)];
  if (min === max) return max;
  return low === 0 ? `最多 ${max}` : `${min} 至 ${max}`;
}

const value = (facts: RecommendationReason['facts'], name: string) => Number(facts[name] ?? 0);

/** The reasons for this engine and device, and what would change them. */
const reasons = {
  'only-engine': (facts) =>
    `${formats[String(facts['format']) as FormatId]} 模型由 ${engineIds[String(facts['engine']) as keyof typeof engineIds]} 运行。`,
  'no-engine': (facts) =>
    `这里没有引擎能运行 ${formats[String(facts['format']) as FormatId]}。请寻找该模型的 ONNX、GGUF 或 TFLite 变体。`,
  fastest: (facts) =>
    `预估最快：${format.duration(value(facts, 'ms'))}，次快的为 ${format.duration(value(facts, 'nextMs'))}。`,
  safest: (facts) =>
    `另有预估更快的（${format.duration(value(facts, 'fasterMs'))}，此项为 ${format.duration(value(facts, 'ms'))}），但不太确定能装下。`,
  'only-candidate': (facts) => (facts['verdict'] === 'fits' ? '只有它装得下。' : '只有它可能装得下。'),
  'nothing-fits': (facts) =>
    `至少需要 ${format.bytes(value(facts, 'needBytes'))}，但只有 ${format.bytes(value(facts, 'limitBytes'))} 可用。`,
  'software-gpu': () => '这里的 GPU 由 CPU 模拟。真正的 GPU 可能快得多。',
  'no-gpu': () => '支持 WebGPU 的浏览器还可以使用 GPU。',
  'webgl-unmeasured': () => '未在此测量 WebGL。如果此浏览器有 GPU，做一次基准测试即可知道它是否更快。',
  'one-thread': () => '启用跨源隔离后可以使用更多线程：参见“设备”页。',
  'needs-half': () => '此变体需要 f16 运算，而此 GPU 不支持。请寻找 q4f32 变体。',
  'shorter-context': (facts) => `缩短上下文可减少内存：每个 token 占 ${format.bytes(value(facts, 'bytesPerToken'))}。`,
  'smaller-weights': (facts) =>
    `它的每个权重占 ${format.number(value(facts, 'bitsPerWeight'))} 位。量化后的变体只需一半或四分之一。`,
  'integers-in-wasm': () => '整数算子在这里节省内存，但不节省时间：在 WebAssembly 上，float32 变体可能一样快。',
  'disturbed-speeds': () => '测速期间有其他程序占用本设备，因此排序未考虑速度。请在空闲时重新测量本设备。',
  'wide-range': () => '该引擎的预估未经校准。在本机做一次基准测试即可得到可靠的预估。',
} satisfies Record<RecommendationReason['code'], (facts: RecommendationReason['facts']) => string>;

export const modelFit: typeof en.modelFit = {
  title: '内存与速度预估',
  verdicts: {
    fits: '装得下',
    tight: '勉强',
    'does-not-fit': '装不下',
    unknown: '未知',
  },
  sentences: {
    fits: (need, limit) => `需要 ${need}，可用 ${limit}。`,
    tight: (need, limit) => `需要 ${need}，可用 ${limit}：按最小值装得下，按最大值未必。`,
    'does-not-fit': (need, limit) => `需要 ${need}，但只有 ${limit} 可用。`,
    unknown: () => '文件没有注明权重的大小，或尚未测量此处的上限。',
  },
  missing: (what) => `因文件没有注明大小而未计入：${format.list(what.map((term) => missing[term]))}。`,
  noEngine: '这里没有引擎能打开此格式',
  cannotRun: '无法在此运行',
  need: memoryRange,
  arithmetic: '内存明细',
  arithmeticCaption: '所需内存与可用内存',
  columns: { term: '项目', bytes: '内存' },
  term: (what) => terms[what],
  total: '合计',
  limit: (what) => `上限：${limits[what]}`,
  assumed: '在手机和平板上不探测内存，因为分配过多会使标签页崩溃。上限采用 webgpu-bench 项目验证过的安全预算。',
  measured: (date) => `本设备测量于 ${date}。`,
  measureAgain: '重新测量',
  sizesHelp: '模型没有固定这些尺寸和整数输入的值。显示的内存和预估按这些值计算，基准测试也采用它们。',
  context: '上下文长度（token）',
  contextValue: (tokens, trained) => `${format.whole(tokens)} 个 token（训练时为 ${format.whole(trained)} 个）`,
};

export const modelForecast: typeof en.modelForecast = {
  per: { run: '每次运行', token: '每个生成的 token' },
  perPromptToken: '每个提示词 token',
  estimate: ({ expectedMs, lowMs, highMs }) =>
    `${format.duration(expectedMs)}（${format.duration(lowMs)} 至 ${format.duration(highMs)}）`,
  tokensIn: ({ expectedMs, lowMs, highMs }) =>
    `${format.number(1000 / expectedMs)} token/s（${format.number(1000 / highMs)} 至 ${format.number(1000 / lowMs)}）`,
  sizes: ({ promptTokens, tokens, depth }) =>
    `提示词 ${format.whole(promptTokens)} 个 token，生成 ${format.whole(tokens)} 个 token，${
      depth === 0 ? '从空上下文开始' : `已有 ${format.whole(depth)} 个 token 的上下文`
    }。`,
  basis: {
    kernels: '依据模型的文件头，以及引擎在本设备上对这些权重类型做矩阵乘法的实测速度。',
    calibrated: '依据模型的计算图、本设备的实测速度，以及我们对该引擎的校准。',
    record: '依据模型的计算图、本设备的实测速度，以及以往在本机的预估准确度。',
    uncalibrated: '仅依据模型的计算图和本设备的实测速度：尚未在本机测量该引擎或这些权重类型，因此范围较宽。',
  },
  runIs: runText,
  mostly: (kind, fraction) => `占比最大的是${work[kind]}：${fraction}。`,
  unknown: {
    'no-costs': '无法预估：此格式的运算开销未知。',
    'sizes-free': '无法预估：输入尺寸不固定。请选定尺寸后做基准测试。',
    'control-flow': '无法预估：计算图含有分支或循环，实际执行多少要到运行时才知道。',
    'shapes-unknown': '无法预估：计算图中有太多形状要到运行时才知道。',
    'device-not-measured': '无法预估：尚未测量本设备。',
    uncalibrated: '该引擎还没有可靠的预估：请做基准测试。',
  },
  rough: '粗略估计',
  record: '在本设备上的预估准确度',
  recordCaption: '在本设备上的预估时间与实测时间，最新的在前',
  recordColumns: {
    model: '模型',
    target: '引擎与设备',
    forecast: '预估',
    measured: '实测',
    error: '实测 / 预估',
  },
  recordSummary: (inside, all) => `${format.whole(all)} 次实测中有 ${format.whole(inside)} 次在预估范围内。`,
  recordNone: '还没有记录。对你的某个模型做一次基准测试，或与之对话，即可检验预估。',
};

export const modelRecommendation: typeof en.modelRecommendation = {
  title: '推荐配置',
  target: (id, device, threads) =>
    `${engineIds[id]}（${devices[device]}${device === 'wasm' ? `，${engine.threads(threads)}` : ''}）`,
  reason: ({ code, facts }) => reasons[code](facts),
  unsupported: unsupportedText,
  changes: '如何改变这一推荐',
  considered: '考虑过的所有配置',
  consideredColumns: { target: '引擎与设备', fits: '能否装下', need: '内存', forecast: '预估' },
  notForecast: '未知',
  run: '运行',
  chat: '对话',
  measure: '基准测试',
  profile: '性能分析',
  optimise: '优化',
  graph: '显示计算图',
  storeCopy: '在此浏览器中保存副本',
  storeCopyHelp: '文件仍在原处。副本可从下面的列表打开，无需再次选择文件。',
  copying: '正在复制',
  copied: (id) => `已保存在此浏览器中，名称为 ${isolate(id)}。`,
  download: '下载',
  downloadLabel: (bytes) => `下载（${format.bytes(bytes)}）`,
  open: '打开',
  stored: '已保存在此浏览器中。',
  downloadSource: (host) => `来自 ${host}，保存在此浏览器中。`,
  noTask: 'Assay 还不能运行此任务，但可以对该模型做基准测试。',
  missingFiles: (names) => `模型还需要 ${names}：请同时选择它的所有文件，或包含这些文件的文件夹。`,
};

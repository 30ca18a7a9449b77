import type { Text } from '../../language.ts';
import { scores } from '../evaluate/metrics.ts';
import { compare } from '../results/compare.ts';
import { facts } from './report-facts.ts';
import { flags } from './report-flags.ts';
import { markdown, notComparedText, referenceText } from './report-markdown.ts';

export const report: Text['report'] = {
  markdown: () => markdown,

  title: (subject, speed, machine) => `${subject}：${speed}，${machine}`,
  lead: '以链接形式分享，链接包含全部内容。',
  reading: '正在读取链接',
  badLink: '结果链接无效',
  selfReported: '由运行它的设备自行上报。链接的校验和只能发现损坏；它不是签名，不能证明来自何人。',

  scores,

  cells: {
    seeded: '生成的输入',
    pre: '解码与预处理',
    inference: '推理',
    post: '后处理',
    prompt: (tokens) => `提示词 ${tokens} 个 token`,
    generation: (tokens) => `生成 ${tokens} 个 token`,
    batch: (size) => `批大小 ${size}`,
    emptyContext: '空上下文',
    context: (tokens) => `上下文 ${tokens} 个 token`,
    after: (work, context) => `${work} ·\u00a0${context}`,
  },

  verdict: {
    label: '结论',
    perInference: '每次推理，中位数',
    perItem: '每个样本，中位数',
    phaseMedian: (phase, time) => `${phase}：每个样本 ${time}，中位数`,
    rate: (perSecond) => `${perSecond} 次推理/秒`,
    tokensPerS: 'token/s',
    works: {
      prompt: '处理提示词，中位数',
      generation: '生成，中位数',
    },
    firstToken: (promptTokens, time) => `提示词 ${promptTokens} 个 token 时的首 token 延迟：${time}（中位数）`,
    spread: (mad, fraction) => `绝对中位差 ${mad}（中位数的 ${fraction}）`,
    oneSample: '未测量波动：只有一次采样',
    onlyEmptyContext: '未测量填充上下文后的速度：在此填充太慢，打开的上下文太短，或引擎无法复用上下文。',
    validities: {
      valid: { mark: '有效', sentence: '按完整的方法测量，未受干扰。' },
      indicative: {
        mark: '仅供参考',
        sentence: '仅为粗略估计：采样太少，结果不够可靠。',
      },
      noisy: {
        mark: '噪声大',
        sentence: '采样波动过大，或有其他程序占用 CPU。请勿采信此速度，请在空闲的设备上重新运行。',
      },
      interrupted: {
        mark: '受到干扰',
        sentence: '运行受到干扰。请勿采信，请重新运行。',
      },
      invalid: { mark: '无效', sentence: '输出错误，因此该速度不作数。' },
    },
    on: (engine, version, device, threads) => `${engine} ${version}（${device}，${threads}）`,
    machine: (name, os, cores) => `${name}，${os}，${cores} 个逻辑核心`,
    size: (size, sha256) => (sha256 === null ? size : `${size}，SHA-256 ${sha256}`),
    wrong: '输出错误',
    gatesFailed: '门禁未通过',
    failedTitle: (title: string) => `门禁未通过：${title}`,
    fallback: (requested) => `代替 ${requested}`,
  },

  agreement: {
    title: '与参考的一致性',
    words: {
      identical: '完全相同',
      expected: '符合预期',
      investigate: '有待查明',
      broken: '错误',
      'not-measured': '未测量',
    },
    sentences: {
      identical: (against) => `所有值都与参考（${against}）相同。`,
      expected: (against) => `与${against}相比，输出只有舍入差异。`,
      investigate: (against) => `与${against}相比，输出的差异超出舍入所能解释的范围。`,
      broken: (against) => `输出与${against}不一致。`,
    },
    values: (metric, value, difference) => `${metric} ${value}，最大差异 ${difference}`,
    tokens: (same, tokens) => `贪心解码的前 ${tokens} 个 token 中有 ${same} 个相同`,
    margin: (value) => `首个差异处的对数概率差 ${value}`,
    nearlyOne: '大于 0.99999999',
    noDifference: '不是有限数',
    notMeasured: (why) => `未比较：${notComparedText(why)}。`,
    reference: referenceText,
  },

  statistics: {
    title: '统计',
    caption: '各项测试的统计，单位为毫秒，按每次推理或每个 token 计',
    statistic: '统计量',
    median: '中位数',
    mad: 'MAD',
    mean: '平均值，95% 置信区间',
    interval: (mean, half) => `${mean} ± ${half}`,
    min: '最小值',
    max: '最大值',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    needs: (n) => `需要 n ≥ ${n}`,
    n: '采样次数（n）',
    excluded: '排除的采样',
    perSample: '每次采样的推理数',
    tokensPerSample: '每次采样的 token 数',
  },

  phases: {
    title: '各阶段（分别计时）',
    caption: '各阶段的时长',
    download: '下载',
    nothing: '无需下载',
    load: '加载引擎',
    notApart: '未单独计时',
    create: '创建会话',
    first: (cell) => `首次推理，${cell}`,
    firstPerToken: (cell) => `首次运行，每个 token，${cell}`,
    warmup: (cell) => `预热，${cell}`,
    warmupText: (runs, time, settled) => `${time} 内运行 ${runs} 次，${settled ? '已稳定' : '未稳定'}`,
    starts: {
      cold: '冷启动：打开页面后首次使用该引擎，其代码未缓存',
      warm: '热启动：该引擎此前运行过，或其代码已缓存',
    },
    codes: {
      network: '网络',
      cache: '浏览器缓存',
    },
  },

  plot: {
    title: '分布',
    samples: '各次采样（按先后顺序）',
    fromBins: '链接以直方图形式携带采样：不保留先后顺序。',
    binWidth: (width) => `每个值只精确到所在的区间，区间宽度为 ${width}；统计量是精确的。`,
    label: (n, low, median, high) => `${n} 次采样的直方图，从 ${low} 到 ${high}，中位数 ${median}。`,
    stripLabel: (n, outliers) => `${n} 次采样随时间的变化；${outliers} 个离群值。`,
    countAbove: (count, limit) => `另有 ${count} 个超过 ${limit}`,
    median: '中位数',
    outliers: '离群值（已计入）',
    excluded: '已排除',
  },

  flags,

  facts,

  samples: {
    title: '原始采样',
    show: (count) => `全部 ${count} 次采样，单位为毫秒`,
    bins: (count) => `全部 ${count} 个区间：起点、采样次数`,
  },

  export: {
    title: '导出',
    json: '保存 JSON',
    csv: '保存 CSV',
    markdown: '保存 Markdown',
    copyMarkdown: '复制 Markdown',
  },

  share: {
    title: '链接',
    contents: '链接包含的内容',
    lead: '链接本身就是结果：不存储在任何服务器上，无需账号即可打开。它只包含这里列出的内容。',
    caption: '链接中的全部内容',
    length: (count) => `${count} 个字符`,
    needsData: (folder) => `要重复此评测，请使用相同的数据：文件夹“${folder}”的副本。运行之后，其 SHA-256 为`,
    noRepeat: '当前版本不认识该模型，因此无法在此重新运行。',
  },

  card: {
    medians: '中位数',
    measured: (date, method) => `${date} · 测量方法 ${method}`,
    alt: (title, engine, verdict, date, method) =>
      `${title}，${engine}。结果：${verdict}。${date} 按 Assay 的测量方法 ${method} 测得。`,
  },

  compare,
};

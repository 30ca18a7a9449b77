import type * as en from '../../en/validation/security.ts';
import type { ExecutableKind, Finding, FindingCode, NotScanned, Severity } from '#validation/security/finding.ts';
import { isolate, isolateFacts } from '../../isolate.ts';
import { format } from '../format.ts';

type FactsOf<C extends FindingCode> = Extract<Finding, { code: C }>['facts'];

const severities = {
  high: '高',
  medium: '中',
  low: '低',
  info: '提示',
} satisfies Record<Severity, string>;

const executables = {
  elf: 'Linux 程序或库（ELF）',
  pe: 'Windows 程序或库（PE）',
  'mach-o': 'macOS 程序或库（Mach-O）',
  script: '带解释器行（#!）的脚本',
  wasm: 'WebAssembly 代码',
  dex: 'Android 代码（DEX）',
} satisfies Record<ExecutableKind, string>;

const loopEnds = {
  condition: '没有最大迭代次数：满足某个条件时才结束',
  computed: '的迭代次数要到运行时才计算或给定',
  never: '既没有迭代次数，也没有结束条件',
} satisfies Record<FactsOf<'loop-unbounded'>['ends'], string>;

const notScanned = {
  unreadable: '它已损坏、加密或不符合格式',
  'too-large': '它超过扫描的大小上限',
  compressed: '它经过压缩',
  'unknown-format': '它的格式不是 Assay 能读取的',
} satisfies Record<NotScanned, string>;

/** What a finding is, and what to do about it. */
interface Words {
  readonly what: string;
  readonly fix: string;
}

const convert = '请改用 safetensors、ONNX 或 GGUF 文件：它们不含代码。';
const distrust = '除非清楚它为何在此，否则不要在其他程序中打开。';

const findings: { readonly [C in FindingCode]: (facts: FactsOf<C>) => Words } = {
  'external-path': ({ path }) => ({
    what: `其权重存放在“${path}”，不在模型的文件夹内。`,
    fix: 'Assay 会拒绝它。其他程序可能因此读取你的文件：不要在那里打开。',
  }),
  'external-key': ({ key }) => ({
    what: `其外部数据有键“${key}”，ONNX 没有定义该键。`,
    fix: 'Python 包 onnx 的旧版本会把它设为对象的属性：请使用 1.21 或更高版本。',
  }),
  'custom-operators': ({ domain, operators, count }) => ({
    what: `其中 ${format.whole(count)} 个节点使用 ${domain} 的算子（${operators}），标准引擎都没有实现。`,
    fix: '它们需要额外的库，而该库可以在你的机器上执行任意代码：只从可信的来源加载。',
  }),
  'system-operator': ({ operator }) => ({
    what: `它使用算子 ${operator}，该算子会访问文件或执行模型之外的代码。`,
    fix: '只在没有该算子的引擎中运行，例如 Assay 的引擎。',
  }),
  'code-layer': ({ layer }) => ({
    what: `它含有层 ${layer}，其中可能包含由 Keras 执行的 Python 代码。`,
    fix: '在 Keras 中只用 safe_mode=True 加载。TensorFlow.js 不会执行它。',
  }),
  'loop-unbounded': ({ node, ends }) => ({
    what: `循环 ${node} ${loopEnds[ends]}。`,
    fix: '处理不受你控制的输入时，请设置运行时间上限。',
  }),
  'recursive-function': ({ function: name }) => ({
    what: `函数 ${name} 永不结束：它是递归的，而 ONNX 不允许递归。`,
    fix: '会展开函数的引擎可能永远无法完成：不要加载它。',
  }),
  'declared-size': ({ declaredBytes, fileBytes }) => ({
    what: `其文件头声明有 ${format.bytes(declaredBytes)} 权重，而文件只有 ${format.bytes(fileBytes)}。`,
    fix: '信任文件头的程序会耗尽内存：不要加载它。',
  }),
  'large-value': ({ node, operator, bytes }) => ({
    what: `节点 ${node}（${operator}）产生 ${format.bytes(bytes)} 的值。`,
    fix: '大多数设备会耗尽内存：请确认模型是否需要它。',
  }),
  'text-url': ({ where, url }) => ({
    what: `其条目“${where}”包含网址：${url}。`,
    fix: '不会有程序打开它。访问前请先核实。',
  }),
  'text-markup': ({ where, text }) => ({
    what: `其条目“${where}”包含 HTML 或脚本：${text}。`,
    fix: 'Assay 只把它显示为文本。把它作为 HTML 插入的网页会执行它。',
  }),
  'text-hidden': ({ where, characters }) => ({
    what: `其条目或名称“${where}”包含不可见字符（${characters}），可能使人误读。`,
    fix: '请按字符而不是外观比较名称。',
  }),
  'text-long': ({ where, length }) => ({
    what: `其条目“${where}”有 ${format.whole(length)} 个字符。`,
    fix: '请确认内容与名称相符。',
  }),
  'template-internals': ({ where, expression }) => ({
    what: `其对话模板（${where}）使用了 Python 内部机制：${expression}。`,
    fix: '不要用于不在沙箱中渲染模板的程序（CVE-2024-34359）。',
  }),
  pickle: ({ imports }) => ({
    what: `它是含 ${format.whole(imports)} 个导入的 Python pickle：加载时可能执行代码。`,
    fix: convert,
  }),
  'pickle-import': ({ import: name }) => ({
    what: `其 pickle 导入了 ${name}，而权重并不需要它。`,
    fix: `不要加载它。${convert}`,
  }),
  'pickle-damaged': ({ at }) => ({
    what: `其 pickle 从第 ${format.whole(at)} 字节起无效：之后的内容未检查。`,
    fix: '该位置之前的代码仍会执行：不要加载它。',
  }),
  executable: ({ kind }) => ({ what: `它包含可执行代码：${executables[kind]}。`, fix: distrust }),
  'archive-appended': ({ at }) => ({
    what: `第 ${format.whole(at)} 字节处接有一个 zip 压缩包：它同时是两种格式的文件（polyglot）。`,
    fix: distrust,
  }),
  'archive-path': ({ path }) => ({
    what: `其压缩包包含“${path}”，解压时会写到所选文件夹之外。`,
    fix: '不要解压它。',
  }),
  'archive-link': ({ path }) => ({
    what: `其压缩包包含符号链接“${path}”，可能指向任意文件。`,
    fix: '不要解压它。',
  }),
  'archive-bomb': ({ path, packedBytes, bytes }) => ({
    what: `“${path}”解压后会从 ${format.bytes(packedBytes)} 膨胀到 ${format.bytes(bytes)}。`,
    fix: '不要在没有大小限制的情况下解压。',
  }),
  'remote-code': ({ module }) => ({
    what: `其配置引用了仓库中的 Python 模块 ${module}。`,
    fix: '用 trust_remote_code 加载模型之前，请先阅读该代码。',
  }),
  'python-file': ({ path }) => ({
    what: `“${path}”是 Python 代码，库在加载模型时可能执行它。`,
    fix: '用 trust_remote_code 加载模型之前，请先阅读它。',
  }),
  'yaml-python': ({ tag }) => ({
    what: `它包含 YAML 标签 ${tag}，会创建 Python 对象并可调用函数。`,
    fix: '只用 yaml.safe_load 加载，它会拒绝此类标签。',
  }),
  'yaml-tag': ({ handle }) => ({
    what: `它定义了自己的 YAML 标签，写作 ${handle}…；它们会创建什么取决于加载它的程序。`,
    fix: '请用 yaml.safe_load 加载，它会拒绝未知的标签。',
  }),
  'not-scanned': ({ cause }) => ({
    what: `有一部分无法检查：${notScanned[cause]}。`,
    fix: '请视为未知，而不是安全。',
  }),
};

export const security: typeof en.security = {
  title: '安全',
  severities,
  summary: ({ files, findings: found, omitted }) => {
    const total = found.length + omitted;
    return `已检查 ${format.whole(files)} 个文件：${total === 0 ? '未发现可疑之处' : `发现 ${format.whole(total)} 个问题`}。`;
  },
  note: '检查了文件头、计算图、模板和代码，没有检查权重。没有发现问题并不能证明模型安全。',
  notOnDevice: '文件下载到本设备后才会检查。',
  omitted: (count) => `另有 ${format.whole(count)} 个同类问题未列出。`,
  file: (name) => isolate(name),
  finding: (finding) => {
    const write = findings[finding.code] as (facts: unknown) => Words;
    return write(isolateFacts(finding.facts));
  },
};

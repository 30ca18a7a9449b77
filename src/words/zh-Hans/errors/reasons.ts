import type { Text } from '../../language.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import { companionReasons, messageFaults } from '../device/companion.ts';
import { formatFaults } from '../models/format-faults.ts';
import { format } from '../format.ts';
import { gateFileFaults } from '../gates/gate-file-faults.ts';
import { hallmarkFaults } from '../hallmark/hallmark-faults.ts';
import { labelledDataset } from '../evaluate/labelled-dataset.ts';
import { reportLinkFaults } from '../report/report-link-faults.ts';
import { requestReasons, serverReasons } from './requests.ts';

const bytes = (value: ErrorFacts[string] | undefined) => format.bytes(Number(value));
const whole = (value: ErrorFacts[string] | undefined) => format.whole(Number(value));
/** Sizes that may differ by a single byte. */
const exactBytes = (value: ErrorFacts[string] | undefined) => `${whole(value)} 字节`;

const setting = ({ setting: name, value }: ErrorFacts, allowed: string) => `${name} 为“${value}”；应为 ${allowed}`;
const modelId = ({ id }: ErrorFacts, why: string) => `${JSON.stringify(id)} 不能作为模型的 ID：${why}`;

/** Lists the names of comma-separated ids. */
const idsIn = (ids: ErrorFacts[string] | undefined, names: Readonly<Record<string, string>>) =>
  format.list([...new Set(String(ids).split(', '))].map((id) => names[id] ?? id));

/** Drops the fact types of the fault tables, because the facts of an error are not typed. */
const withUntypedFacts = <R extends string>(sentences: Readonly<Record<R, (facts: never) => string>>) =>
  sentences as Readonly<Record<R, (facts: ErrorFacts) => string>>;

/** The text after the colon of a message in `errors.ts`. */
export const reasons = {
  'no-device-requested': () => '没有指定设备',
  'device-not-supported': ({ device }) => `此引擎不支持在 ${device} 上运行`,
  'native-engine': () => '它在配套程序中运行，不在页面中运行',
  'engine-too-old': ({ version, min }) => `已安装版本 ${version}，至少需要 ${min}`,
  'engine-crashed': ({ signal }) => `其进程崩溃（${signal}）`,
  'engine-exited': ({ exitCode }) => `其进程以退出码 ${exitCode} 结束`,
  'engine-too-slow': ({ seconds }) => `它在 ${seconds} s 内没有响应，其进程已被结束`,
  'engine-keeps-dying': ({ deaths }) => `打开此模型期间，引擎在一分钟内崩溃了 ${deaths} 次`,
  'no-such-hardware': ({ device }) => `引擎在这台机器上找不到 ${device}`,
  'provider-needed': ({ device }) => `ONNX Runtime 只能通过执行提供程序使用 ${device}`,
  'provider-without-device': ({ provider, device }) => `提供程序 ${provider} 在此找不到 ${device}`,
  'provider-without-nodes': ({ provider }) => `模型没有任何节点在提供程序 ${provider} 上运行`,
  'setting-needs-provider': ({ setting }) => `设置 ${setting} 需要执行提供程序`,
  'provider-without-setting': ({ provider, setting }) => `提供程序 ${provider} 不支持 ${setting}`,
  'provider-not-built-in': ({ provider, builtIn }) =>
    `此 ONNX Runtime 构建不含提供程序 ${provider}，只有 ${builtIn}；请用 npm run assay -- engines add ort --library <file> 添加包含它的构建`,
  'setting-not-supported': ({ setting, device }) =>
    setting === undefined
      ? `在 ${device} 上没有所请求的某项设置；请将其去掉`
      : `在 ${device} 上没有设置 ${setting}；请将其去掉`,
  'no-webgpu': () => '此浏览器不支持 WebGPU',
  'no-gpu-adapter': () => 'WebGPU 在本设备上找不到图形适配器',
  'gpu-adapter-not-usable': () => 'llama.cpp 无法使用此图形适配器',
  'wasm-heap-full': () => 'WebAssembly 堆已满',
  'worker-not-started': () => '其 worker 未能启动',
  'worker-script-not-loaded': () => '其脚本无法加载',
  'worker-terminated': () => '它已被终止',
  'worker-ended': () => '它没有返回结果就结束了',
  'no-webgl': () => '此浏览器不支持 WebGL 2',
  'precision-not-available': () => 'WebGL 在此不支持所请求的计算精度',
  'backend-not-started': () => '其后端未能启动',
  'format-without-graph': () => '无法从此格式的文件中读取计算图',
  'keras-layers-model': () => '它是 Keras layers model，不是 graph model',
  'value-not-tensor': ({ value }) => `${value} 不是张量`,
  'value-type': ({ value, type }) => `${value} 的类型为 ${type}`,
  'output-size-unknown': ({ output, shape }) =>
    `其输出 ${output} [${shape}] 的大小要到运行时才知道，LiteRT 在页面中不支持这种情况`,
  'variable-tensors': () => '它把状态保存在变量张量中，LSTM 和 GRU 层就是如此',
  'operators-not-supported': ({ operators, more }) =>
    `它使用了此引擎不支持的算子（${operators}${more === undefined ? '' : ` 以及另外 ${more} 个`}）`,
  'format-version': ({ version, max }) => `其 IR 版本为 ${version}，此引擎最高支持 ${max}`,
  'opset-too-new': ({ domain, version, max }) => `它使用 ${domain} 的 opset ${version}，此引擎最高支持 ${max}`,
  'opset-too-old': ({ version, min, operators }) =>
    `不支持 opset ${version} 中的 ${operators}；此引擎从 opset ${min} 起支持`,
  bfloat16: ({ operators }) => `它以 bfloat16 计算（${operators}），而此引擎不支持`,
  'weights-manifest': () => '它只有权重，没有计算图',
  'no-key-value-cache': () =>
    '它不是带 KV 缓存的语言模型：其计算图须有输入 input_ids 和 past_key_values.*，以及输出 logits',
  'decoder-input-unknown': ({ input }) => `Assay 不知道该为其输入 ${input} 提供什么`,
  'architecture-not-converted': ({ architecture }) => `Assay 无法把此架构（${architecture}）从 GGUF 转换为 ONNX`,
  'experts-not-converted': () => 'Assay 无法把混合专家模型从 GGUF 转换为 ONNX',
  'tokenizer-not-converted': ({ tokenizer }) => `Assay 无法从 GGUF 转换此分词器（${tokenizer}）`,
  'split-not-converted': () => 'Assay 无法把多文件的 GGUF 模型转换为 ONNX',
  'conversion-differs': () => '转换为 int8 后，它对文本的预测不如原模型；请改用 wllama 打开',
  'chat-template-invalid': ({ why }) => `其对话模板无法读取（${why}）`,
  'vocabulary-only': () => '它只有词表，没有权重',
  'projector-only': () => '它是语言模型的多模态投影器，不是模型本身',
  'needs-half-precision': () => '此 GPU 不支持 shader-f16；请使用该模型的 q4f32 变体',
  'no-words': () => '其词表中没有单个 token 的单词，而基准测试的提示词由这些单词构成',
  'library-mismatch': ({ version, why }) => `其库不是为 WebLLM ${version} 编译的（${why}）`,

  'pdf-encrypted': () => '它受密码保护',
  'pdf-without-text': ({ pages }) => `共 ${pages} 页，都没有文字，只有图像`,
  'pdf-damaged': ({ why }) => `它不是有效的 PDF（${why}）`,
  'docx-damaged': () => '它不是有效的 Word 文档',
  'word-old-or-encrypted': () => '它是旧的 Word 格式（.doc），或受密码保护',
  'document-too-large': ({ bytes: size, maxBytes }) => `它有 ${bytes(size)}，上限为 ${bytes(maxBytes)}`,
  'document-not-text': () => '它不是 Assay 能读取的文档',

  'several-layouts': ({ found }) => `其标注有不止一种读法：${idsIn(found, labelledDataset.layouts)}`,
  'several-label-files': ({ found, more }) =>
    `有多个文件可能是标注：${found}${more === undefined ? '' : ` 以及另外 ${more} 个`}`,
  'several-splits': ({ found }) => `它有多个划分（${found}），每次只能评测一个`,
  'no-label-file': ({ layout, wanted }) =>
    wanted === undefined
      ? `其中没有以“${idsIn(layout, labelledDataset.layouts)}”形式给出标注的文件`
      : `${wanted} 不是以“${idsIn(layout, labelledDataset.layouts)}”形式给出标注的文件`,
  'no-inputs': ({ kind }) => `其中没有 ${kind} 文件`,
  'no-items': ({ labels, example }) =>
    `它有 ${whole(labels)} 条标注，但都无法与文件夹中的文件对应${example ? `，例如 ${example}` : ''}`,
  'no-class-matches': ({ classes, labels }) => `它的类别（例如 ${classes}）都与模型的标签（例如 ${labels}）不匹配`,
  'no-labels-or-baseline': () => '其中的文件没有标注，也没有用于比较一致性的基线模型',
  'other-label-kind': ({ actual, expected }) =>
    `其标注为${idsIn(actual, labelledDataset.labelKinds)}，而任务需要${idsIn(expected, labelledDataset.labelKinds)}`,
  'dataset-file-changed': ({ file }) => `${file} 在评测期间被修改`,
  'text-not-unicode': () => '其文本既不是 UTF-8 也不是 UTF-16',
  'labels-too-large': ({ bytes: size, maxBytes }) => `它有 ${bytes(size)}，上限为 ${bytes(maxBytes)}`,
  'quote-not-closed': ({ line }) => `第 ${line} 行开始的引号没有闭合`,
  'text-after-quote': ({ line }) => `第 ${line} 行的闭合引号之后还有文本`,
  'line-not-json': ({ line }) => `第 ${line} 行不是 JSON`,
  'line-not-object': ({ line }) => `第 ${line} 行不是 JSON 对象`,
  'key-repeated': ({ line, key }) => `${line === 0 ? '某个对象' : `第 ${line} 行`}有两个“${key}”字段`,
  'too-many-columns': ({ columns, max }) => `其对象共有 ${whole(columns)} 个不同的字段，上限为 ${whole(max)}`,
  'columns-unclear': ({ columns }) => `从列名看不出各列的内容：${columns}`,
  'no-tagged-words': () => '其中没有由词及其标签组成的行',
  'column-unknown': ({ column, columns }) => `没有“${column}”列，只有 ${columns}`,

  'audio-not-scored': ({ audio }) => `其中有音频文件（${audio}），此任务不接受`,
  'engine-without-token-scores': ({ engine }) => `${engine} 不报告给定 token 的概率，而困惑度需要它`,
  'text-too-short': ({ tokens, needs }) => `每条文本最多只有 ${tokens} 个 token，而困惑度需要 ${needs} 个`,
  'other-tokenizer': () => '其分词器与基线模型不同，因此两者的困惑度不可比较',
  'other-outputs': ({ actual, expected }) => `其输出为 ${actual}，基线模型的输出为 ${expected}`,
  'result-not-finite': ({ value }) => `其中出现 ${value}，而不是有限数`,

  'not-for-this-task': () => '此任务的已知模型中没有这样的输入和输出',
  'not-a-face-detector': () => '它不是 YuNet、UltraFace 或 BlazeFace 系列的人脸检测模型',
  'not-a-face-embedder': () => '它不像 MobileFaceNet 那样，把一张 112 × 112 像素的人脸图像转换为一个向量',
  'not-a-detector': () => '已知的目标检测模型中没有这样的输入和输出',
  'not-an-image-classifier': () => '它不是 ImageNet 或 CIFAR-10 的图像分类模型',
  'not-a-sentence-encoder': () => '它不能把 token ID 转换为各 token 或整段文本的向量',
  'not-a-text-classifier': () => '它不能把 token ID 转换为每段文本的一组 logits',
  'not-a-token-classifier': () => '它不能把 token ID 转换为每个 token 的一组 logits',
  'label-count': ({ labels, outputs }) =>
    `config.json 给出了 ${labels} 个标签，而计算图有 ${outputs} 个输出；请选择该模型自己的 config.json`,
  'pooling-not-supported': ({ modes }) =>
    `其配置的 token 池化方式为 ${modes}；支持平均值、最大值、首个 token 和最后一个 token`,
  'tokenizer-not-supported': ({ why }) => `不支持其分词器：${why}`,
  'token-missing': ({ token }) => `其分词器没有 token ${token}`,
  'module-not-supported': ({ module }) =>
    `其层 ${module} 不在计算图中；请把模型的所有层一并导出，输出为“sentence_embedding”`,
  'text-blank': () => '文本为空白',
  'input-of-other-task': ({ expected }) => `此任务的输入为 ${expected}`,
  'not-one-vector': () =>
    '其第一个输出不是每张图像一个向量（嵌入或各类别的得分），例如检测模型；请改用分类模型或图像编码器',
  'not-an-image-model': () => '其输入不是一张尺寸已知的单通道或三通道图像',
  'not-a-digit-classifier': () => '它不是 28 × 28 的数字分类模型',
  'output-type': ({ type }) => `无法读取类型为 ${type} 的输出`,
  'output-missing': ({ there }) => `没有此名称的输出，只有 ${there}`,
  'image-type': ({ type }) => `图像无法转换为 ${type}`,

  'file-missing': ({ file }) => `缺少 ${file}`,
  'file-empty': ({ file }) => `${file} 为空`,
  empty: () => '它是空的（0 字节）',
  'node-unknown': ({ name }) => `它排除了节点 ${name}，但模型没有该节点`,
  'field-invalid': ({ field, allowed }) =>
    field === '' ? '它不是对话' : `其字段 ${field} 缺失或无效${allowed === undefined ? '' : `；应为 ${allowed}`}`,
  'file-not-json': ({ file }) => `${file} 不是 JSON`,
  'file-incomplete': ({ file, missing }) => `${file} 中没有注明 ${missing}`,
  'no-model-library': () => '其文件中没有模型库（.wasm）',
  'no-tflite-signature': () => '它缺少签名 TFL3',
  'weights-incomplete': ({ actualBytes, expectedBytes }) =>
    `权重应为 ${exactBytes(expectedBytes)}，实际为 ${exactBytes(actualBytes)}`,
  'longer-than-declared': ({ expectedBytes }) => `它超过 ${exactBytes(expectedBytes)}`,
  'size-mismatch': ({ actualBytes, expectedBytes }) =>
    `它应为 ${exactBytes(expectedBytes)}，实际为 ${exactBytes(actualBytes)}`,
  'hash-mismatch': ({ actual, expected }) => `其 SHA-256 应为 ${expected}，实际为 ${actual}`,
  'zip-damaged': ({ member }) => (member === undefined ? '它不是完整的 zip 压缩包' : `其中的 ${member} 已损坏`),
  'zip-unsafe': ({ member }) => `其中的 ${member} 是链接，或会写到目标文件夹之外`,
  'stored-file-changed': () => '其 SHA-256 与保存时不同',
  'not-a-mask': () => '它不是每通道 8 位、非隔行的 PNG（像素应为类别编号或 Pascal VOC 的颜色）',
  'not-an-image': () => '它不是此浏览器能解码的图像',
  'not-a-video': () => '它不是能读取的视频',
  'no-video-track': () => '其中没有视频',
  'video-codec': ({ codec }) => `此浏览器无法解码其视频编码 ${codec}`,
  'no-video-encoder': ({ width, height }) => `此浏览器无法编码 ${width} × ${height} 像素的视频`,
  'not-audio': () => '它不是能在此解码的音频',
  'audio-empty': () => '其中没有声音',
  'wav-codec': ({ codec, bits }) => `其采样为 ${bits} 位的 WAV 格式 ${codec}，不受支持`,

  'http-status': ({ status }) => `服务器返回 ${status}`,
  'no-answer': () => '没有响应；本设备处于离线状态，或该地址被阻止或有误',
  'no-answer-in-time': ({ seconds }) => `${seconds} s 内没有响应`,
  'answer-interrupted': () => '响应中断',
  'answer-not-json': () => '响应不是 JSON',
  'answer-size': ({ actualBytes, expectedBytes, status }) =>
    `请求 ${exactBytes(expectedBytes)}，实际收到 ${exactBytes(actualBytes)}（状态码 ${status}）`,
  'connection-interrupted': () => '连接反复中断',
  'file-keeps-changing': () => '它一直在变化，或其服务器不支持断点续传',
  'file-changed-while-read': () => '它在读取期间被修改，或服务器发送的部分与请求的不符；请重试',
  'content-length-missing': () => '服务器没有报告文件大小',
  'content-range-invalid': () => '服务器的 Content-Range 无效',
  'range-mismatch': ({ actual, expected }) => `服务器应从第 ${expected} 字节开始发送，实际从第 ${actual} 字节开始`,
  'no-range-requests': ({ sizeBytes }) =>
    `服务器不支持 Range 请求，而文件${sizeBytes === undefined ? '过大，无法一次读取' : `有 ${bytes(sizeBytes)}`}；请先下载`,
  'not-a-listing': () => '响应不是仓库的文件列表',
  'listing-on-other-host': ({ host }) => `其下一页在 ${host} 上`,
  'listing-repeats': ({ host }) => `${host} 的文件列表出现重复`,
  'listing-too-long': ({ host, maxPages }) => `${host} 的文件列表超过 ${whole(maxPages)} 页`,
  'listing-too-large': ({ host, maxBytes }) => `${host} 的文件列表超过 ${bytes(maxBytes)}`,
  'listing-too-slow': ({ host, seconds }) => `${host} 未能在 ${seconds} s 内发送文件列表`,

  'storage-newer': () => '已保存的数据由更新版本的 Assay 写入',
  'storage-blocked': () => '它不允许本页面存储网站数据',
  'disk-full': () => '磁盘已满',
  'upload-quota': ({ needBytes, quotaBytes, usedBytes }) =>
    `模型需要 ${bytes(needBytes)}，而各页面发送的模型已占用其配额 ${bytes(quotaBytes)} 中的 ${bytes(usedBytes)}；一小时未使用的模型会自动移除`,
  'quota-exceeded': () => '磁盘或本网站的配额已满',
  'not-enough-quota': ({ needBytes, freeBytes }) =>
    `它需要 ${bytes(needBytes)}，而本网站只能再使用 ${bytes(freeBytes)}`,
  'cleared-by-browser': ({ file }) => `浏览器已清除 ${file}`,
  'deleted-meanwhile': ({ file }) => `${file} 在此期间被删除`,

  'version-in-use': ({ version }) => `版本 ${version} 是当前版本或正在试用`,
  'version-removed': ({ version }) => `版本 ${version} 已移除`,
  'no-earlier-version': () => '以前没有使用过其他版本',
  'rollout-ended': () => '试用已结束',
  'not-current-version': () => '现在由另一个版本作答',
  'ladder-runs-elsewhere': () => '另一个标签页正在为它尝试补救措施',
  'deployment-removed': () => '它已被删除',
  'other-model-files': ({ version }) => `模型文件不是版本 ${version} 的文件：部署之后已被修改`,

  'not-an-invitation': () => '该文件不是协调者的邀请',
  'invitation-signature': () => '协调者签名之后它被更改过',
  'plan-field': ({ field }) => `计划的字段 ${field} 缺失或无效`,
  'epsilon-zero': () => 'epsilon 为 0，任何有限的噪声都无法达到',
  'epsilon-exceeded': ({ epsilon, max }) => `全部轮次将用掉 epsilon ${epsilon}，而计划只允许 ${max}`,
  'plan-other-model': () => '该计划针对另一个模型文件',
  'plan-other-features': ({ expected }) => `该计划针对 ${expected} 个特征`,
  'delta-too-large': ({ delta, examples }) => `delta ${delta} 必须小于样本数 ${examples} 的倒数`,
  'request-signature': () => '请求的签名无效',
  'request-unreadable': () => '协调者无法读取该请求',
  'plan-unknown': () => '它没有采用此计划的联邦',
  'update-other-model': () => '该更新来自另一个模型',
  'update-other-head': () => '该更新的起始权重不是本轮的权重',
  'budget-exhausted': () => '此参与者的隐私预算已用完',
  'ledger-damaged': () => '本参与者已用隐私预算的记录已损坏',
  'privacy-understated': () => '请求声明的步数少于此参与者已发送的步数',
  'norm-too-large': () => '该更新的范数超过计划允许的值',
  'vector-invalid': () => '该更新的大小不符，或含有非数字的值',
  'not-enrolled': () => '此参与者尚未登记',
  'federation-full': () => '参与者人数已达上限',
  'federation-done': () => '所有轮次均已完成',
  'turn-over': () => '更新到达之前本轮已结束',
  'message-order': () => '该消息不属于本轮的当前阶段',
  'answer-signature': () => '某个答复不是由邀请中的协调者签名',
  'answer-other': () => '某个答复对应的是另一个请求',
  'answer-not-allowed': () => '某个答复不是该请求可能得到的答复',
  'roster-signature': () => '名单中某个参与者没有对其密钥签名',
  'roster-keys-invalid': () => '名单中某个参与者的密钥无效',
  'roster-without-self': () => '参与者名单中没有本参与者',
  'roster-repeats': () => '名单中有重复的参与者或密钥',
  'roster-too-small': () => '名单中的参与者太少',
  'roster-other-model': () => '名单中某个参与者训练的是另一个模型或其他权重',
  'share-not-authentic': () => '来自另一参与者的消息被更改过',
  'sharers-invalid': () => '它要继续进行的参与者名单不可能正确',
  'survivors-invalid': () => '它所说的已答复的参与者不可能正确',
  'survivors-disagree': () => '其他参与者得到的说法不同',

  'page-hidden': ({ samples, cell }) => `${cell} 的全部 ${whole(samples)} 次采样期间，页面都处于隐藏状态`,

  'size-missing': () => '没有尺寸',
  'sizes-not-for-task': ({ sizes, suggested }) => `任务需要 ${suggested}，而不是 ${sizes}`,
  'text-not-tuned': () => '语言模型尚不支持调优；请选择处理张量的模型',
  'no-profile': () => '它不记录每个节点的耗时',
  'not-a-profile': () => '它不是 ONNX Runtime 写出的性能分析文件',
  'profile-without-nodes': () => '其中没有节点：性能分析期间没有运行模型',
  'no-node-coverage': () => '其引擎以整体方式打开模型，或文件没有列出节点',
  'no-such-dimension': ({ known }) =>
    known === '' ? '其所有尺寸都是固定的，批大小为 1' : `其动态维度为 ${known}；批大小为 1`,
  'size-invalid': ({ size }) => `${size} 不是大于 0 的整数`,
  'input-too-large': ({ elements, max }) => `它有 ${whole(elements)} 个元素，超过上限 ${whole(max)}`,
  'message-too-large': ({ sizeBytes, maxBytes }) =>
    `它有 ${bytes(sizeBytes)}，而配套程序一次最多接受 ${bytes(maxBytes)}`,
  'text-not-numbers': () => '它是文本，而模型的输入是数值',
  'no-chat-template': () => '模型没有对话模板，因此只能续写纯文本',
  'prompt-beyond-context': ({ why }) => `它超出上下文长度（${why}）`,
  'schema-keyword': ({ keyword }) => `schema 中的这一部分无效，或引擎不支持：${keyword}`,
  'schema-too-large': ({ maxValues, maxCharacters, maxDepth }) =>
    `schema 过大；上限为 ${format.whole(Number(maxValues))} 个值、${format.whole(Number(maxCharacters))} 个字符、${format.whole(Number(maxDepth))} 层嵌套`,
  'schema-beyond-vocabulary': () => '模型的 token 无法写出符合它的回答',
  'chat-template-rejects': ({ why }) => `模型的对话模板拒绝了该对话（${why}）`,
  'language-unknown': ({ actual, known }) => `模型不支持语言 ${actual}；支持的语言：${known}`,
  'no-top-k': () => 'WebLLM 不支持 top-k',
  'rejected-by-engine': ({ why }) => `引擎无法用它计算（${why}）`,
  answering: () => '模型还在回答上一条提示词',
  'no-matching-classes': () => '没有样本属于模型认识的类别',
  'unfinished-run-differs': () => '模型、引擎、样本或其标注与未完成的运行不同',
  'task-not-scored': () => '此任务的结果无法对照标注打分',
  'action-not-offered': ({ page }) => `页面 ${page} 不提供该功能`,
  'keys-missing': ({ classes }) => `缺少它，而有 ${classes} 个类别的模型需要它`,
  'keys-wrong-count': ({ characters, classes }) =>
    `它有 ${characters} 个字符，而有 ${classes} 个类别的模型需要 ${Number(classes) - 2} 或 ${Number(classes) - 1} 个`,

  'camera-permission-denied': () => '权限被拒绝',
  'no-camera': () => '没有连接合适的摄像头',
  'no-microphone': () => '没有连接麦克风',
  'camera-in-use': () => '另一个程序正在使用它',
  'insecure-page': () => '页面不是通过 https 或从本机提供的',
  'camera-disconnected': () => '它已断开连接',

  'setting-unknown': ({ setting: name, known }) => `设置“${name}”未知；有效的设置为 ${known}`,
  'setting-repeated': ({ setting: name }) => `“${name}”设置了两次`,
  'setting-value': (facts) => setting(facts, String(facts['choices'])),
  'schema-not-object': ({ schema }) => `JSON schema 不是 JSON 对象：${schema}`,
  'setting-of-detector': ({ setting: name, task }) => `${name} 是检测模型的设置，而 ${task} 不是检测任务`,
  'setting-whole': (facts) => setting(facts, `${facts['min']} 到 ${facts['max']} 的整数`),
  'setting-number': (facts) => setting(facts, `${facts['min']} 到 ${facts['max']} 的数`),
  'not-a-name': ({ setting: name, value }) => `${name} 为“${value}”，不是名称`,
  'not-name-and-size': ({ setting: name, value }) => `${name} 中的“${value}”不是“名称:尺寸”的形式`,
  'too-many-sizes': ({ count, max }) => `它给出了 ${count} 个维度的尺寸，超过上限 ${max}`,
  'not-percent-encoded': ({ text }) => `“${text}”不是百分号编码的文本`,
  'no-device-check': () => '它不是设备检测的链接；请在另一台设备的“设备”页分享',
  'not-two-results': () => '对比需要两个结果，即 #/compare/A/B 的形式',
  'not-one-subject': ({ named, choices }) =>
    `${named ? `它指定了 ${named}` : '它没有指定任何一项'}；须指定 ${choices} 中的恰好一项`,
  'engine-of-other-model': ({ engine, engines }) => `引擎为“${engine}”，而模型适用于 ${engines}`,
  'engine-without-onnx': ({ engine }) => `引擎为“${engine}”，它不能打开标准负载所用的 ONNX 格式`,
  'no-engine-for-file': ({ file }) => `本页面没有引擎能打开 ${file}`,
  'no-such-model-file': ({ repository, file }) => `${repository} 中没有模型文件 ${file}`,
  'not-a-model-address': ({ text }) => `“${text}”既不是“组织/名称”，也不是 http(s) 地址`,
  'address-not-encrypted': ({ text }) => `${text} 不是加密的地址；请使用 https`,

  'model-id-too-long': (facts) => modelId(facts, `超过 ${facts['maxCharacters']} 个字符`),
  'model-id-without-file': (facts) => modelId(facts, '只写了仓库，没有写文件，应为 org/name:file 的形式'),
  'model-id-form': (facts) => modelId(facts, '不是名称、org/name:file 或 https 地址'),
  'model-id-path': (facts) => modelId(facts, '其中的文件不是仓库内的路径'),
  'model-id-address': (facts) => modelId(facts, '地址只能由 https://、主机和路径组成'),
  'model-id-address-path': (facts) => modelId(facts, '其路径未规范化'),

  // These come last, so the compiler rejects any code above that one of these tables also has.
  ...withUntypedFacts(formatFaults),
  ...withUntypedFacts(reportLinkFaults),
  ...withUntypedFacts(gateFileFaults),
  ...withUntypedFacts(hallmarkFaults),
  ...withUntypedFacts(messageFaults),
  ...companionReasons,
  ...requestReasons,
  ...serverReasons,
} satisfies Record<Reason, (facts: ErrorFacts) => string> as Text['reasons'];

import type * as en from '../../en/errors/requests.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import { format } from '../format.ts';

export const requestReasons: typeof en.requestReasons = {
  'body-encoding': ({ coding }) => `请求体经过压缩（${coding}）`,
  'body-too-large': ({ maxBytes }) => `请求体超过 ${format.bytes(Number(maxBytes))}`,
  'body-not-json': () => '请求体不是 JSON',
  'body-field': ({ field, actual }) => `字段“${field}”缺失或无效（${actual}）`,
  'not-supported': ({ feature }) => `此服务器不支持“${feature}”`,
  'tensor-type': ({ name, type }) => `张量“${name}”的类型“${type}”未知`,
  'tensor-repeated-in-request': ({ name }) => `有两个名为“${name}”的张量`,
  'tensor-elements': ({ name, actual, expected }) => `张量“${name}”有 ${actual} 个元素，但其形状要求 ${expected} 个`,
  'tensor-element': ({ name, type, value }) => `类型为 ${type} 的张量“${name}”包含 ${value}`,
  'tensor-byte-count': ({ name, actual, shape }) => `张量“${name}”的 ${actual} 字节与其类型和形状 [${shape}] 不符`,
  'tensor-needs-binary': ({ name, type }) => `JSON 无法表示张量“${name}”的 ${type} 值`,
  'binary-size': ({ actual, expected }) => `JSON 之后有 ${actual} 字节，但各张量声明的总大小为 ${expected} 字节`,
  'output-unknown': ({ name }) => `模型没有输出“${name}”`,
  'model-kind': ({ model, kind }) => `模型 ${model} 不是 ${kind} 类型`,
  'model-unloaded': ({ model }) => `模型 ${model} 已被卸载`,
};

export const requestFixes: typeof en.requestFixes = {
  'body-encoding': '请发送未压缩的请求体。',
  'body-too-large': '请减少单次发送的数据。',
  'body-not-json': '请发送 UTF-8 编码的 JSON。',
  'body-field': '请按协议规定更正该字段。',
  'not-supported': '请去掉该项。',
  'tensor-type': '请使用模型元数据中列出的类型。',
  'tensor-repeated-in-request': '每个张量只发送一次。',
  'tensor-elements': '请发送与形状相符的元素数，或更正形状。',
  'tensor-element': '请发送该类型能表示的值；超过 2^53 的整数请以二进制数据发送。',
  'tensor-byte-count': '请发送张量的全部字节，或更正其类型或形状。',
  'tensor-needs-binary': '请以二进制数据发送和请求此类张量。',
  'binary-size': '请用“binary_data_size”注明 JSON 之后每个张量的大小。',
  'output-unknown': '请求模型元数据中列出的输出。',
  'model-kind': '请使用对应类型的 API：张量用 /v2，文本用 /v1。',
  'model-unloaded': '请先加载该模型。',
};

const quoteReason = ({ why }: ErrorFacts) => (why === undefined || why === '' ? '' : `：“${why}”`);

export const serverReasons: typeof en.serverReasons = {
  'server-rejects': (facts) => `它返回状态码 ${facts['status']}${quoteReason(facts)}`,
  'server-token': (facts) => `它拒绝该令牌，或需要令牌（状态码 ${facts['status']}）${quoteReason(facts)}`,
  'server-redirects': () => '它重定向到另一个地址',
  'server-answer-too-large': () => '它的响应太大',
  'answer-unexpected': ({ field }) => `其响应中的字段“${field}”缺失或无效`,
  'answer-differs': () => '另一台服务器在回答途中失败，而这一台给出的回答开头不同',
  'server-context-unknown': ({ model }) => `它不报告 ${model} 的上下文长度`,
  'server-not-timed': () => '远程语言模型服务器不报告计算耗时，也不报告复用了哪些 token',
  'server-one-graph': () => '该任务需要多个计算图，而远程服务器上的模型只有一个',
  'server-url': () => '它不是服务器的 http 或 https 地址',
  'server-url-secret': () => '它包含用户名、密码或查询参数',
  'server-url-metadata': () => '它是云服务商的元数据服务，会泄露凭据',
  'server-url-unencrypted': () => '令牌会以未加密的方式发送到那里',
};

export const serverFixes: typeof en.serverFixes = {
  'server-rejects': '请检查模型及其输入的名称，并查看服务器日志。',
  'server-token': '请移除该服务器，再用有效的令牌重新添加：--token-file。',
  'server-redirects': '请用它重定向到的地址添加服务器。',
  'server-answer-too-large': '请减少单次请求的数据。',
  'answer-unexpected': '请确认该地址是推理服务器的地址。',
  'answer-differs': '请重新提问，或把温度设为 0：这样每台服务器的回答都相同。',
  'server-context-unknown': '请移除该服务器，再用 --context-length 重新添加。',
  'server-url': '请写成 https://host:port/path。',
  'server-url-secret': '请从地址中去掉这些内容，改用 --token-file 传递令牌。',
  'server-url-metadata': '请使用推理服务器的地址。',
  'server-url-unencrypted': '请使用 https，或本机上的服务器。',
};

import type * as en from '../../en/device/companion.ts';
import { format } from '../format.ts';

export const messageFaults: typeof en.messageFaults = {
  'message-not-json': () => '消息不是 JSON',
  'message-type': ({ type }) => `消息的类型“${type}”未知`,
  'message-field': ({ field }) => `消息的字段“${field}”缺失或无效`,
  'frame-other-format': () => '二进制消息不是 Assay 的格式',
  'frame-header-not-json': () => '二进制消息的头部不是 JSON',
  'frame-header-too-long': ({ actualBytes, maxBytes }) =>
    `二进制消息的头部有 ${format.bytes(actualBytes)}，超过上限 ${format.bytes(maxBytes)}`,
  'frame-length': ({ actualBytes, expectedBytes }) =>
    `二进制消息应为 ${format.whole(expectedBytes)} 字节，实际为 ${format.whole(actualBytes)} 字节`,
  'tensor-repeated': ({ name }) => `二进制消息中有两个名为“${name}”的张量`,
  'tensor-beyond-frame': ({ name, shape, actualBytes }) =>
    `形状为 [${shape}] 的张量“${name}”超出了剩余的 ${format.whole(actualBytes)} 字节`,
  'tensor-strings': ({ name }) => `张量“${name}”的字符串编码有误`,
};

export const companionReasons: typeof en.companionReasons = {
  'companion-not-found': () => '该地址没有响应，或连接被浏览器阻止',
  'companion-ended': () => '它已关闭',
  'connection-lost': () => '连接已断开',
  'companion-silent': () => '它没有响应',
  'other-companion': () => '它不是与本页面配对的那一个',
  'other-program': () => '响应的程序不是显示配对码的配套程序',
  'pairing-revoked': () => '本页面的配对已被移除',
  'page-too-old': ({ version, min }) => `本页面使用协议版本 ${version}，而配套程序要求 ${min} 或更高版本`,
  'companion-too-old': ({ version, min }) => `配套程序使用协议版本 ${version}，而本页面要求 ${min} 或更高版本`,
  'not-authenticated': () => '本页面未与它配对',
  'origin-not-paired': ({ origin }) => `${origin} 未与它配对`,
  'signature-invalid': () => '本页面的密钥不是配对时的密钥',
  'pairing-not-open': () => '它没有在等待本页面配对',
  'code-wrong': ({ triesLeft }) => `配对码错误；还可尝试 ${triesLeft} 次`,
  'code-expired': () => '配对码已失效',
  'scope-missing': ({ scope }) => `没有“${scope}”权限`,
  'too-many-requests': ({ max }) => `同时进行的请求超过 ${max} 个`,
  'request-id-in-use': ({ id }) => `编号为 ${id} 的请求正在运行`,
  'session-unknown': ({ session }) => `它没有打开编号为 ${session} 的模型`,
  'session-kind': ({ session, kind }) => `编号为 ${session} 的已打开模型属于 ${kind} 类型`,
  'memory-limit': ({ needBytes, maxBytes }) =>
    `它需要 ${format.bytes(Number(needBytes))}，而配套程序的所有模型总共只能使用 ${format.bytes(Number(maxBytes))}`,
  'closed-for-memory': ({ model }) => `它关闭了 ${model}，为另一个模型腾出内存`,
  'engine-unknown': ({ engine, known }) => `它没有引擎 ${engine}，只有 ${known}`,
  'upload-order': ({ offset, wantOffset }) =>
    `文件的一个分块应从第 ${wantOffset} 字节开始，实际从第 ${offset} 字节开始`,
  'requests-too-large': () => '正在进行的请求已占满可供请求使用的内存',
  'upload-incomplete': ({ file }) => `${file} 没有完整发送`,
};

const pairAgain = '在这台电脑上运行“npm run assay -- pair”，然后输入它显示的配对码。';

export const companionFixes: typeof en.companionFixes = {
  'page-too-old': '重新加载本页，或打开配套程序提供的页面。',
  'companion-too-old': '请更新配套程序。',
  'not-authenticated': '重新运行“npm start”，它会打开一个已配对的页面。',
  'other-companion': pairAgain,
  'other-program': '请结束那个程序，或用“PORT=7320 npm start”在其他端口上启动配套程序。',
  'pairing-revoked': pairAgain,
  'origin-not-paired': pairAgain,
  'signature-invalid': pairAgain,
  'pairing-not-open': pairAgain,
  'code-wrong': '请与配套程序显示的配对码核对。',
  'code-expired': pairAgain,
  'scope-missing': '请授予该权限后重新配对本页面，或创建带有该权限的 API 密钥。',
  'too-many-requests': '请等待其中一些请求完成。',
  'requests-too-large': '请等待其中一些请求完成，或发送更小的请求。',
  'engine-unknown': '运行“npm run assay -- engines”查看可以添加的引擎。',
  'upload-order': '请重新发送文件，会从中断处继续。',
  'upload-incomplete': '请重新发送文件，会从中断处继续。',
};

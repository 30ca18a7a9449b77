import type { Text } from '../../language.ts';
import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import type { RequestReason } from '#core/errors/reason.ts';
import { describeDownload, fact, isFaultOfParameters, isFaultOfRun, isTruncated } from '../../error-facts.ts';
import { companionFixes } from '../device/companion.ts';
import { enginePackages } from '../device/engine-packages.ts';
import { nonModelFiles } from '../models/non-model-files.ts';
import { shell } from '../shell/shell.ts';
import { documentFixes, hallmarkFixes, inputFixes, labelFixes } from './error-fixes.ts';
import { actualInput, because, causeText, freeDimensions } from './fact-phrases.ts';
import { cannotRun, engineNames, otherTask } from './model-errors.ts';
import { requestFixes, serverFixes } from './requests.ts';

const links: Readonly<Record<string, string>> = { first: '第一个链接', second: '第二个链接' };

export const errors: Text['errors'] = {
  'engine-unavailable': (facts) => ({
    what: `${fact(facts, 'engine', '引擎')} 无法在此使用 ${fact(facts, 'device', '该设备')}${because(facts)}`,
    fix: '请为运行选择其他设备。“设备”页列出此浏览器支持什么。',
  }),
  'engine-not-cached': ({ engine }) => {
    const name = engineNames[String(engine)] ?? '该引擎';
    return {
      what: `${name} 尚未保存以供离线使用，而当前没有网络连接，无法加载。`,
      fix: `请联网一次，在任意页面底部的“${shell.offline.details}”中保存它，或在联网时用它打开一个模型。`,
    };
  },
  'engine-not-ready': (facts) => {
    const id = String(facts['engine']) as PackageId;
    const state = facts as unknown as PackageState; // the facts are the fields of the state
    const action = enginePackages.action(id, state);
    return {
      what: `${enginePackages.names[id]} 无法使用：${enginePackages.message(state)}。`,
      fix: action?.startsWith('npm ') ? `请用以下命令添加：${action}` : (action ?? ''),
    };
  },
  'engine-rejected': (facts) => ({
    what: `未采用 ${fact(facts, 'file', '该安装包')}${because(facts)}`,
    fix: '没有安装任何内容。请检查为 pip 或 npm 配置的软件源，或库的路径，然后重试。',
  }),
  'engine-died': (facts) => ({
    what: `${engineNames[String(facts['engine'])] ?? '原生引擎'} 意外停止${because(facts)}`,
    fix: '请重新运行：引擎已重启，其他模型不受影响。如果再次发生，请选择其他引擎。',
  }),
  'engine-in-use': ({ engine: id }) => ({
    what: `另一个命令正在添加或移除 ${enginePackages.names[String(id) as PackageId]}。`,
    fix: '请等待其完成后重试。',
  }),
  'model-unsupported': (facts) =>
    facts['misfit'] === 'task'
      ? otherTask(facts, `${fact(facts, 'model', '')}：${causeText(facts)}`)
      : cannotRun(facts),
  'graph-unavailable': (facts) => ({
    what: `无法显示${facts['model'] ? ` ${facts['model']} ` : '此模型'}的计算图${because(facts)}`,
    fix: '请打开 ONNX、TFLite 或 GGUF 文件，或 TensorFlow.js 的 graph model。',
  }),
  'model-parts': (facts) => {
    const [files, roles] = [fact(facts, 'files', '某个文件'), fact(facts, 'roles', '无')];
    const what: Readonly<Record<string, string>> = {
      'no-role': `${files} 不是此任务所需的模型之一：${roles}。`,
      'several-roles': `${files} 符合此任务中的多个角色：${roles}。`,
      'same-role': `有多个文件符合角色 ${roles}：${files}。`,
      'empty-role': `此任务还需要：${roles}。`,
    };
    const problem = what[String(facts['problem'])];
    if (facts['suits'] !== undefined) return otherTask(facts, problem ?? '');
    return {
      what: problem ?? `这些文件不构成一个完整的模型：${files}。`,
      fix: '请同时选择一个模型的所有文件，不要选择其他文件。',
    };
  },
  'model-corrupt': (facts) => {
    if (facts.reason === 'file-missing') {
      return {
        what: `模型缺少文件：${fact(facts, 'file', '')}。`,
        fix: '请同时选择模型的所有文件，或包含这些文件的文件夹。',
      };
    }
    if (facts.reason === 'tensor-missing') {
      return {
        what: `权重与 config.json 不匹配${because(facts)}`,
        fix: '请选择同一模型的权重和 config.json。',
      };
    }
    if (facts.reason === 'graph-cycle') {
      return {
        what: `模型的计算图存在环${because(facts)}`,
        fix: '请重新导出模型；任何引擎都无法运行现在的模型。',
      };
    }
    const file = facts['format'] === undefined ? '模型文件' : `${fact(facts, 'format', '')} 文件`;
    return {
      what: isTruncated(facts)
        ? `${file}不完整${because(facts)}`
        : `${file}${facts['offset'] === undefined ? '' : `在第 ${facts['offset']} 字节处`}损坏${because(facts)}`,
      fix: '请从来源处重新下载文件，并与那里注明的大小核对。',
    };
  },
  'model-unknown': (facts) => {
    const other = Object.entries(nonModelFiles).find(([id]) => id === facts['detectedAs'])?.[1];
    const model = fact(facts, 'model', '');
    if (model === '') return { what: '没有打开模型。', fix: '请先选择模型。' };
    return other
      ? { what: `${model} ${other.what}`, fix: other.fix }
      : { what: `没有名为 ${model} 的模型。`, fix: '请检查名称，或从文件打开模型。' };
  },
  'model-not-stored': (facts) => ({
    what: `${fact(facts, 'model', '该模型')} 未保存在此浏览器中。`,
    fix: '请在“模型”页下载它，或重新选择其文件。之后请再次打开此链接。',
    link: {
      label: '在“模型”页打开',
      href: `#/models?${new URLSearchParams({ model: fact(facts, 'model', '') })}`,
    },
  }),
  'other-model': (facts) => ({
    what: `${fact(facts, 'model', '这')} 是另一个模型：它的 SHA-256 为 ${fact(facts, 'sha256', '其他值')}，而当时测量的 ${fact(facts, 'otherModel', '模型')} 的 SHA-256 为 ${fact(facts, 'otherSha256', '未知值')}。`,
    fix: '请选择 SHA-256 相符的文件，或不作对比，直接测量此模型。',
  }),
  'other-copy': (facts) => ({
    what: `${fact(facts, 'file', '此文件')} 不是当初保存为 ${fact(facts, 'model', '该模型')} 的文件：SHA-256 不同。`,
    fix: '请选择原来的文件，或将此文件作为新模型打开。',
  }),
  'model-in-use': (facts) => ({
    what: `有标签页打开了 ${fact(facts, 'model', '该模型')}，或正在下载它，因此没有删除。`,
    fix: '请关闭使用它的页面，或在那里暂停下载，然后再删除。',
  }),
  'input-invalid': (facts) => {
    if (typeof facts['free'] === 'string') {
      return {
        what: `请输入${freeDimensions(facts['free'])} 的尺寸。`,
        fix: '模型未固定此尺寸：请输入合适的正整数。',
      };
    }
    if (facts.reason === 'sizes-not-for-task') {
      return {
        what: `模型在 ${fact(facts, 'sizes', '这些尺寸')} 下不适用于此任务，在 ${fact(facts, 'suggested', '其他尺寸')} 下适用。`,
        fix: inputFixes[facts.reason]!,
      };
    }
    if (facts.reason === 'no-such-dimension') {
      return {
        what: `模型没有动态维度 ${fact(facts, 'name', '')}${because(facts)}`,
        fix: inputFixes[facts.reason]!,
      };
    }
    return {
      what: `输入 ${fact(facts, 'name', '')} 无效${facts.reason ? because(facts) : `：实际为 ${actualInput(facts)}。`}`,
      fix: inputFixes[String(facts.reason)] ?? `应为：${fact(facts, 'expected', '其他值')}。`,
    };
  },
  'input-blank': () => ({
    what: '没有可识别的内容：图像是空白的。',
    fix: '请写一个数字，颜色要比背景深或浅。',
  }),
  'file-unreadable': (facts) => ({
    what: `无法读取 ${fact(facts, 'file', '该文件')}${because(facts)}`,
    fix:
      documentFixes[String(facts.reason)] ??
      '请用其他程序打开以确认文件完好，或选择其他文件。图片支持 PNG、JPEG、WebP、AVIF 和 GIF；视频支持 MP4、MOV、WebM 和 MKV；数据集和带 --target 的命令中的音频支持 WAV。',
  }),
  'file-permission-denied': ({ file }) => ({
    what: `浏览器不允许读取 ${file}。`,
    fix: '请重新打开它，并在询问时选择允许。如果浏览器不再询问，请重新选择该文件。',
  }),
  'file-gone': ({ file }) => ({
    what: `找不到 ${file}：它已被移动、重命名或删除，或其所在的磁盘未连接。`,
    fix: '请把它放回原处后重新打开，或在新位置选择该文件。',
  }),
  'file-changed': ({ file }) => ({
    what: `${file} 自上次打开后已被修改。`,
    fix: '如果这在预料之中，请选择“仍要打开”。',
  }),
  'labels-invalid': (facts) => ({
    what: `无法读取 ${fact(facts, 'file', '该文件')} 中的标注${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? '请更正该文件，或选择其他文件。',
  }),
  'not-scored': (facts) => ({
    what: `无法为该结果打分${because(facts)}`,
    fix: '该样本计为失败。如果失败很多，请换用其他引擎或设备检查模型。',
  }),
  'dataset-unclear': (facts) => ({
    what: `无法直接评测此文件夹${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? '请选择其他文件夹。',
  }),
  'fetch-failed': (facts) => {
    const { subject, host, url } = describeDownload(facts, '文件');
    return {
      what: `无法${host && `从 ${host} `}下载 ${subject}${because(facts)}`,
      fix: '请检查网络后重试。已下载过的文件可离线使用。',
      ...(url && { details: url }),
    };
  },
  'access-denied': (facts) => {
    const { subject, host, url } = describeDownload(facts, '此下载');
    return {
      what: `${host && `${host} 上的 `}${subject} 要求登录或接受条款（HTTP ${fact(facts, 'status', '401')}）。`,
      fix: '请打开模型的页面，接受条款并在那里下载文件，然后在这里从磁盘打开。Assay 不发送账号或令牌。',
      ...(url && { details: url }),
    };
  },
  'out-of-memory': (facts) => ({
    what: `内存不足${because(facts)}`,
    fix: '请关闭其他标签页后重试，或使用更小的模型。',
  }),
  'worker-died': (facts) => ({
    what: `运行 ${fact(facts, 'engine', '模型')} 的 worker 意外停止${because(facts)}`,
    fix: '通常是内存不足。请重新运行：会自动启动新的 worker。如果再次发生，请使用更小的模型。',
  }),
  'device-lost': (facts) => ({
    what: `GPU 设备已丢失${because(facts)}`,
    fix: '请重新运行。如果再次发生，请更新显卡驱动，或改在 WebAssembly 上运行。',
  }),
  'companion-unreachable': (facts) => ({
    what: `无法连接 ${fact(facts, 'address', '这台电脑')} 上的配套程序${because(facts)}`,
    fix: '请用“npm start”启动它，然后重试；或选择浏览器中的引擎。',
  }),
  'companion-rejected': (facts) => ({
    what: `配套程序拒绝了此操作${because(facts)}`,
    fix: companionFixes[String(facts.reason)] ?? '请重新加载本页。如果再次发生，请重启配套程序。',
  }),
  'message-invalid': (facts) => ({
    what: `本页面与配套程序无法互通${because(facts)}`,
    fix: '请更新两者中较旧的一个，并重新加载本页。',
  }),
  'server-failed': (facts) => ({
    what: `服务器 ${fact(facts, 'server', '')}（${fact(facts, 'url', fact(facts, 'model', ''))}）失败${because(facts)}`,
    fix: serverFixes[String(facts.reason)] ?? '请确认它正在运行且地址正确：npm run assay -- server ls。',
  }),
  'server-address': (facts) => ({
    what: `无法使用 ${fact(facts, 'url', '该地址')}${because(facts)}`,
    fix: serverFixes[String(facts.reason)] ?? '请更正地址。',
  }),
  'request-invalid': (facts) => ({
    what: `请求无效${because(facts)}`,
    fix: requestFixes[facts.reason as RequestReason],
  }),
  'session-closed': (facts) => ({
    what: `配套程序中的模型已关闭${because(facts)}`,
    fix: '请重新打开模型。',
  }),
  'deadline-exceeded': (facts) => ({
    what: `配套程序未能在 ${fact(facts, 'deadlineMs', '限定的')} ms 内完成。`,
    fix: '请重试，或选择更小的输入或模型。',
  }),
  aborted: () => ({ what: '已停止。', fix: '没有保存任何内容。随时可以重新开始。' }),
  'run-interrupted': (facts) => ({
    what: `运行被中断${because(facts)}`,
    fix: '请重新开始，并让本标签页保持可见直到完成：浏览器会限制隐藏页面的运行速度。',
  }),
  'link-invalid': (facts) =>
    isFaultOfParameters(facts) && facts['which'] === undefined
      ? {
          what: '此链接已损坏，或来自其他版本的 Assay。',
          fix: '请重新复制并完整粘贴：聊天软件有时会截断长链接。也可以不用链接，从菜单打开该页面。',
          details: causeText(facts),
        }
      : {
          what: `${links[String(facts['which'])] ?? '此链接'}无法读取${because(facts)}`,
          fix: '请更正链接，或重新复制并完整粘贴：聊天软件有时会截断长链接。',
        },
  'gates-invalid': (facts) => ({
    what: `无法使用该门禁文件${because(facts)}`,
    fix: '请更正该文件。没有进行任何测量。',
  }),
  'hallmark-invalid': (facts) => ({
    what: `${isFaultOfRun(facts) ? '此次运行无法签名' : '此印记未通过验证'}${because(facts)}`,
    fix: hallmarkFixes[String(facts.reason)] ?? '请向制作者重新索取链接或文件。请勿采信此印记。',
  }),
  'result-invalid': (facts) => ({
    what: `文件中的结果 ${fact(facts, 'entry', '')} 未导入${because(facts)}`,
    fix: '请在保存这些结果的浏览器中重新导出。文件中的其他结果已导入。',
  }),
  'results-newer': (facts) => ({
    what: `未导入该文件：其格式版本为 ${fact(facts, 'version', '')}，当前版本的 Assay 最高支持 ${fact(facts, 'maxVersion', '')}。`,
    fix: '请更新 Assay：联网时重新加载本页，然后再次导入该文件。',
  }),
  'recipe-invalid': (facts) => ({
    what: `无法使用该配方${because(facts)}`,
    fix: '请更正配方。没有作任何改动。',
  }),
  'deployment-changed': (facts) => ({
    what: `部署未更改${because(facts)}`,
    fix: '可能已被另一个标签页更改。本页显示的是当前状态，没有丢失任何内容。',
  }),
  'federation-invalid': (facts) => ({
    what: `无法使用此联邦${because(facts)}`,
    fix: '请向协调者索取新的邀请，并打开其中指定的模型。',
  }),
  'federation-refused': (facts) => ({
    what: `更新未被接受${because(facts)}`,
    fix: '更新的任何内容都没有被采用。请询问负责协调的人。',
  }),
  'coordinator-untrusted': (facts) => ({
    what: `不信任此协调者${because(facts)}`,
    fix: '没有再发送任何内容。在负责协调的人作出解释之前，请不要参与。',
  }),
  'deployments-newer': (facts) => ({
    what: `某个部署的格式版本为 ${fact(facts, 'version', '')}，当前版本的 Assay 最高支持 ${fact(facts, 'maxVersion', '')}。`,
    fix: '请更新 Assay：联网时重新加载本页。该部署既没有被读取，也没有被更改。',
  }),
  'conversation-invalid': (facts) => ({
    what: `未导入 ${fact(facts, 'file', '该文件')}${because(facts)}`,
    fix: '没有作任何改动。请选择在此保存的 JSON 文件，或更正该字段。',
  }),
  'address-invalid': (facts) => ({
    what: `这不是模型的地址${because(facts)}`,
    fix: '请输入“组织/名称”“组织/名称:文件”，或模型文件的 https 地址。',
  }),
  'storage-failed': (facts) => ({
    what: `${facts['host'] === 'companion' ? '配套程序无法保存文件' : '浏览器存储出错'}${because(facts)}`,
    fix: storageFix(facts),
  }),
  'camera-unavailable': (facts) => ({
    what: `无法使用摄像头${because(facts)}`,
    fix: '请在浏览器中允许本页面使用摄像头，并关闭占用它的其他程序。',
  }),
  'microphone-unavailable': (facts) => ({
    what: `无法使用麦克风${because(facts)}`,
    fix: '请在浏览器中允许本页面使用麦克风，并关闭占用它的其他程序。',
  }),
  'faces-locked': () => ({
    what: '此口令无法解锁已录入的人脸。',
    fix: '请重新输入。如果忘记口令，人脸数据无法恢复：请删除后重新录入。',
  }),
  'video-not-saved': (facts) => ({
    what: `无法保存带标注的视频${because(facts)}`,
    fix: '请把轨迹保存为 CSV 或 JSON，或换用其他浏览器，或使用分辨率较低的视频。',
  }),
  internal: (facts) => ({
    what: `Assay 内部错误${because(facts)}`,
    fix: '请重新加载本页。如果再次发生，请附上以上文字报告问题。',
  }),
};

function storageFix({ host, reason }: ErrorFacts): string {
  if (host === 'companion') return '请清理一些磁盘空间，然后重试。';
  if (reason === 'cleared-by-browser') return '请在“模型”页重新下载该模型，或重新选择其文件。';
  if (reason === 'storage-blocked')
    return '仍可打开和运行文件，但模型、结果和对话会在关闭页面后丢失。要保留它们，请在浏览器中允许本页面存储网站数据。';
  if (reason === 'storage-newer') return '请在联网时重新加载本页以更新 Assay。已保存的数据没有改变。';
  return '请清理一些磁盘空间，或退出无痕浏览，然后重试。';
}

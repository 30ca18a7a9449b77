import type { Text } from '../../language.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';

/** Tasks in the catalogue that the app has no page for. */
const otherTasks: Readonly<Record<string, string>> = {
  'text-generation': '对话',
  'sentence-embedding': '句向量',
  'speech-recognition': '语音识别',
  'voice-activity': '语音活动检测',
  'face-detection': '人脸检测',
};

const named: Readonly<Record<string, { readonly title: string }>> = tasks;

export const picker: Text['picker'] = {
  open: '选择模型',
  other: '更换模型',
  title: '选择模型',
  close: '关闭',
  search: '搜索模型',
  task: '任务',
  allTasks: '所有任务',
  taskName: (task) => named[task]?.title ?? otherTasks[task] ?? task,
  onThisDevice: '在本设备上',
  inCompanion: '配套程序的模型',
  companionNote: '它们由配套程序打开，运行于其原生引擎或你添加到配套程序的服务器。',
  downloadable: '可下载的模型',
  contact: (host) =>
    `下载时只连接 ${host} 和它重定向到的文件服务器，不连接其他主机。标有“未验证”的模型未经本项目测试。`,
  otherModels: (count) => `${count} 个用于其他页面的模型`,
  none: '没有匹配的模型。',
  noneListed: '没有适用于本页的自带、已保存或目录中的模型。请选择文件，或输入 Hugging Face Hub 上的模型名称。',
  elsewhere: (task) =>
    `用于${task}的模型可在 Hugging Face Hub 上找到：在“选择模型”下输入模型名称，或下载其文件后在那里选择。`,
  onHub: (host) => `在新标签页中搜索 ${host}`,
  locations: {
    bundled: '自带',
    stored: '已保存',
    linked: '直接从磁盘打开',
    companion: '在配套程序的文件夹中',
    server: '在服务器上',
    hub: null,
  },
  usedAt: (date) => `上次使用 ${date}`,
  unverified: '未验证',
  sizeUnknown: '大小未列出',
  fits: '本设备装得下',
  doesNotFit: '对本设备来说太大',
  speed: (low, high) => `本机预估：${low} 至 ${high} token/s`,
  speedUnknown: '本机速度：未测量',

  use: '打开',
  useNamed: (name) => `打开 ${name}`,
  download: '下载并打开',
  downloadNamed: (name) => `下载并打开 ${name}`,
  resume: '继续下载并打开',
  resumeNamed: (name) => `继续下载并打开 ${name}`,
  whenDone: '下载完成后打开',
  pause: '暂停',
  cancel: '取消下载',
  listing: '正在读取其文件列表',
  downloading: (name) => `正在下载 ${name}`,
  received: (received, total) =>
    total === null ? format.bytes(received) : `${format.bytes(received)} / ${format.bytes(total)}`,

  mismatch: (mismatch) => {
    switch (mismatch.reason) {
      case 'other-task':
        return `用于${tasks[mismatch.task].title}`;
      case 'task-without-page':
        return 'Assay 还不能运行它的任务，但可以对该模型做基准测试';
      case 'text-model':
        return '语言模型：用于“对话”';
      case 'not-a-text-model':
        return '不是“对话”能打开的语言模型格式';
      case 'no-engine':
        return '这里没有引擎能打开此格式';
      case 'library-missing':
        return '仓库中缺少 WebLLM 所需的编译库（.wasm）：请从文件打开模型，并同时选择其库';
      case 'not-optimisable':
        return '不是 ONNX 模型，也不是能转换为 ONNX 的权重';
      case 'without-graph':
        return '无法从此格式的文件中读取计算图';
      case 'only-in-companion':
        return '只有配套程序能读取其文件';
      case 'engine-not-ready':
        return '配套程序还没有能运行它的引擎：参见“原生引擎”';
      case 'server-not-timed':
        return '服务器不报告复用了哪些 token；“评测”会测量请求的耗时';
    }
  },

  otherSources: '来自文件、Hugging Face 或 URL',
  files: '选择文件',
  filesHelp: '也可以把文件拖到本页。只在本设备上读取，不会发送到任何地方。',
  address: 'Hugging Face 模型或网址',
  addressHint: '组织/名称、组织/名称:文件，或 https://…',
  find: '查找',
  found: '已找到',

  chooseAgain: (names) => `重新选择 ${format.list(names)}`,
  chooseAgainHelp:
    '页面关闭或重新加载后，浏览器不保留对文件的访问权限。设置没有改变。如果不想每次重新选择，可在“模型”页记住文件位置。',
  forget: '忘记',
  reopen: (name) => `打开 ${name}`,
  reopenHelp: '浏览器会再次请求读取此文件的权限。',

  first: {
    title: '从一个小型语言模型开始',
    lead: '只需下载一次，保存在此浏览器中，在本设备上运行。',
    measure: '测量本机速度',
    measuring: '正在测量本设备（几秒钟）',
  },
  unused: (used, unused) => `已打开 ${used}。未使用：${format.list(unused)}。`,
};

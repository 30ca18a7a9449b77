import type * as en from '../../en/models/model-store.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

export const modelStore: typeof en.modelStore = {
  title: '已保存的模型',
  none: '还没有保存模型。下载的模型会留在此浏览器中，可离线打开。',
  quota: (used, quota) => {
    if (quota === null) return '此浏览器不报告本网站的存储上限。';
    return used === null
      ? `本网站最多可存储 ${format.bytes(quota)}，已用量未知。`
      : `本网站已使用 ${format.bytes(used)} / ${format.bytes(quota)}，包括应用本身和为离线使用保存的引擎。`;
  },
  persistent: '持久化存储：浏览器不会自行清除。',
  clearable: '磁盘快满时，浏览器可能会清除这些数据。',
  memory: '此浏览器或此无痕窗口不保存任何数据：下载的内容在关闭标签页后丢失。',
  cleared: (names) => `自你上次访问以来，浏览器已清除 ${names}。`,
  lastUsed: (date) => `上次使用 ${date}`,
  source: '来源',
  open: '打开',
  verify: '校验',
  pin: '固定',
  unpin: '取消固定',
  pinned: '已固定',
  export: '保存到磁盘',
  missing: '它的文件已不在此浏览器中。',
  downloadAgain: '重新下载',
  dismiss: '移除',
  remove: '删除',
  confirmRemove: '永久删除',
  removeDeployed: (names) => `已部署于${format.list(names.map(isolate))}：删除后，将无法打开使用此模型的版本。`,
  cancelRemove: '取消',
  checking: '正在校验',
  intact: '校验通过：所有文件完好。',
  damaged: (names) => `损坏或缺失：${names}。请重新下载，或重新选择文件。`,
  actionLabel: (action, name) => `${action}：${name}`,
  pendingTitle: '下载',
  resume: '继续',
  pause: '暂停',
  discard: '放弃',
  paused: '已暂停或中断。已下载的部分已保存。',
  fetching: (name) => `正在下载 ${name}`,
  downloadedBytes: (received, total, rate) =>
    [
      total === null ? format.bytes(received) : `${format.bytes(received)} / ${format.bytes(total)}`,
      ...(rate === null ? [] : [`${format.bytes(rate)}/s`]),
    ].join('，'),
  notices: {
    'started-over': '服务器上的文件已更改：重新下载',
    retrying: '连接断开：正在重试',
    waiting: '正在等待服务器或另一个标签页',
    checking: '正在校验哈希',
  },
  linked: {
    remember: '记住文件位置',
    rememberHelp: '不复制文件：只要文件没有移动，就可以从下面的列表直接打开磁盘上的文件。',
    remembered: (id) => `已记住，名称为 ${isolate(id)}。`,
    location: '直接从磁盘打开',
    currentFile: (bytes, date) => `现为 ${format.bytes(bytes)}，修改于 ${date}。`,
    forget: '忘记',
  },
};

import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';

export const offline: Text['offline'] = {
  lead: '已保存在此浏览器中的内容无需联网即可使用，已保存的模型也是如此。',
  unavailable:
    '此浏览器不允许页面保存自身：网站数据被禁用、处于无痕窗口，或页面不是通过 https 打开的。联网时一切功能正常。',
  noReply: 'Assay 已在另一个标签页中更新。重新加载本页即可查看已保存的内容。',
  names: {
    app: '所有页面',
    models: '示例模型',
    ...engine.names,
    ort: 'ONNX Runtime Web（CPU）',
    'ort-webgpu': 'ONNX Runtime Web（GPU）',
  },
  purposes: {
    ort: 'ONNX 模型',
    tfjs: 'TensorFlow.js 模型',
    litert: 'TFLite 模型',
    wllama: 'GGUF 语言模型',
    webllm: 'MLC 语言模型',
  },
  saved: '已保存',
  waiting: '等待中',
  save: '保存',
  saveName: (name, size) => `保存 ${name} 以供离线使用（${size}）`,
  saving: (name) => `正在保存 ${name}`,
  progress: (received, total) => `${received} / ${total}`,
  cancelName: (name) => `取消保存 ${name}`,
  failures: {
    'no-connection': '未保存：连接失败。请检查网络后重试。',
    'no-quota': '未保存：本网站的存储空间已用完。请删除一些已保存的模型，或清理磁盘空间。',
    'not-in-build': '未保存：Assay 已在另一个标签页中更新。请重新加载本页。',
    'no-reply': '未保存：没有响应。如果 Assay 已在另一个标签页中更新，请重新加载本页；否则请重试。',
    cancelled: '已取消。',
  },
};

import type * as en from '../../en/device/device-capabilities.ts';
import { format } from '../format.ts';

const units = {
  chat: 'token/s',
  detection: '帧/秒',
  classification: '张图像/秒',
  embedding: '条文本/秒',
};

export const capabilities: typeof en.capabilities = {
  title: '这台设备能运行什么？',
  verdicts: {
    pending: '待定',
    yes: '可以',
    slow: '较慢',
    no: '不行',
    'not-measured': '未测量',
    disturbed: '未测量',
  },
  names: {
    chat: '与 10 亿参数的语言模型对话',
    detection: '在实时视频中检测目标（每秒 30 帧）',
    classification: '图像分类',
    embedding: '按语义搜索文本',
  },
  describe({ id, verdict, perS, measuredRuns }) {
    if (perS === null) {
      if (verdict === 'pending') return '完成下面的测量后得出。';
      if (verdict === 'no') return '可用内存装不下。';
      if (verdict === 'disturbed') return '测量期间有其他程序占用 CPU：请在空闲时重新测量。';
      return id === 'chat'
        ? '语言模型的速度需要单独测量。'
        : '该模型所用的引擎无法预估速度。请在“运行”页用至少四张图像或摄像头检测物体，之后这里会显示实测速度。首次运行含预热，不计入。';
    }
    const { number } = format;
    if (measuredRuns !== null)
      return `在“运行”页实测：约 ${number(perS.expected)} ${units[id]}（${format.whole(measuredRuns)} 次运行为 ${number(perS.low)} 至 ${number(perS.high)}）。`;
    return `约 ${number(perS.expected)} ${units[id]}（预计 ${number(perS.low)} 至 ${number(perS.high)}）。`;
  },
  measure: '测量语言模型（几秒钟）',
  measuring: '正在测量语言模型',
  basis:
    '根据实测速度预估，或在注明处为“运行”页的实测值，所用模型为 Llama 3.2 1B（Q4_K_M）、自带的检测模型 CenterNet、224 × 224 像素的 MobileNetV2，以及 128 个 token 的 MiniLM-L6。“可以”指每秒至少 10 个 token、30 帧、10 张图像或 10 条文本；“较慢”指至少为该值的十分之一，“不行”指低于此值，或内存装不下该模型。',
};

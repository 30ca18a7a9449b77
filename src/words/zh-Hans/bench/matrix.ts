import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { number, whole } = format;

/** The benchmark of several models on several devices. */
export const matrix: Text['bench']['matrix'] = {
  title: '多个模型、设备和图像尺寸',
  lead: '依次测量每种组合，并在一张表中比较。每次测量也保存在“结果”中。',
  models: '模型',
  targets: '设备',
  imageSizes: '图像尺寸（像素）',
  imageSizesHelp: '高度和宽度，用逗号分隔，用于图像尺寸不固定的模型。其他模型按自身尺寸测量。',
  noImageSizes: '请至少输入一个图像尺寸，例如 320, 480, 640。',
  badImageSize: (text) => `“${text}”不是图像尺寸：请输入 16 至 4096 的整数。`,
  noModels: '请至少选择一个模型。',
  noTargets: '请至少选择一个设备。',
  start: '测量所有组合',
  again: '重新测量',
  measuring: (model, target, index, count) => `${model}，${target}（第 ${whole(index)} 个，共 ${whole(count)} 个）`,
  table: '各模型在各设备上的中位数',
  model: '模型',
  imageSize: '图像尺寸',
  fixedSize: '固定',
  squareSize: (size) => `${whole(size)} × ${whole(size)}`,
  withThreads: (device, threads) => `${device}，${threads}`,
  value: (value, unit) => (unit === 'ms' ? `${number(value)} ms` : `${number(value)} token/s`),
  relative: (speed) => `本行最快速度的 ${number(100 * speed)}%`,
  unsupported: '不支持',
  failed: '失败',
  pending: '未测量',
  invalid: '输出错误',
  noisy: '噪声大',
  legend: '底色比较同一行内的速度：颜色越浓，设备越快。',
  csv: '保存为 CSV',
};

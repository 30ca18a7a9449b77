import type { Text } from '../../language.ts';
import type { Difference } from '#graph/compare-graphs.ts';
import {
  numericOverlays,
  type NumericOverlay,
  type Overlay,
  type OverlayId,
  type SchemeEffect,
} from '#graph/overlay.ts';
import type { Shape } from '#graph/value.ts';
import { format } from '../format.ts';

const { bytes, duration, number, percent, whole } = format;

const nodes = (count: number) => `${whole(count)} 个节点`;

const differences: Readonly<Record<Difference, string>> = {
  same: '相同',
  changed: '已更改',
  added: '新增',
  removed: '已删除',
};

const schemeEffects: Readonly<Record<SchemeEffect, string>> = {
  changed: '已改动',
  excluded: '保持不变',
};

/** The overlays whose values are codes. */
const categories: Readonly<Partial<Record<OverlayId, Readonly<Record<string, string>>>>> = {
  difference: differences,
  scheme: schemeEffects,
};

function quantity(id: NumericOverlay['id'], value: number): string {
  switch (numericOverlays[id].unit) {
    case 'ms':
      return duration(value);
    case 'fraction':
      return percent(value);
    case 'operations':
      return format.flopColumn([value])(value);
    case 'bytes':
      return bytes(value);
    case 'count':
      return number(value);
    case 'dB':
      return `${number(value)} dB`;
  }
}

const category = (id: Overlay['id'], value: string) => categories[id]?.[value] ?? value;

const shapeText = (shape: Shape | null) => (shape ?? []).map((size) => size ?? '?').join(' × ');

export const graph: Text['graph'] = {
  title: '计算图',
  example: '显示自带的数字识别模型',
  lead: '显示 ONNX、TFLite 或 TensorFlow.js 模型的节点，或 GGUF 文件的层：属性、形状、权重和开销。',
  badLink: '无法读取此计算图链接',
  drop: '松开即可显示模型的计算图',
  reading: '正在读取计算图',
  size: (count, modules) => (modules === 0 ? nodes(count) : `${nodes(count)}，${whole(modules)} 个模块`),
  workspace: '模型的计算图',
  tools: '计算图视图',
  search: '按名称或算子查找节点',
  previous: '上一个匹配项',
  next: '下一个匹配项',
  matches: (position, count) => {
    if (count === 0) return '无匹配项';
    return position === 0 ? `找到 ${whole(count)} 个` : `${whole(position)} / ${whole(count)}`;
  },
  zoomIn: '放大',
  zoomOut: '缩小',
  fit: '显示全部',
  legend: '图例',
  groups: {
    product: '卷积和矩阵乘法',
    activation: '激活函数',
    normalisation: '归一化',
    arithmetic: '算术',
    reduction: '池化和归约',
    layout: '形状和布局',
    quantisation: '量化',
    other: '其他',
  },
  modules: { show: '按模块分组', openAll: '全部展开', closeAll: '全部折叠' },
  overlays: {
    label: '节点着色依据',
    operator: '算子类型',
    names: {
      time: '时间',
      'time-share': '时间占比',
      attainable: '与可达速度之比',
      flops: '运算量',
      bytes: '读写字节数',
      parameters: '参数量',
      error: '信噪比',
      provider: '执行提供程序',
      quantisation: '权重类型',
      difference: '差异',
      scheme: '方案的作用',
    },
    value: (overlay, value) => {
      if (overlay.kind === 'number' && typeof value === 'number') return quantity(overlay.id, value);
      return category(overlay.id, String(value));
    },
    step: ({ id }, low, high) => `${quantity(id, low)} 至 ${quantity(id, high)}`,
    category,
  },
  canvas: {
    label: (model, count) => `${model} 的计算图，${nodes(count)}`,
    keyboard:
      '方向键移动画面，或跳到所选节点的前一个或后一个节点。加号和减号缩放，0 显示全部，Escape 取消选择。下表列出相同的数值。',
    drawing: '图形',
    nodes: (count) => nodes(Number(count)),
  },
  node: {
    selected: (operator, name) => `已选择：${operator} ${name}`,
    reading: '正在读取节点',
    close: '关闭',
    unnamed: '未命名',
    attributes: '属性',
    inputs: '输入',
    outputs: '输出',
    weights: '权重和常量',
    type: (dtype, shape) => {
      if (shape === null) return dtype;
      return shape.length === 0 ? `${dtype}，标量` : `${dtype} ${shapeText(shape)}`;
    },
    size: (parameters, size) => `${whole(parameters)} 个元素，${bytes(size)}`,
    jump: (operator, name) => (name === '' ? operator : `${operator} ${name}`),
    more: (count) => `另有 ${whole(count)} 个节点`,
    read: '读取数值',
    readNamed: (name) => (name === '' ? '读取此未命名权重的数值' : `读取 ${name} 的数值`),
    readingWeight: '正在读取数值',
    notComputable: (dtype) => `无法显示类型为 ${dtype} 的数值。`,
    empty: '其中没有有限数。',
    histogram: (bins, min, max) => `数值的直方图，${bins} 个区间，从 ${number(min)} 到 ${number(max)}`,
    range: '最小值至最大值',
    rangeValue: (min, max) => `${number(min)} 至 ${number(max)}`,
    mean: '平均值 ± 标准差',
    meanValue: (mean, deviation) => `${number(mean)} ± ${number(deviation)}`,
    zeros: '零',
    notFinite: '无穷大或 NaN',
    fraction: (count, of) => `${whole(count)}（${percent(of === 0 ? 0 : count / of)}）`,
  },
  table: {
    summary: (count) => `${nodes(count)}的表格`,
    caption: (shown, count) => `${whole(shown)} / ${nodes(count)}`,
    node: '节点',
    operator: '算子',
    unknown: '未知',
    unnamed: (position) => `节点 ${whole(position)}`,
    more: '显示更多',
  },
  compare: {
    choose: '与另一个模型对比',
    other: '更换对比的模型',
    close: '结束对比',
    baseline: (name) => `之前：${name}`,
    main: (name) => `之后：${name}`,
    counts: (same, changed, added, removed) =>
      `${whole(same)} 个相同，${whole(changed)} 个已更改，${whole(added)} 个新增，${whole(removed)} 个已删除`,
  },
};

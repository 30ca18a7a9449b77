import type * as en from '../../en/models/convert.ts';

export const convert: typeof en.convert = {
  written: '已写入',
  noTokenizer: (why) => `此模型的分词器无法转换（${why}）：“对话”需要计算图旁边有 tokenizer.json。`,
  requantised: (type) => `此模型的权重已经量化过（${type}），其误差会与新的误差叠加。使用 F16 或 F32 文件效果更好。`,
};

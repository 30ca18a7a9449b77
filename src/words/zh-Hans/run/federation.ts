import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole, bytes } = format;
const number = (value: number) => value.toPrecision(3);

export const federation: Text['federation'] = {
  title: '与他人共同学习',
  lead: '与他人一起，用您的图片训练邀请中的类别。图片及其特征从不离开此浏览器。离开的只有最后一层的更新，经过裁剪并加入噪声，而且只在您同意之后发送。',
  open: '打开邀请',
  checking: '正在检查邀请',
  needsCompanion: '请先连接配套程序。它负责转发消息：可以是协调者自己的配套程序，也可以是通往它的隧道末端的配套程序。',
  companionPage: '打开“配套程序”',
  needsClasses: (labels) => `请为以下类别添加图片：${labels.join('、')}。`,
  plan: '计划',
  coordinator: '协调者的密钥',
  compareKey: '请与协调者显示的密钥核对（assay federate show）。',
  labels: '类别',
  rounds: (rounds, participants) => `共 ${whole(rounds)} 轮，每轮至少 ${whole(participants)} 名参与者`,
  aggregations: {
    secure: '安全聚合：协调者只能看到所有更新的总和，看不到您的更新。除了按长度，它无法剔除被投毒的更新。',
    median: '中位数：协调者能看到您加了噪声的更新。少数被投毒的更新影响很小。',
    'trimmed-mean': '截尾均值：协调者能看到您加了噪声的更新。少数被投毒的更新影响很小。',
  },
  privacy: (epsilon, delta) => `所有轮次中每张图片的隐私：epsilon ${number(epsilon)}，delta ${number(delta)}`,
  prepare: '计算我的更新',
  computing: '正在计算更新',
  preview: {
    title: '如果您同意，将会发送',
    round: (round, rounds, enrolled) =>
      `第 ${whole(round)} 轮，共 ${whole(rounds)} 轮；目前 ${whole(enrolled)} 名参与者`,
    sentValues: (values, size) => `${whole(values)} 个数（${bytes(size)}）、您的公钥和一个签名`,
    norm: (norm, max) => `更新的长度：${number(norm)}，裁剪到 ${number(max)}`,
    epsilon: (before, after, max) => `目前 epsilon 为 ${number(before)}，之后为 ${number(after)}，上限 ${number(max)}`,
  },
  send: '发送此更新',
  discard: '不发送',
  sending: '正在等待其他参与者',
  combined: '您的更新已成为新模型的一部分。',
  failed: '参与者太少，本轮将重新开始。如果您的更新已经发出，就会计入 epsilon。',
  done: '所有轮次均已完成。',
  use: '保存共同的模型',
  progress: (round, rounds) => `已完成 ${whole(round)} 轮，共 ${whole(rounds)} 轮`,
};

import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

const { whole, percent, date } = format;
const inputs = (count: number) => `${whole(count)} 个输入`;
const points = (fraction: number) => `${format.number(100 * fraction)} 个百分点`;

export const deployedInputs: Text['deployedInputs'] = {
  title: '输入的漂移',
  lead: '将当前版本最近的输入与模型运行良好时的输入比较，不需要标注。只保存数值和预测的类别，且只保存在此浏览器中。',
  recent: (count, fromMs, toMs) => `${inputs(count)}，从 ${date(fromMs)} 到 ${date(toMs)}，按本设备的时钟。`,
  none: '添加后还没有运行过输入。请先运行一些输入，再回到这里。',
  tooFew: (count, min) => `目前有 ${inputs(count)}；比较至少需要 ${whole(min)} 个。`,
  uncompared: (features, { reference, current, needed }) =>
    `未比较：${features}。参考输入中测量了 ${whole(reference)} 个，最近的输入中测量了 ${whole(current)} 个；各至少需要 ${whole(needed)} 个。为节省时间，只对部分图像测量图像特征。`,
  keep: (count) => `将这 ${inputs(count)}作为参考`,
  replace: '这会替换现有参考。',
  reference: (count, at) => `参考为 ${date(at)} 保存的 ${inputs(count)}。`,
  noReference: '还没有参考。请在模型运行良好时将最近的输入作为参考。',
  removeReference: '移除参考',
  damaged: (count) => `${whole(count)} 个已存输入损坏，不计入。`,

  accuracy: {
    title: '估计准确率',
    lead: '根据置信度估计模型在最近的输入上答对的比例。如果输入的变化使模型自信地出错，估计会偏高：请在下方标注一些输入来核对。',
    fitted: (items, dataset, at, accuracy) =>
      `于 ${date(at)} 在 ${isolate(dataset)} 的 ${whole(items)} 个带标注样本上拟合，模型在其中答对 ${percent(accuracy)}。`,
    notFitted: '未测量：请在至少 40 个带标注样本（例如每个类别一个文件夹）上评测此版本，估计将据此拟合。',
    notClassifier: '只能估计分类模型的准确率。',
    evaluate: '评测',
    caption: '最近输入的估计准确率',
    columns: ['方法', '估计 ± 平均误差', '在留出的带标注样本上的误差'],
    estimate: (accuracy, error) => `${percent(accuracy)} ± ${points(error)}`,
    methods: {
      'average-confidence': '平均置信度，经温度缩放',
      'thresholded-confidence': '阈值化平均置信度（ATC）',
    },
    best: (name) => `${name}（误差较小）`,
    heldOut: ({ mean, max }, items) => `平均 ${points(mean)}，最大 ${points(max)}，每次 ${whole(items)} 个样本`,
    pastCaption: '以往的估计与之后的标注',
    pastColumns: ['输入', '估计', '按标注答对', '95% 区间', '误差'],
    past: ({ fromMs, toMs }) => `${date(fromMs)} 至 ${date(toMs)}`,
    percent,
    interval: ([low, high]) => `${percent(low)} 至 ${percent(high)}`,
    error: (estimate, actual) => points(estimate - actual),
    noPast: (labelled, needed) =>
      `还没有以往误差：随机抽取的输入中已有 ${whole(labelled)} 个标注，需要 ${whole(needed)} 个。`,
  },

  queue: {
    title: '复查队列：待标注的输入',
    lead: '模型不确定的输入、影子运行的候选版本给出不同结果的输入，以及少量随机抽取的输入会保存在此浏览器中，直到你标注或删除。不会上传任何内容。',
    consent: '在此浏览器中保存此部署的这类输入',
    consentHelp: (count, size) =>
      `最多 ${inputs(count)}、共 ${size}；最早的未标注输入会为新输入让位。只保存图像文件和单条文本。如果其中有人物，请确认你可以保存。`,
    empty: '没有待标注的输入。',
    off: '不保存输入。',
    progress: (waiting, labelled) => `${inputs(waiting)}待标注，${whole(labelled)} 个已标注。`,
    reasons: {
      random: '随机抽取，用于核对估计准确率',
      disagreement: '候选版本预测了另一个类别',
      'low-confidence': '置信度低',
      'small-margin': '两个类别的可能性几乎相同',
    },
    about: (version, at) => `版本 ${whole(version)}，${date(at)}`,
    predicted: (label, probability) => `预测：${isolate(label)}（${percent(probability)}）`,
    candidate: (version, label) => `版本 ${whole(version)}：${isolate(label)}`,
    image: '待标注的输入',
    choose: '这是什么？',
    keys: '焦点在此区域时，按键 1 到 9 选择类别，S 跳过，Z 撤销，Delete 删除该输入。',
    other: '其他类别',
    set: '设置标注',
    skip: '跳过',
    undo: '撤销上一个标注',
    remove: '删除此输入',
    evaluate: (count) => `用这 ${whole(count)} 个已标注输入评测`,
    evaluateHelp: '“评测”页会将它们作为上次打开的文件夹提供。其中大多是模型不确定的输入，因此准确率低于实际使用时。',
    folder: (name) => `${name}：已标注的输入`,
    full: '队列已被已标注的输入占满，不再保存更多。请先用它们评测，然后删除。',
    removeAll: '删除所有已保存的输入',
    removeAllConfirm: '删除此部署所有已保存的输入及其标注？',
  },
};

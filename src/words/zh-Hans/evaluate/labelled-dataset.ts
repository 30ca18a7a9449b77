import type * as en from '../../en/evaluate/labelled-dataset.ts';
import { format } from '../format.ts';

const { whole } = format;

export const labelledDataset: typeof en.labelledDataset = {
  layouts: {
    'class-folders': '每类一个文件夹',
    table: '表格（CSV、TSV 或 JSONL）',
    coco: 'COCO JSON',
    yolo: 'YOLO 文本文件',
    voc: 'Pascal VOC XML',
    masks: '每张图像一个掩码',
    transcripts: '音频的转写文本',
    'tagged-words': '带标签的词（CoNLL）',
    'plain-text': '纯文本',
    unlabelled: '没有标注',
  },

  labelKinds: {
    class: '类别',
    boxes: '边界框',
    mask: '掩码',
    text: '文本',
    pair: '句子对',
    tags: '词的标签',
  },

  roles: {
    file: '文件',
    text: '文本',
    label: '类别',
    answer: '预期文本',
    otherText: '第二段文本',
    similarity: '相似度',
  },

  problems: {
    unlabelled: (n) => ({
      what: `${whole(n)} 个文件没有标注，已略过。`,
      fix: '如果它们属于该数据集，请补上标注。',
    }),
    'file-missing': (n) => ({
      what: `${whole(n)} 条标注所指的文件在文件夹中不存在，或不止一个。`,
      fix: '请选择包含这些文件的文件夹，或更正标注中的文件名。',
    }),
    'label-empty': (n) => ({
      what: `${whole(n)} 行或文件没有可用的标注，已略过。`,
      fix: '请补上标注，或选择其他列。',
    }),
    'labels-differ': (n) => ({
      what: `${whole(n)} 个文件有多条互相矛盾的标注，已略过。`,
      fix: '请为每个文件只保留正确的标注。',
    }),
    'label-file-invalid': (n) => ({
      what: `${whole(n)} 个标注文件无法读取；对应的样本已略过。`,
      fix: '请重新导出标注。',
    }),
    'label-line-invalid': (n) => ({
      what: `${whole(n)} 个标注文件中有无法读取的行；对应的样本已略过。`,
      fix: '每行应为一个类别编号和四个 0 到 1 的值：中心坐标、宽和高。',
    }),
    'box-invalid': (n) => ({
      what: `${whole(n)} 个边界框没有面积或没有类别，已略过。`,
      fix: '请更正或删除这些边界框。',
    }),
    'annotation-id-unknown': (n) => ({
      what: `${whole(n)} 条标注的 image_id 或 category_id 未在文件中列出，已略过。`,
      fix: '请连同所有图像和类别重新导出文件。',
    }),
    'class-unknown': (n) => ({
      what: `${whole(n)} 个标注文件中有没有名称的类别编号；对应的样本已略过。`,
      fix: '请在 data.yaml 或 classes.txt 中补上名称。',
    }),
    'classes-unnamed': (n) => ({
      what: `${whole(n)} 个类别只有编号，因为没有文件给出名称。`,
      fix: '如果编号与模型的不一致，请添加 data.yaml 或 classes.txt。',
    }),
    'label-file-ignored': (n) => ({
      what: `${whole(n)} 个文本文件与图像同名，但大部分行不是 YOLO 标注，因此这些图像视为没有标注。`,
      fix: '每行应为一个类别编号和四个 0 到 1 的值。要查看哪些行有误，请选择 YOLO 作为标注格式。',
    }),
    'no-label-file': (n) => ({
      what: `${whole(n)} 张图像没有标注文件，视为其中没有目标。`,
      fix: '如果其中有目标，请添加标注文件。',
    }),
    'file-changed': (n) => ({
      what: `${whole(n)} 个文件在评测期间被修改。`,
      fix: '请在没有其他程序写入该文件夹时重新运行。',
    }),
    'class-rare': (n) => ({
      what: `${whole(n)} 个类别的样本数不超过最多类别的十分之一。`,
      fix: '请查看各类别的得分或平衡准确率：总体准确率难以反映少见类别。',
    }),
    'single-folder': (n) => ({
      what: `所有文件都在 ${whole(n)} 个文件夹中，无法确定文件夹名称是否为其类别，因此视为没有标注。`,
      fix: '如果是，请选择“每类一个文件夹”作为标注格式。',
    }),
    'path-repeated': (n) => ({
      what: `${whole(n)} 个路径对应多个文件，其名称只在重音符号的编码上不同，每个路径只读取其中一个。`,
      fix: '请重命名其余文件。',
    }),
    duplicate: (n) => ({
      what: `${whole(n)} 个样本与另一个样本的内容和标注完全相同。`,
      fix: '请删除副本，以免重复计数。',
    }),
    'duplicate-labels-differ': (n) => ({
      what: `${whole(n)} 个样本与另一个样本内容相同，但标注不同。`,
      fix: '请保留标注正确的那一份：其中至少有一个是错的。',
    }),
    'size-unknown': (n) => ({
      what: `${whole(n)} 个文件不是可读取的图像，已略过。`,
      fix: '请用其他程序打开以确认文件完好，或保存为 PNG 或 JPEG。',
    }),
  },
};

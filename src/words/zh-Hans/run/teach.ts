import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

export const teach: Text['teach'] = {
  title: '教模型认识新类别',
  lead: '给模型看每个类别的几张图片，它就能学会区分它们。图片和训练都留在此浏览器中。在保存模型之前，不会存储任何内容。',
  badLink: '无法打开此“教学”链接',
  backbone: '基础模型',
  backboneHelp:
    '它的最后一层会换成识别您的类别的一层。“模型”页面上的 ImageNet 分类模型比内置模型知道得更多。在此保存的模型可以继续学习。',
  change: '更换模型',
  opening: '正在打开模型',
  features: {
    penultimate: (tensor, length) => `特征：最后一层的 ${whole(length)} 个输入（${tensor}）`,
    output: (tensor, length) => `特征：模型的 ${whole(length)} 个输出（${tensor}），因为无法分离最后一层`,
  },
  notOnnx: '此模型不是 ONNX 格式，因此学到的内容无法保存为文件。',
  classes: '类别',
  className: '类别名称',
  addClass: '添加类别',
  removeClass: (name) => `删除类别 ${name}`,
  newClass: (number) => `类别 ${whole(number)}`,
  addImages: '添加图片',
  addFolder: '打开类别文件夹',
  folderHelp: '每个类别一个文件夹，内含其图片。',
  drop: '将图片拖放到此处',
  camera: '使用摄像头',
  holdToCapture: '按住以拍摄图片',
  images: (count) => `${whole(count)} 张图片`,
  removeImage: (name) => `删除 ${name}`,
  more: (count) => `另有 ${whole(count)} 张`,
  training: '训练',
  changes: '同时学习以下变化后的副本',
  changeNames: { mirror: '镜像', crop: '裁剪', brightness: '变亮或变暗' },
  mirrorHelp: '字母、标志等镜像后属于其他类别的内容，请勿使用镜像。',
  heldOutFraction: '留作测试',
  train: '训练',
  trainAgain: '重新训练',
  needs: {
    classes: '请添加至少两个名称不同的类别。',
    images: (name, missing) => `${name}：还需要 ${whole(missing)} 张图片。`,
  },
  embedding: (done, total) => `正在查看第 ${whole(done)} 张图片，共 ${whole(total)} 张`,
  fitting: '正在训练',
  result: '结果',
  counted: (classes, pictures, heldOut) =>
    `${whole(classes)} 个类别，${whole(pictures)} 张图片，其中 ${whole(heldOut)} 张留作测试`,
  accuracy: (accuracy, [low, high]) =>
    `测试图片上的准确率：${percent(accuracy)}（95% 置信区间 ${percent(low)} 至 ${percent(high)}）`,
  curve: {
    title: '图片越多，准确率越高吗？',
    images: '训练用的图片',
    accuracy: '测试图片上的准确率',
  },
  confusion: '各类别的测试图片',
  tooFewHeldOut: (name, count, pictures) =>
    `数量太少，无法判断：${name} 只留出 ${whole(count)} 张图片。请为每个类别提供至少 ${whole(pictures)} 张图片，或提高留出比例。`,
  compared: ({ baseline, before, after }) => {
    const names = {
      head: '此前的模型',
      'own-labels': '原模型及其自带标签',
      'frequent-class': '总是猜图片最多的类别',
    };
    return `${names[baseline]}：在相同图片上为 ${percent(before)}，现在为 ${percent(after)}。`;
  },
  lostClass: ({ label, before, after }) => `${label}：此前答对 ${whole(before)} 张测试图片，现在 ${whole(after)} 张。`,
  kept: '已采用新的训练结果。',
  rejected: '未采用新的训练结果，因为它在测试图片上更差。继续使用之前的结果。',
  rejectedFirst: '未采用训练结果，因为它不比之前更好。请添加更多图片，或删除错误的图片。',
  useAnyway: '仍然采用',
  undo: '撤销上次训练',
  save: '保存为 ONNX',
  useInRun: '在“运行”中使用',
  saveHelp: '一个包含模型和您的类别的文件，可在“运行”及所有支持 ONNX 的程序中打开。',
  try: '试一试',
  tryImage: '试一张图片',
  tryEmpty: '请先训练，然后在此用图片或摄像头试一试。',
  answer: (label, probability) => `${label}：${percent(probability)}`,
};

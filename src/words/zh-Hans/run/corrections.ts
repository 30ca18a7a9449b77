import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

export const corrections: Text['corrections'] = {
  title: '纠正此模型',
  lead: '指出哪些答案有误，模型的最后一层会以小步从中学习。只有证明更好的更新才会采用。此浏览器只存储图片的特征，从不存储图片本身。',
  start: '开始纠正',
  opening: '正在打开模型',
  reading: (done, total) => `正在读取第 ${whole(done)} 张图片，共 ${whole(total)} 张`,
  learning: '正在学习',
  notAdaptable: '无法调整此模型的最后一层：它不是类别已知的 float32 全连接层。可以用“教学”为模型换上一层可以调整的层。',
  teach: '打开“教学”',
  notRun: '请先运行一张图片，再说明答案是否正确。',
  answered: (label) => `模型的答案：${label}`,
  confirm: '答对了',
  trueLabel: '不对，应该是',
  correct: '纠正',
  counts: (session, replay, test) =>
    `${whole(session)} 条新纠正。另有 ${whole(replay)} 条以前的可再次学习，${whole(test)} 条留作测试。`,
  needed: (count, min) => `学习需要 ${whole(min)} 条新纠正（含已确认的答案），现有 ${whole(count)} 条。`,
  chooseClass: '要纠正答案，请输入正确的类别。',
  unknownClass: (label, count) =>
    `模型没有“${label}”这个类别。请输入其 ${whole(count)} 个类别之一；新类别可在“教学”中添加。`,
  addFolder: '添加有标注的图片',
  folderHelp:
    '每个类别一个文件夹，名称与模型中的类别相同。其中一半图片留作测试：它们会显示更新是否让某个类别变差，因此错误的纠正不会造成损害。',
  learn: '从纠正中学习',
  forget: '删除所有纠正',
  accepted: '更新更好，已采用。',
  refused: '未采用此更新。',
  refusals: (refusal) => {
    switch (refusal.reason) {
      case 'too-few-corrections':
        return `只有 ${whole(refusal.count)} 条新纠正。至少需要 ${whole(refusal.needed)} 条，包括确认正确的答案。`;
      case 'too-few-test-items':
        return `${refusal.label}：以前留作测试的图片有 ${whole(refusal.count)} 张，需要 ${whole(refusal.needed)} 张。请添加此类别的有标注图片，以便发现它是否变差。`;
      case 'worse-than-before':
        return '本次之前留作测试的图片会答得更差。请检查新的纠正：其标签与已知内容矛盾。';
      case 'not-shown-better':
        return `在测试图片上多答对 ${whole(refusal.gained)} 张，少答对 ${whole(refusal.lost)} 张，可能只是偶然（p = ${refusal.p.toFixed(2)}）。请添加更多纠正。`;
    }
  },
  compared: {
    earlier: ({ before, after }) => `以前留作测试的图片：原来答对 ${percent(before)}，现在 ${percent(after)}。`,
    session: ({ before, after }) => `本次留作测试的纠正：原来答对 ${percent(before)}，现在 ${percent(after)}。`,
  },
  change: (fraction) => `该层权重的变化为其范数的 ${percent(fraction)}。`,
  adopted: (version, name) => `它现在是“${name}”的第 ${whole(version)} 版。`,
  adoptedWithoutDeployment: '它已作为独立的模型存储，并在此打开。',
  openDeployment: '打开部署',
  undo: '撤销：恢复之前的模型',
};

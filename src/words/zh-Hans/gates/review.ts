import type { Text } from '../../language.ts';
import { checklist } from '../validation/checklist.ts';
import { compliance } from '../validation/compliance.ts';

export const review: Text['review'] = {
  checklist: () => checklist,
  compliance: () => compliance,
  checklistTitle: '上线检查清单',
  complianceTitle: '合规信息',
  complianceForm: '信息与表单',
  complianceTable: '已知信息',
  complianceLead: '从文件和本次运行得知的信息。请填写其余内容，保存表单并签字。',
  stored: '你签署和声明的内容会随本次门禁运行一起保存。已签署的条目会写入印记。',
  notStored: '离开本页后，你签署和声明的内容会丢失：请保存文档。有门禁文件时会自动保存。',
  name: '你的姓名',
  note: '如何完成，或为何不适用',
  sign: '签署',
  signItem: (item) => `签署：${item}`,
  noteFor: (item) => `备注：${item}`,
  needsName: '请输入姓名以签署条目。',
  save: '保存为 Markdown',
};

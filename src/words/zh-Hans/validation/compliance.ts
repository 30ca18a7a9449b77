import type * as en from '../../en/validation/compliance.ts';
import type { ComplianceFact, StoredDataKind } from '#validation/compliance/facts.ts';
import { format } from '../format.ts';

const unknown = '未知';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: ['下载或导入的模型', '在本网站的存储中；可在“模型”页删除'],
  results: ['结果、评测和印记', '在本网站的存储中；可在“结果”页删除'],
  conversations: ['与语言模型的对话', '在本网站的存储中；可在“对话”页删除'],
  settings: ['设置、最近使用的模型和文件权限', '在本网站的存储中；随网站数据一起清除'],
  keys: ['用于印记的私钥', '在本网站的存储中，无法导出；随网站数据一起清除'],
  'app-files': ['供离线使用的应用本身', '在浏览器的缓存中；随网站数据一起清除'],
} satisfies Record<StoredDataKind, readonly [what: string, removal: string]>;

export const statements: typeof en.statements = {
  'model-use': '模型的用途，以及其许可证允许该用途',
  'data-rights': '标注数据的来源、许可证和使用权',
  'personal-data': '输入是否包含个人数据，以及处理的依据',
  'affected-people': '模型的输出影响哪些人，他们如何提出异议',
  contact: '负责人',
};

function fact(made: ComplianceFact): readonly [name: string, value: string] {
  switch (made.code) {
    case 'model':
      return ['模型', `${made.facts.name}，SHA-256 ${made.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['模型许可证', made.facts.licence ?? unknown];
    case 'model-source':
      return ['模型来源', made.facts.source ?? unknown];
    case 'data':
      return [
        '标注数据',
        made.facts
          ? `${made.facts.name}，${format.whole(made.facts.items)} 个样本，SHA-256 ${made.facts.sha256}`
          : '无',
      ];
    case 'network':
      return ['运行期间连接的主机', networkText(made.facts)];
    case 'stored': {
      const [what, removal] = stored[made.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[made.facts.id], made.facts.text ?? '未提供'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return '未记录';
  const total = `共记录 ${format.whole(facts.requests)} 个请求`;
  return facts.hosts === '' ? `除应用自身的主机外没有其他主机，${total}` : `${facts.hosts}，${total}`;
}

export const compliance: typeof en.compliance = {
  heading: (model) => `${model} 的合规信息`,
  columns: ['信息', '值', '来源'],
  fact,
  origins: {
    file: '模型文件或目录条目',
    measured: '在本设备上测得',
    program: 'Assay 的工作方式',
    person: '由签署者提供',
    unknown: '缺失',
  },
  note: 'Assay 不会把模型、输入或回答发送到任何服务器。以上是事实，不是法律意见：它们是否满足法律或合同的要求，由签署者判断。',
  signature: { name: '签署人', date: '日期' },
};

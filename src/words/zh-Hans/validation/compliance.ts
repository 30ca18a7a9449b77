import type * as en from '../../en/validation/compliance.ts';
import type { ComplianceFact, StoredDataKind } from '#validation/compliance/facts.ts';
import { format } from '../format.ts';

const unknown = '未知';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: ['下载或导入的模型', '在本网站的存储中；可在“模型”页删除'],
  results: ['结果、评测和印记', '在本网站的存储中；可在“结果”页删除'],
  trials: ['优化和调优的试验、预测和准确率估计器', '在本网站的存储中；随网站数据一起清除'],
  conversations: ['与语言模型的对话', '在本网站的存储中；可在“对话”页删除'],
  documents: ['“文件问答”的索引：段落及其向量', '在本网站的存储中；可在该页面移除文件'],
  faces: ['已登记的人：加密的姓名和人脸向量，不含图片', '在本网站的存储中；可在“运行”页的“人脸识别”中删除'],
  deployments: ['部署，以及其运行统计和近期输入的特征', '在本网站的存储中；可在该部署的页面删除'],
  'inputs-to-label': ['部署中等待标注的输入（经用户同意保存）', '在本网站的存储中；可在该部署的页面删除'],
  corrections: ['对模型的纠正：特征和类别，不含图片', '在本网站的存储中；可在“运行”页的“纠正此模型”中删除'],
  settings: ['设置、最近使用的模型、已配对的配套程序和文件权限', '在本网站的存储中；随网站数据一起清除'],
  keys: ['用于印记和共同学习的私钥', '在本网站的存储中，无法导出；随网站数据一起清除'],
  'app-files': ['供离线使用的应用本身', '在浏览器的缓存中；随网站数据一起清除'],
} satisfies Record<StoredDataKind, readonly [what: string, removal: string]>;

export const statements: typeof en.statements = {
  'model-use': '模型的用途，以及其许可证允许该用途',
  'data-rights': '标注数据的来源、许可证和使用权',
  'personal-data': '输入是否包含个人数据，以及处理的依据',
  'affected-people': '模型的输出影响哪些人，他们如何提出异议',
  contact: '负责人',
};

function formatFact(fact: ComplianceFact): readonly [name: string, value: string] {
  switch (fact.code) {
    case 'model':
      return ['模型', `${fact.facts.name}，SHA-256 ${fact.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['模型许可证', fact.facts.licence ?? unknown];
    case 'model-source':
      return ['模型来源', fact.facts.source ?? unknown];
    case 'data':
      return [
        '标注数据',
        fact.facts
          ? `${fact.facts.name}，${format.whole(fact.facts.items)} 个样本，SHA-256 ${fact.facts.sha256}`
          : unknown,
      ];
    case 'network':
      return ['运行期间连接的主机', networkText(fact.facts)];
    case 'stored': {
      const [what, removal] = stored[fact.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[fact.facts.id], fact.facts.text ?? '未提供'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return unknown;
  return `${facts.hosts || '仅应用自身的主机'}（共记录 ${format.whole(facts.requests)} 个请求）`;
}

export const compliance: typeof en.compliance = {
  heading: (model) => `${model} 的合规信息`,
  columns: ['信息', '值', '来源'],
  fact: formatFact,
  origins: {
    file: '模型文件或目录条目',
    measured: '在本设备上测得',
    program: 'Assay 的工作方式',
    person: '由签署者提供',
    unknown: '缺失',
  },
  note: '除被选来运行模型的配套程序或推理服务器外，Assay 不会把模型、输入或结果发送到任何服务器。以上是事实，不是法律意见：它们是否满足法律或合同的要求，由签署者判断。',
  signature: { name: '签署人', date: '日期' },
};

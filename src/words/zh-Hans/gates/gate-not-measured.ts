import type * as en from '../../en/gates/gate-not-measured.ts';
import type { Missing } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

const items = (n: number) => `${format.whole(n)} 个样本`;

export const missing: Readonly<Record<keyof typeof en.missing, Missing>> = {
  'no-baseline': { why: '没有可比较的基线模型', page: '请在“评测”页选择' },
  'no-scores': { why: '没有评测带标注的数据集', page: '请在“评测”页选择' },
  'no-paired-scores': { why: '基线模型在相同样本上没有此得分', page: '请在带标注的数据集上评测两个模型' },
  'no-times': { why: '没有对推理计时' },
  'not-interleaved': { why: '候选模型与基线模型没有交错计时', page: '请在带标注的数据集上评测两个模型' },
  'no-tokens': { why: '没有生成文本', page: '请在“基准测试”页测量语言模型' },
  'no-memory': { why: '引擎不报告内存占用' },
  'no-load-test': { why: '没有进行负载测试', page: '请在“评测”页的门禁旁勾选' },
  'no-sustained-run': { why: '没有进行持续运行', page: '请在“评测”页的门禁旁勾选，需要 10 分钟' },
  'no-network-record': { why: '没有记录网络请求', page: '请在页面中不间断地评测' },
  'no-power-meter': { why: '页面无法测量功率', page: '请使用带功率计的机器上配套程序的引擎' },
  'no-robustness-suite': { why: '没有运行鲁棒性测试', page: '请在“评测”页选择' },
  'no-security-suite': { why: '没有扫描文件', page: '请评测已存储或从文件打开的模型' },
  'no-model-size': { why: '模型文件在服务器上', page: '请测量本设备上的副本' },
  'no-agreement': { why: '没有比较结果', page: '请在“评测”页选择基线模型' },
};

const modelKinds = { tensor: '输入和输出为张量的模型', text: '语言模型' };

export const reasons: typeof en.reasons = {
  'no-such-metric': ({ metric }) => `该任务没有得分“${metric}”`,
  'metric-is-error': ({ metric }) => `“${metric}”是误差指标（越低越好）；请使用门禁“error-rate”`,
  'metric-is-not-fraction': ({ metric }) => `“${metric}”不是比例；请使用门禁“perplexity”`,
  'metric-is-not-error': ({ metric }) => `“${metric}”不是误差指标；请使用门禁“quality”`,
  'baseline-without-quality': ({ metric }) => `基线模型的 ${metric} 不大于 0，无法计算与它的比值`,
  'no-quality-ratio': ({ metric }) => `“${metric}”的比值没有意义；请使用其他指标`,
  'items-failed': ({ metric, failed }) => `候选模型有 ${items(failed)}失败，“${metric}”没有对应的值；原因见样本列表`,
  'items-not-run': ({ notRun }) => `运行停止时还有 ${items(notRun)}没有运行；请全部运行`,
  'unreliable-run': ({ validity }) => `此次运行的有效性为 ${validity}；请在空闲的设备上重新运行`,
  'too-few-samples': ({ n, needs }) => `需要 n ≥ ${format.whole(needs)}，实际为 ${format.whole(n)}`,
  'no-interval': ({ metric, why }) =>
    `“${metric}”没有置信区间（${scores.noInterval(why === 'unknown' ? undefined : why)}）`,
  'run-failed': ({ error }) => `持续运行出错（${error}）`,
  'run-too-short': ({ ms, needsMs }) => `需要运行 ${format.duration(needsMs)}，实际只运行了 ${format.duration(ms)}`,
  'other-model-kind': ({ kind }) => `它只适用于${modelKinds[kind]}`,
};

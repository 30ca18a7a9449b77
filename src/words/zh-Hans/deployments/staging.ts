import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { duration, number, whole } = format;
const requests = (count: number) => `${whole(count)} 个并发请求`;

export const staging: Text['staging'] = {
  title: '预发布测试',
  lead: '提前测试当前版本：它能同时处理多少请求，以及出现故障后多久能重新作答。测试使用生成的输入，期间部署照常使用。',
  severalGraphs: '此任务运行多个计算图，无法为其生成输入。请改为在带标注的样本上评测，并进行负载测试。',
  load: '负载',
  target: '延迟目标（ms）',
  targetHint: '并发请求数逐级加倍，直到延迟的第 95 百分位超过目标。',
  noTarget: '请输入延迟目标，以毫秒为单位，大于 0。',
  ramp: '逐级加压',
  ramping: '正在逐级加压',
  columns: ['并发请求数', '输入/秒', '延迟（中位数）', '第 95 百分位', '失败', 'n'],
  row: ({ size, inputsPerS, medianMs, p95, failed, n }) => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `需要 n ≥ ${p95.needs}`,
    whole(failed),
    whole(n),
  ],
  conclude({ targetMs, maxWithinTarget, knee, end, levels }) {
    const last = levels.at(-1);
    const reached =
      maxWithinTarget === null
        ? `即使一次只有一个请求，也达不到 ${duration(targetMs)} 的目标。`
        : `直到 ${requests(maxWithinTarget)}都能达到 ${duration(targetMs)} 的目标。`;
    const failed = end === 'failures' && last ? `${requests(last.size)}时有 ${whole(last.failed)} 个失败。` : '';
    return `${reached}${failed}吞吐量与延迟之比在 ${requests(knee.size)}时最佳（拐点）。`;
  },
  failures: '故障',
  fail: '测试',
  failing: '正在制造故障并等待作答',
  faults: {
    'worker-killed': '引擎的 worker 或进程被终止',
    'gpu-lost': 'GPU 丢失',
    'storage-full': '监控的存储空间已满',
    'network-cut': '网络中断（检查 20 次运行中的请求）',
    'companion-killed': '配套程序被关闭',
  },
  instructions: '请现在关闭配套程序，然后重新启动：测试会为每一步等待最多 2 分钟。',
  unsupported: {
    'not-on-gpu': '它没有通过 ONNX Runtime 在 GPU 上运行',
    'not-in-companion': '它没有在配套程序中运行',
    'in-companion': '它在配套程序中运行：请测试关闭配套程序',
  },
  recovered({ recoveryMs, errors, runMs }) {
    const failed = Object.entries(errors).map(([code, count]) => `${code} ${whole(count)} 次`);
    const between = failed.length === 0 ? '没有运行失败' : `失败的运行：${failed.join('，')}`;
    return recoveryMs === null
      ? `未能及时作答（${between}）`
      : `${duration(recoveryMs)} 后重新作答（${between}；一次运行需 ${duration(runMs)}）`;
  },
};

import type * as en from '../../en/models/coverage.ts';
import type { NodePlacement } from '#planner/coverage/coverage.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';

const nodesText = (nodes: number) => `${format.whole(nodes)} 个节点`;

const ports = { input: '输入', output: '输出' };

export const coverage: typeof en.coverage = {
  title: '算子覆盖',
  lead: '根据文件头判断各引擎在哪里运行此模型的每个节点：不下载，也不运行。',
  target: ({ engine: id, place }) => `${engine.names[id]}，${placeName(place)}`,
  all: (nodes) => `全部 ${nodesText(nodes)}`,
  some: (nodes, of) => `${format.whole(nodes)} / ${nodesText(of)}`,
  rejected: (nodes) => `引擎拒绝此模型：${nodesText(nodes)}没有对应的内核。`,
  folded: (nodes) => `另有 ${nodesText(nodes)}在打开模型时一次算好。`,
  copies: ({ in: toDevice, out }) =>
    `每次运行的拷贝：${format.whole(toDevice)} 次到设备，${format.whole(out)} 次传回。`,
  fallbacks: (nodes) => `${nodesText(nodes)}不在此目标上运行，以及原因`,
  columns: { operator: '算子', nodes: '节点数', place: '运行于', why: '原因', example: '首个节点' },
  place: placeName,
  basis: {
    tested: '实测：已对每个算子、opset 和类型向引擎求证。',
    published: '来自引擎公布的算子列表，未经测试。',
  },
  reason(reason) {
    switch (reason.code) {
      case 'operator':
        return '没有此算子的内核';
      case 'opset':
        return `没有适用于 opset ${reason.opset} 的内核`;
      case 'type':
        return `没有支持第 ${reason.index + 1} 个${ports[reason.port]}为 ${reason.type} 的内核`;
    }
  },
};

function placeName(place: NodePlacement['place']): string {
  if (place === null) return '无法运行';
  if (place === 'folded') return '打开时算好';
  return place === 'webnn' ? 'WebNN' : engine.devices[place];
}

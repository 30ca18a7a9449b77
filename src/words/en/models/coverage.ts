import type { CoverageReason, CoverageSummary, CoverageTarget, NodePlacement } from '#planner/coverage/coverage.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';

const nodesText = (nodes: number) => (nodes === 1 ? '1 node' : `${format.whole(nodes)} nodes`);

type Place = NodePlacement['place'];

/** Where an engine runs each node of a model. */
export const coverage = {
  title: 'Coverage',
  lead: 'Where each engine runs the nodes of this model, as determined from its header. Nothing is downloaded or run.',
  target: ({ engine: id, place }: CoverageTarget) => `${engine.names[id]}, ${placeName(place)}`,
  all: (nodes: number) => `all ${nodesText(nodes)}`,
  some: (nodes: number, total: number) => `${format.whole(nodes)} of ${nodesText(total)}`,
  rejected: (nodes: number) => `The engine rejects the model: it has no kernel for ${nodesText(nodes)}.`,
  folded: (nodes: number) =>
    `In addition, ${nodesText(nodes)} ${nodes === 1 ? 'is' : 'are'} computed once, when the model is opened.`,
  copies: ({ in: toDevice, out }: NonNullable<CoverageSummary['copies']>) =>
    `Copies in each run: ${format.whole(toDevice)} to the device, ${format.whole(out)} back.`,
  fallbacks: (nodes: number) => `${nodesText(nodes)} not on this target, with the reasons`,
  columns: { operator: 'Operator', nodes: 'Nodes', place: 'Runs on', why: 'Why', example: 'First node' },
  place: placeName,
  basis: {
    tested: 'Tested: the engine was asked for every operator, opset and type.',
    published: 'From the engine’s list of operators; not tested.',
  } satisfies Record<CoverageSummary['basis'], string>,
  reason(reason: CoverageReason): string {
    switch (reason.code) {
      case 'operator':
        return 'no kernel for this operator';
      case 'opset':
        return `no kernel for opset ${reason.opset}`;
      case 'type':
        return `no kernel for ${reason.type} as ${reason.port} ${reason.index + 1}`;
    }
  },
};

function placeName(place: Place): string {
  if (place === null) return 'not supported';
  if (place === 'folded') return 'computed when opened';
  return place === 'webnn' ? 'WebNN' : engine.devices[place];
}

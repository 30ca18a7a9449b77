import type { NodePlacement } from '#planner/coverage/coverage.ts';
import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';

const nodesText = (nodes: number) => `nodi ${format.whole(nodes)}`;

/** Where an engine runs each node of a model. */
export const coverage: Text['models']['coverage'] = {
  title: 'Nodi kwa kila injini',
  lead: 'Mahali ambapo kila injini huendesha nodi za modeli hii, kutokana na kichwa chake: hakuna kinachopakuliwa wala kuendeshwa.',
  target: ({ engine: id, place }) => `${engine.names[id]}, ${placeName(place)}`,
  all: (nodes) => (nodes === 1 ? 'nodi 1 iliyopo' : `nodi zote ${format.whole(nodes)}`),
  some: (nodes, of) => `${nodesText(nodes)} kati ya ${format.whole(of)}`,
  rejected: (nodes) => `Injini inaikataa modeli: haina kernel kwa ${nodesText(nodes)}.`,
  folded: (nodes) =>
    nodes === 1
      ? 'Na nodi 1 hukokotolewa mara moja, modeli inapofunguliwa.'
      : `Na ${nodesText(nodes)} hukokotolewa mara moja, modeli inapofunguliwa.`,
  copies: ({ in: toDevice, out }) =>
    `Nakala katika kila uendeshaji: ${format.whole(toDevice)} kwenda kwenye kifaa, ${format.whole(out)} kurudi.`,
  fallbacks: (nodes) =>
    nodes === 1 ? 'Nodi 1 isiyoendeshwa hapo, na sababu' : `Nodi ${format.whole(nodes)} zisizoendeshwa hapo, na sababu`,
  columns: {
    operator: 'Opereta',
    nodes: 'Nodi',
    place: 'Huendeshwa kwenye',
    why: 'Sababu',
    example: 'Nodi ya kwanza',
  },
  place: placeName,
  basis: {
    tested: 'Imejaribiwa: injini iliulizwa kuhusu kila opereta, opset na aina.',
    published: 'Kutoka kwenye orodha ya opereta ya injini; haijajaribiwa.',
  },
  reason(reason) {
    switch (reason.code) {
      case 'operator':
        return 'hakuna kernel ya opereta hii';
      case 'opset':
        return `hakuna kernel ya opset ${reason.opset}`;
      case 'type':
        return `hakuna kernel ya ${reason.type} kama ${reason.port === 'input' ? 'ingizo' : 'tokeo'} la ${reason.index + 1}`;
    }
  },
};

function placeName(place: NodePlacement['place']): string {
  if (place === null) return 'hakuna';
  if (place === 'folded') return 'hukokotolewa modeli inapofunguliwa';
  return place === 'webnn' ? 'WebNN' : engine.devices[place];
}

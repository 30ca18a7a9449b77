import { transfer } from 'comlink';
import type { GraphOutline, GraphSubject, NodeDetails, ValueDetails } from '#bridge/graph-contract.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { OpenGraph } from '#formats/format.ts';
import { readGraph } from '#formats/index.ts';
import { formatShape } from '#graph/layout/box-text.ts';
import { drawScene, type Scene } from '#graph/layout/graph-scene.ts';
import { findConnections, listConstantInputs, type Connections } from '#graph/model-graph.ts';
import { buildModuleTree, type ModuleTree } from '#graph/module-tree.ts';
import { createStaticOverlays } from '#graph/overlay.ts';
import { computeTensorStatistics, type TensorStatistics } from '#graph/tensor-statistics.ts';
import { openModelSources, readSource } from '../session/model-sources.ts';

/**
 * Reads the graph of a model. Costs are computed for the suggested sizes of free dimensions.
 * @throws AppError from `GraphWorker.open`
 */
export async function openGraph(subject: GraphSubject): Promise<OpenedGraph> {
  const { entry, source, siblings } = await openModelSources(subject);
  const name = getBaseName(entry);
  const open = await readSource(source, () =>
    readGraph(source, name, siblings, (signature, imageSizes) => ({ ...suggestSizes(signature), ...imageSizes })),
  );
  return new OpenedGraph(name, source, open);
}

/** An open graph, which computes the data that the page requests. */
export class OpenedGraph {
  readonly outline: GraphOutline;
  readonly #source: ByteSource;
  readonly #open: OpenGraph;
  readonly #connections: Connections;
  readonly #tree: ModuleTree;

  constructor(name: string, source: ByteSource, open: OpenGraph) {
    const { graph } = open;
    [this.#source, this.#open] = [source, open];
    this.#connections = findConnections(graph);
    this.#tree = buildModuleTree(graph.nodes);
    this.outline = {
      name,
      nodes: graph.nodes.map((node, index) => ({
        name: node.name,
        operator: node.operator,
        ...(node.name === '' && node.outputs[0] !== undefined && { output: graph.values[node.outputs[0]]?.name ?? '' }),
        fingerprint: this.#computeFingerprint(index),
      })),
      ...this.#tree,
      overlays: createStaticOverlays(graph),
    };
  }

  draw(openModules: readonly number[] | null): Scene {
    const { graph } = this.#open;
    const tree =
      openModules === null ? buildModuleTree(graph.nodes.map((node) => ({ ...node, scope: [] }))) : this.#tree;
    const scene = drawScene(graph, tree, new Set(openModules));
    return transfer(scene, [scene.points.buffer]);
  }

  readNodeDetails(node: number): NodeDetails {
    const { name, operator, inputs, outputs } = this.#open.graph.nodes[node]!;
    const { producers, consumers } = this.#connections;
    return {
      name,
      operator,
      attributes: this.#open.formatAttributes(node),
      inputs: inputs.flatMap((value) =>
        value < 0 ? [] : [this.#getValueDetails(value, producers[value]! < 0 ? [] : [producers[value]!])],
      ),
      outputs: outputs.flatMap((value) => (value < 0 ? [] : [this.#getValueDetails(value, consumers[value]!)])),
    };
  }

  computeStatistics(value: number): Promise<TensorStatistics | null> {
    return readSource(this.#source, async () => {
      const values = await this.#open.openWeight(value);
      return values && computeTensorStatistics(values);
    });
  }

  #getValueDetails(value: number, nodes: readonly number[]): ValueDetails {
    return { value, ...this.#open.graph.values[value]!, nodes };
  }

  #computeFingerprint(index: number): string {
    const node = this.#open.graph.nodes[index]!;
    const attributes = this.#open.formatAttributes(index).map(({ name, value }) => `${name}=${value}`);
    const weights = listConstantInputs(this.#open.graph, node).map(
      ({ dtype, shape }) => `${dtype} ${formatShape(shape)}`,
    );
    return [node.operator, ...attributes, ...weights].join(';');
  }
}

import json from './reference-models.json' with { type: 'json' };

/** A model whose times are published for other devices. */
interface ReferenceModel {
  /** Operations of one run, a multiply-add counted as two. */
  readonly operations: number;
  readonly parameters: number;
  readonly source: string;
}

export type ReferenceModelId = keyof typeof json;

/** Those of ncnn's benchmark by `read-ncnn-benchmark.py`, those of MLPerf Tiny by our reader, the others as published. */
export const referenceModels: Readonly<Record<ReferenceModelId, ReferenceModel>> = json;

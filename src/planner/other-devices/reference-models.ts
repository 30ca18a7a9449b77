import json from './reference-models.json' with { type: 'json' };

/** A model with published times on other devices. */
interface ReferenceModel {
  /** Operations of one run; a multiply-add counts as two. */
  readonly operations: number;
  readonly parameters: number;
  readonly source: string;
}

export type ReferenceModelId = keyof typeof json;

/**
 * Models of ncnn's benchmark are counted by `read-ncnn-benchmark.py`, those of MLPerf Tiny by Assay, others as
 * published.
 */
export const referenceModels: Readonly<Record<ReferenceModelId, ReferenceModel>> = json;

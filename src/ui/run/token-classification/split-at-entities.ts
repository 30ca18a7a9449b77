import type { Entity } from '#tasks/token-classification/token-classification.ts';

/** A part of a text; `entity` is `null` between entities. */
export interface MarkedPart {
  readonly text: string;
  readonly entity: Entity | null;
}

/**
 * Splits a text into its entities and the parts between them.
 * @param entities in the order of the text, without overlap
 */
export function splitAtEntities(content: string, entities: readonly Entity[]): readonly MarkedPart[] {
  const parts: MarkedPart[] = [];
  let from = 0;
  for (const entity of entities) {
    if (entity.start > from) parts.push({ text: content.slice(from, entity.start), entity: null });
    parts.push({ text: entity.text, entity });
    from = entity.end;
  }
  if (from < content.length) parts.push({ text: content.slice(from), entity: null });
  return parts;
}

/** Replaces the id of a model for passages without vectors, and for a search of all documents by words. */
export const noModel = '';

/** The model id of passages without vectors, and of a search of all documents by words. */
export const noModel = '';

export const home = { title: 'Assay' };

/**
 * The public model hub; a setting can replace it with a mirror that uses the same paths. It has a file of its own because
 * the start code needs nothing else of hubs.
 */
export const publicHub = 'https://huggingface.co';

/**
 * The URL of the public model hub. A setting can replace it with a mirror that has the same paths. This is a separate
 * file, because the start page loads it.
 */
export const publicHub = 'https://huggingface.co';

/** One line per language, by its BCP 47 tag. */
export { en } from './en/index.ts';

/** The languages of the app, by their BCP 47 tags. */
export const languageTags = ['en', 'zh-Hans', 'fil', 'sw'] as const;

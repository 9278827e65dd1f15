/** The rules' texts, one language at a time: they are long, and only the pages about rules need them. */
import type { PolicyTexts } from './policy-texts.ts';

export { type PolicyGroup, type PolicyText, type PolicyTexts, policyGroups, type SharedTexts } from './policy-texts.ts';

const languages = {
  'zh-CN': () => import('./zh-CN.ts'),
  en: () => import('./en.ts'),
  th: () => import('./th.ts'),
  vi: () => import('./vi.ts'),
  ms: () => import('./ms.ts'),
};

export const loadPolicyTexts = async (language: keyof typeof languages): Promise<PolicyTexts> => (await languages[language]()).texts;

/** What the rules say, in words. Paths of fields are written with dots, without the index of a list's items: `documents.type`. */
export type PolicyText = {
  name: string;
  /** The question that the rule answers, in one line. */
  answers: string;
  fields: Record<string, { label: string; help?: string }>;
  /** `<field path>.<value>` of a field with a fixed list. */
  options?: Record<string, string>;
  outputs: Record<string, string>;
  /** `<output path>.<value>` of an output with a fixed list. */
  values?: Record<string, string>;
  reasons?: Record<string, string>;
  /** By case; blanks carry how they are shown: `{{rate, percent}}`, `{{until, instant}}`. */
  explanation: Record<string, string>;
};

export type SharedTexts = {
  documents: Record<string, string>;
  categories: Record<string, string>;
  markets: Record<string, string>;
  notCovered: string;
};

/** The parts of the platform's page, in its order. */
export const policyGroups = ['performance', 'programmes', 'money', 'products'] as const;
export type PolicyGroup = (typeof policyGroups)[number];

export type PolicyTexts = {
  groups: Record<PolicyGroup, Record<string, PolicyText>>;
  shared: SharedTexts;
  /** What a record of the platform's may carry, by code. */
  records: { violationReasons: Record<string, string>; measures: Record<string, string> };
};

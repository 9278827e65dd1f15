/** One line of the doctor's report. `wrong` makes it exit 1; `note` is worth knowing; `unknown` could not be looked at. */
export type Finding = { check: string; state: 'good' | 'note' | 'wrong' | 'unknown'; says: string; mend: string | null };

export const good = (check: string, says: string): Finding => ({ check, state: 'good', says, mend: null });
export const note = (check: string, says: string, mend: string): Finding => ({ check, state: 'note', says, mend });
export const wrong = (check: string, says: string, mend: string): Finding => ({ check, state: 'wrong', says, mend });
export const unknown = (check: string, says: string, mend: string): Finding => ({ check, state: 'unknown', says, mend });

/** A look that fails is a finding too, and must not keep the others from being made. */
export async function looking(check: string, mend: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [wrong(check, `could not be looked at: ${error instanceof Error ? error.message : 'unknown'}`, mend)];
  }
}

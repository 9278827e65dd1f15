/**
 * Whether a text is a GTIN (8, 12, 13 or 14 digits): its last digit checks the others. Counted from the right, they weigh 3, 1, 3, 1, …;
 * with the check digit their sum ends in 0 (GS1 General Specifications, 7.9).
 *
 * @example isGtin('4006381333931') // true
 * @example isGtin('4006381333930') // false: one digit is wrong
 */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

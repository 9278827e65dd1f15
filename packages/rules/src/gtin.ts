/**
 * Whether a text is a GTIN (8, 12, 13 or 14 digits): its last digit checks the others. Counted from the right, they weigh 3, 1, 3, 1, …;
 * with the check digit their sum ends in 0 (GS1 General Specifications, 7.9). Zeros alone name no goods.
 *
 * @example isGtin('4006381333931') // true
 * @example isGtin('4006381333930') // false: one digit is wrong
 */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text) || /^0+$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/**
 * GTIN-8, UPC-A, EAN-13 and GTIN-14 are one number with more or fewer zeros before it. Null: it is none.
 *
 * @example gtinNumber('036000291452') === gtinNumber('0036000291452') // true
 */
export const gtinNumber = (text: string): string | null => (isGtin(text) ? text.padStart(14, '0') : null);

/** Every way in which the same number may be written, for a list that knows it in one of them. Empty: it is none. */
export function writingsOfGtin(text: string): string[] {
  const number = gtinNumber(text);
  if (number === null) return [];
  return [8, 12, 13, 14].flatMap((length) => (/^0*$/.test(number.slice(0, -length)) ? [number.slice(-length)] : []));
}

/**
 * What can be told of a tracking number without asking its carrier. Postal parcels of the world are numbered by UPU S10: two letters for the
 * service, eight digits, a digit that checks them, and the country that numbered it. Every carrier's own form is the platform's to judge.
 */
const ANY_FORM = /^[A-Z0-9](?:[A-Z0-9-]{4,38})[A-Z0-9]$/;
const S10 = /^([A-Z]{2})(\d{8})(\d)([A-Z]{2})$/;
/** UPU S10-12, 3.5. */
const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

export type TrackingNumber = {
  /** As it is sent and compared: without blanks, in capitals. */
  number: string;
  isValid: boolean;
  /** Who numbered it, of a postal number; null: it does not say. */
  countryOfOrigin: string | null;
};

/**
 * @example readTrackingNumber('rr 473124829 gb') // { number: 'RR473124829GB', isValid: true, countryOfOrigin: 'GB' }
 * @example readTrackingNumber('RR473124828GB').isValid // false: one digit is wrong
 */
export function readTrackingNumber(text: string): TrackingNumber {
  const number = text.replaceAll(/\s/g, '').toUpperCase();
  const postal = S10.exec(number);
  const [, , serial, check, country] = postal ?? [];
  if (serial === undefined || country === undefined) return { number, isValid: ANY_FORM.test(number), countryOfOrigin: null };
  const sum = [...serial].reduce((total, digit, place) => total + Number(digit) * (WEIGHTS[place] ?? 0), 0);
  const wanted = 11 - (sum % 11);
  const isValid = Number(check) === (wanted === 10 ? 0 : wanted === 11 ? 5 : wanted);
  return { number, isValid, countryOfOrigin: isValid ? country : null };
}

/** Reading addresses as platforms write them: one line, its parts between commas, the postcode a part of its own or the end of one. */

export const foldWords = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** What tells two writings of one address apart and means nothing. */
export const addressKey = (address: string): string => foldWords(address).replace(/[\s,.;:#'"\-–/()（），。、]/g, '');
/** Its last nine digits: with or without the country's number, and with or without the zero that goes before an area's. */
export const phoneKey = (phone: string): string => phone.replace(/\D/g, '').replace(/^0+/, '').slice(-9);

const partsOf = (address: string): string[] =>
  foldWords(address)
    .split(/\s*[,，]\s*/)
    .filter((part) => part !== '');

/** Covered up with stars, or not there. */
export const isHidden = (text: string): boolean => text.trim() === '' || text.includes('**');

export const isRegionOf = (address: string, region: string): boolean => partsOf(address).includes(foldWords(region));
export const hasWords = (address: string, words: string): boolean => foldWords(address).includes(foldWords(words));

/**
 * Whether a postcode of the address begins so. The first part is the street, whose number is no postcode.
 *
 * @example hasPostcode('12 High St, London, SW1A 1AA, GB', 'sw1') // true
 * @example hasPostcode('90210 Main Rd, Austin, TX 73301, US', '9021') // false
 */
export function hasPostcode(address: string, prefix: string): boolean {
  const wanted = foldWords(prefix).replace(/[\s-]/g, '');
  return partsOf(address)
    .slice(1)
    .flatMap(postcodesIn)
    .some((code) => code.startsWith(wanted));
}

/** The part as a whole, and what is left of it from its first word with a digit: "tx 73301". */
function postcodesIn(part: string): string[] {
  if (!/\d/.test(part) || part.length > 24) return [];
  const words = part.split(' ');
  const first = words.findIndex((word) => /\d/.test(word));
  return [part, words.slice(first).join(' ')].map((text) => text.replace(/[\s-]/g, ''));
}

/**
 * Reasons, areas, measures and restrictions are upper case with underscores on the wire; ours are the same words in kebab-case, but for
 * those listed here. A code nobody has told us of passes through in that spelling.
 */
const OWN_WORDS: ReadonlyMap<string, string> = new Map([['SELLER_FAULT_CANCELLATION', 'cancellation-rate']]);

export const ourCode = (wire: string): string => OWN_WORDS.get(wire) ?? wire.toLowerCase().replaceAll('_', '-');

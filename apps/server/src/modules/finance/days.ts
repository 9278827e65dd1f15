/** Beyond any rate that was ever agreed on; and days that other programs cannot hold. */
export const isFarDay = (day: string): boolean => day < '2000-01-01' || day > '2199-12-30';

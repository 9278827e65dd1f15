/**
 * A browser and a system out of what a browser says of itself. Only the common ones: almost every browser also claims to be
 * the others, so the order counts, and what is not known is better called unknown than guessed.
 */
export type Device = { browser: string | null; system: string | null; isHandheld: boolean };

const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, 'WeChat'],
  [/(?:Edg|EdgA|EdgiOS)\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/SamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows NT/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? '';
  const found = browsers.find(([pattern]) => pattern.test(text));
  const system = systems.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const version = found?.[0].exec(text)?.[1];
  return {
    browser: found ? `${found[1]} ${version}` : null,
    system,
    isHandheld: system === 'iPhone' || system === 'iPad' || system === 'Android',
  };
}

import type { Input } from '../rules/input.ts';

export type ChannelInput = {
  annualGmvUsd: number;
  markets: string[];
  assetLight: boolean;
  needsCustomFrontEnd: boolean;
  needsExternalErp: boolean;
};

export const channelExample: ChannelInput = {
  annualGmvUsd: 320_000,
  markets: ['US'],
  assetLight: true,
  needsCustomFrontEnd: false,
  needsExternalErp: false,
};

/** What an address holds, with the example in place of what it holds wrongly. */
export function channelInputOf(given: Input): ChannelInput {
  const flag = (key: 'assetLight' | 'needsCustomFrontEnd' | 'needsExternalErp'): boolean => {
    const value = given[key];
    return typeof value === 'boolean' ? value : channelExample[key];
  };
  const { annualGmvUsd, markets } = given;
  return {
    annualGmvUsd: typeof annualGmvUsd === 'number' && annualGmvUsd >= 0 ? annualGmvUsd : channelExample.annualGmvUsd,
    markets: Array.isArray(markets)
      ? markets.filter((code) => typeof code === 'string' && /^[A-Z]{2}$/.test(code))
      : channelExample.markets,
    assetLight: flag('assetLight'),
    needsCustomFrontEnd: flag('needsCustomFrontEnd'),
    needsExternalErp: flag('needsExternalErp'),
  };
}

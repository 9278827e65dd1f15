import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';

export type WizardStep = 1 | 2 | 3;
/** What was chosen; it lies in the address, so that a reload, a link and the back button keep it. */
export type Wizard = {
  step: WizardStep;
  source: string | undefined;
  markets: string[];
  entity: string | undefined;
  category: string;
  isOwnBrand: boolean;
  /** Drafts made of the choice. */
  ids: string[];
};

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);

export function useWizard(): { wizard: Wizard; change: (change: Partial<Wizard>) => void } {
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const ids = listOf(search.ids).filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const step = ids.length > 0 && (search.step === '2' || search.step === '3') ? (Number(search.step) as 2 | 3) : 1; // one of two texts
  const wizard: Wizard = {
    step,
    source: search.source,
    markets: listOf(search.markets).filter((market) => /^[A-Z]{2}$/.test(market)),
    entity: search.entity,
    category: search.category ?? 'home-daily',
    isOwnBrand: search.brand !== 'other',
    ids,
  };
  const change = ({ markets, ids: nextIds, step: nextStep, isOwnBrand, ...rest }: Partial<Wizard>) =>
    setSearch(
      {
        ...rest,
        ...(markets ? { markets: markets.join(',') || undefined } : {}),
        ...(nextIds ? { ids: nextIds.join(',') || undefined } : {}),
        ...(nextStep ? { step: nextStep === 1 ? undefined : String(nextStep) } : {}),
        ...(isOwnBrand === undefined ? {} : { brand: isOwnBrand ? undefined : 'other' }),
      },
      // Going on or back is a place of its own; a tick is not.
      nextStep === undefined,
    );
  return { wizard, change };
}

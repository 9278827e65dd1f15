import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { categories } from '../compliance/categories.ts';
import { Candidates, isChoosable } from './candidates.tsx';
import { Footnotes, Restricted } from './next-market.tsx';
import { SourceSelect, useSource } from './source-select.tsx';
import type { Wizard } from './use-wizard.ts';

type Props = { wizard: Wizard; change: (change: Partial<Wizard>) => void };

export function WizardChoose({ wizard, change }: Props) {
  const { t } = useTranslation();
  const { source, shops, isPending } = useSource(wizard.source);
  const entity = wizard.entity ?? source?.legalEntity.id;
  const { category, isOwnBrand } = wizard;
  const query = useQuery({
    ...apiQuery('opening-candidates.list', {
      params: { shopId: source?.id ?? '' },
      query: { category, brandOwner: isOwnBrand ? 'true' : 'false', ...(entity ? { legalEntityId: entity } : {}) },
    }),
    enabled: source !== undefined,
  });
  const choosable = (query.data?.items ?? []).filter(isChoosable).map(({ market }) => market);
  const chosen = wizard.markets.filter((market) => choosable.includes(market));
  const draft = useMutation({
    mutationFn: () =>
      draftAll(chosen, { sourceShopId: source?.id ?? '', category, brandOwner: isOwnBrand, ...(entity ? { legalEntityId: entity } : {}) }),
    onSuccess: (ids) => change({ ids, step: 2 }),
  });
  if (!isPending && !source) return <EmptyState kind="first-use" title={t('openings.next.noShop')} text={t('openings.next.noShopText')} />;
  const toggle = (market: string) =>
    change({ markets: chosen.includes(market) ? chosen.filter((each) => each !== market) : [...chosen, market] });
  return (
    <section className="panel wizard-panel" data-testid="wizard-choose">
      <header className="panel-head wizard-fields">
        <label className="opening-field" htmlFor="wizard-source">
          <span>{t('openings.form.source')}</span>
          <SourceSelect
            id="wizard-source"
            shops={shops}
            value={source?.id}
            onChange={(id) => change({ source: id, entity: undefined, markets: [] })}
          />
        </label>
        <OtherFields wizard={wizard} entity={entity} change={change} />
      </header>
      {query.data && !query.data.source.isHealthy && <Restricted />}
      {query.isError && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && !query.isError && <SkeletonRows rows={10} label={t('common.loading')} />}
      {query.data && <Candidates candidates={query.data.items} choice={{ chosen, toggle }} />}
      <Footnotes />
      {draft.isError && <ErrorPanel error={draft.error} />}
      <footer className="wizard-foot">
        <span role="status">{t('openings.wizard.chosen', { count: chosen.length })}</span>
        <Button
          type="primary"
          disabled={chosen.length === 0}
          loading={draft.isPending}
          onClick={() => draft.mutate()}
          data-testid="wizard-next"
        >
          {t('openings.wizard.toPapers')}
        </Button>
      </footer>
    </section>
  );
}

type Wish = { sourceShopId: string; category: string; brandOwner: boolean; legalEntityId?: string };

/** One after the other: each takes a slot that the next must know of. */
async function draftAll(markets: readonly string[], wish: Wish): Promise<string[]> {
  const ids: string[] = [];
  for (const targetMarket of markets) ids.push((await call('openings.create', { body: { ...wish, targetMarket } })).id);
  return ids;
}

function OtherFields({ wizard, entity, change }: Props & { entity: string | undefined }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const { data: entities } = useQuery(apiQuery('legal-entities.list', { query: { limit: 200 } }));
  return (
    <>
      <label className="opening-field" htmlFor="wizard-entity">
        <span>{t('openings.form.entity')}</span>
        <Select
          id="wizard-entity"
          className="wizard-select"
          popupMatchSelectWidth={false}
          value={entity ?? null}
          options={(entities?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next: string | null) => next && change({ entity: next })}
        />
      </label>
      <label className="opening-field" htmlFor="wizard-category">
        <span>{t('openings.form.category')}</span>
        <Select
          id="wizard-category"
          className="wizard-select"
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          value={wizard.category}
          options={categories.map((category) => ({ value: category, label: categoryName(category) }))}
          onChange={(category) => change({ category })}
        />
      </label>
      <label className="opening-field" htmlFor="wizard-brand">
        <span>{t('openings.form.brand')}</span>
        <Select
          id="wizard-brand"
          className="wizard-brand"
          value={wizard.isOwnBrand ? 'own' : 'other'}
          options={(['own', 'other'] as const).map((value) => ({ value, label: t(`openings.form.brands.${value}`) }))}
          onChange={(value) => change({ isOwnBrand: value === 'own' })}
        />
      </label>
    </>
  );
}

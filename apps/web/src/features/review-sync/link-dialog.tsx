import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';

type Candidate = Answer<'review-link-candidates.list'>['items'][number];
const facts = ['formulation', 'material', 'plug', 'model'] as const;
const keyOf = ({ source, target }: Candidate): string =>
  `${source.shop.id} ${source.channelProductId} ${target.shop.id} ${target.channelProductId}`;

/** Two listings of one product: by their numbers, or a person declares each of the facts in which they must not differ. */
export function LinkDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [q, setQ] = useState('');
  const [market, setMarket] = useState<string>();
  const gates = useQuery(apiQuery('review-gates.list', {}));
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [declared, setDeclared] = useState<readonly string[]>([]);
  const candidates = useQuery(apiQuery('review-link-candidates.list', { query: { q: q.trim() || undefined, market } }));
  const link = useMutation({
    mutationFn: ({ source, target, basis }: Candidate) =>
      call('review-links.create', {
        body: {
          source: { shopId: source.shop.id, channelProductId: source.channelProductId },
          target: { shopId: target.shop.id, channelProductId: target.channelProductId },
          ...(basis === 'sku' ? { declaredSame: { formulation: true, material: true, plug: true, model: true } } : {}),
        },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['review-links.list'] });
      await client.invalidateQueries({ queryKey: ['review-link-candidates.list'] });
      close();
    },
  });
  const isReady = chosen !== null && (chosen.basis === 'gtin' || facts.every((fact) => declared.includes(fact)));
  return (
    <Dialog
      open
      width={720}
      title={t('review-sync.link')}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('review-sync.link')}
      okButtonProps={{ disabled: !isReady, loading: link.isPending, 'data-testid': 'sync-link-keep' }}
      onOk={() => chosen && link.mutate(chosen)}
    >
      {link.isError && <ErrorPanel error={link.error} />}
      <p className="muted">{t('review-sync.linkText')}</p>
      <div className="sync-filters">
        <Select
          allowClear
          placeholder={t('review-sync.target')}
          aria-label={t('review-sync.target')}
          value={market ?? null}
          onChange={(value: string | null) => setMarket(value ?? undefined)}
          options={gates.data?.items.map((gate) => ({ value: gate.market, label: <MarketChip market={gate.market} isNamed /> })) ?? []}
          data-testid="sync-market"
        />
        <Input.Search
          allowClear
          placeholder={t('review-sync.search')}
          aria-label={t('review-sync.search')}
          onSearch={setQ}
          data-testid="sync-search"
        />
      </div>
      {candidates.isPending && <SkeletonRows rows={4} label={t('common.loading')} />}
      {candidates.isError && <ErrorPanel error={candidates.error} retry={() => void candidates.refetch()} />}
      {candidates.data?.items.length === 0 && (
        <EmptyState kind="no-match" title={t('review-sync.noCandidates')} text={t('review-sync.noCandidatesText')} />
      )}
      <Radio.Group
        className="sync-candidates"
        value={chosen && keyOf(chosen)}
        onChange={(event) => {
          setChosen(candidates.data?.items.find((each) => keyOf(each) === event.target.value) ?? null);
          setDeclared([]);
        }}
      >
        {candidates.data?.items.map((each) => (
          <CandidateRow key={keyOf(each)} candidate={each} />
        ))}
      </Radio.Group>
      {chosen?.basis === 'sku' && (
        <fieldset className="sync-declared" data-testid="sync-declared">
          <legend>{t('review-sync.declare')}</legend>
          <Checkbox.Group
            value={[...declared]}
            onChange={(values) => setDeclared(values.map(String))}
            options={facts.map((value) => ({ value, label: t(`review-sync.facts.${value}`) }))}
          />
        </fieldset>
      )}
    </Dialog>
  );
}

function CandidateRow({ candidate }: { candidate: Candidate }) {
  const { t, i18n } = useTranslation();
  const { source, target, basis, reviews } = candidate;
  return (
    <Radio value={keyOf(candidate)} data-testid="sync-candidate" data-source={source.shop.market} data-target={target.shop.market}>
      <span className="sync-candidate">
        <span className="sync-pair">
          <ShopChip shop={source.shop} /> → <ShopChip shop={target.shop} />
        </span>
        <span className="sync-name" title={target.title}>
          {source.title}
        </span>
        <span className="muted">
          {t('review-sync.reviewCount', { count: reviews, shown: formatCount(reviews, i18n.language) })} · {t(`review-sync.bases.${basis}`)}
        </span>
      </span>
    </Radio>
  );
}

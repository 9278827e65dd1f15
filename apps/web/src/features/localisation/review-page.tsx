import { CheckOutlined, RobotOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { MarketText, ProductTexts } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel, useProblemText } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useMayEdit } from '../products/page.tsx';
import { chartOf, draftOfText, MarketEditor, type TextDraft } from './market-editor.tsx';
import './localisation.css';

/** A product's own words on the left, those of one market on the right; approve, and on to the next. */
export function ProductTextsPage() {
  const { t } = useTranslation();
  const { productId = '' } = useParams({ strict: false });
  const { at } = useOwnSearch();
  const query = useQuery(apiQuery('product-texts.get', { params: { productId } }));
  if (query.isPending) return <SkeletonRows rows={8} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} isPage />;
  const { product, markets } = query.data;
  const of = markets.find((one) => one.market === at) ?? markets.find(isOpen) ?? markets[0];
  return (
    <>
      <PageHeader
        title={product.title}
        answer={
          <>
            <code>{product.code}</code>{' '}
            <Link to="/products/$productId" params={{ productId }}>
              {t('localisation.toProduct')}
            </Link>
          </>
        }
      />
      {of ? (
        <Review product={product} markets={markets} of={of} />
      ) : (
        <EmptyState kind="first-use" title={t('localisation.noMarkets')} text={t('localisation.noMarketsText')} />
      )}
    </>
  );
}

const isOpen = ({ isNeeded, text }: MarketText): boolean => (text ? text.state !== 'approved' || text.isBehind : isNeeded);

type Props = { product: ProductTexts['product']; markets: readonly MarketText[]; of: MarketText };

function Review({ product, markets, of }: Props) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const setSearch = useSetOwnSearch();
  const [typed, setTyped] = useState<{ market: string; draft: TextDraft } | null>(null);
  const mine = typed?.market === of.market ? typed.draft : null;
  const next = markets.find((one) => one.market !== of.market && isOpen(one));
  const acts = useActs({ product, of, mine, done: () => setTyped(null), approved: () => next && setSearch({ at: next.market }) });
  const isBlocked = mine === null && of.findings.some(({ weight }) => weight === 'blocks');
  const mayApprove = mine !== null || (of.text !== null && (of.text.state !== 'approved' || of.text.isBehind));
  return (
    // Keys pressed in any of its fields reach it; what they do has a button of its own.
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons below do the same
    <div
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && mayEdit && mayApprove && !acts.approve.isPending)
          acts.approve.mutate();
      }}
    >
      <FilterChips
        label={t('localisation.markets')}
        name="text-market"
        chips={markets.map((one) => ({ key: one.market, content: <Tab of={one} /> }))}
        chosen={of.market}
        choose={(market) => setSearch({ at: market })}
      />
      <section className="panel text-panel" aria-label={of.market}>
        <MarketEditor
          product={product}
          of={of}
          draft={mine ?? draftOfText(of)}
          change={mayEdit ? (draft) => setTyped({ market: of.market, draft }) : null}
        />
        {acts.save.isError && <ErrorPanel error={acts.save.error} />}
        {mayEdit && (
          <div className="text-actions">
            <Button icon={<RobotOutlined />} loading={acts.draft.isPending} onClick={() => acts.draft.mutate()} data-testid="text-draft">
              {t('localisation.draft')}
            </Button>
            <Button disabled={mine === null} loading={acts.save.isPending} onClick={() => acts.save.mutate()} data-testid="text-save">
              {t('localisation.save')}
            </Button>
            <Button
              type="primary"
              icon={<CheckOutlined />}
              disabled={!mayApprove || isBlocked}
              loading={acts.approve.isPending}
              title={t('localisation.approveKey')}
              onClick={() => acts.approve.mutate()}
              data-testid="text-approve"
            >
              {t(next ? 'localisation.approveNext' : 'localisation.approve')}
            </Button>
          </div>
        )}
      </section>
    </div>
  );
}

function Tab({ of }: { of: MarketText }) {
  const { t } = useTranslation();
  const state = of.text ? (of.text.isBehind ? 'behind' : of.text.state) : null;
  return (
    <>
      <MarketChip market={of.market} /> <span className="muted">{state ? t(`localisation.states.${state}`) : of.isNeeded ? '–' : '✓'}</span>
    </>
  );
}

type Acting = Pick<Props, 'product' | 'of'> & { mine: TextDraft | null; done: () => void; approved: () => void };

function useActs({ product, of, mine, done, approved }: Acting) {
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { productId: product.id, market: of.market };
  const again = () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => /^(product-text|publication|tasks|text-run)/.test(String(queryKey[0])) });
  const fail = async (error: unknown) => {
    const { title, remedy } = textOf(error);
    notification.error({ title, description: remedy, placement: 'top' });
    await again();
  };
  const write = (draft: TextDraft) => {
    const { chart, attributes, ...rest } = draft;
    const said = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value.trim() !== ''));
    return call('product-texts.set', {
      params,
      body: { ...rest, attributes: said, sizeChart: chartOf(chart), version: of.text?.version ?? 0 },
    });
  };
  return {
    save: useMutation({
      mutationFn: async () => (mine ? write(mine) : null),
      onSuccess: async () => {
        await again();
        done();
      },
    }),
    approve: useMutation({
      mutationFn: async () => {
        const version = mine ? ((await write(mine)).text?.version ?? 0) : (of.text?.version ?? 0);
        return call('product-texts.approve', { params, body: { version } });
      },
      onSuccess: async () => {
        await again();
        done();
        approved();
      },
      onError: fail,
    }),
    draft: useMutation({
      mutationFn: () => call('text-runs.create', { body: { productIds: [product.id], markets: [of.market] } }),
      onSuccess: ({ id }) => navigate({ to: '/products/texts', search: { run: id } }),
      onError: fail,
    }),
  };
}

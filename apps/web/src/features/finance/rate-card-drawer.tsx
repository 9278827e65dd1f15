import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DatedCard, RateCardRates, ShopRateCards } from '@tradewind/contract/types';
import { Alert, App, Button, ConfigProvider, Drawer, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useOwnSearch } from '../../shared/own-search.ts';
import { nowMs } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel, useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { dayWords } from './day-words.ts';
import { CommissionRows, PaymentRows, RouteRows } from './rate-rows.tsx';

type Props = { of: ShopRateCards; stated: RateCardRates; close: () => void };
const emptyCard: RateCardRates = { commissions: [], payments: [], routes: [] };
const NEW = 'new';

/** What was sent here for a rate that is not on the card yet (from the calculator) stands on it already, to be filled in. */
function withWanted(card: RateCardRates, add: string | undefined, currency: string): RateCardRates {
  if (!add) return card;
  if (add.includes('>'))
    return card.routes.some(({ route }) => route === add)
      ? card
      : { ...card, routes: [...card.routes, { route: add, currency, firstKg: 0, furtherKg: 0 }] };
  return card.commissions.some(({ category }) => category === add)
    ? card
    : { ...card, commissions: [...card.commissions, { category: add, share: 0 }] };
}

/** The cards of one shop by the day from which they hold: look, change, write a new one, take one back. */
export function RateCardDrawer({ of: { shop, currency, cards }, stated, close }: Props) {
  const { t, i18n } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('finance:write');
  const { add } = useOwnSearch();
  const inForce = cards.find(({ isInForce }) => isInForce) ?? cards[0];
  const [chosen, setChosen] = useState(inForce?.validFrom ?? NEW);
  const card = cards.find(({ validFrom }) => validFrom === chosen);
  const from = card ?? inForce;
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 640} title={<ShopChip shop={shop} />}>
      <div className="drawer-body card-editor" data-testid="card-drawer">
        {cards.length === 0 && <Alert type="info" showIcon title={t('finance.cards.noneText')} />}
        <div className="card-choice">
          <Segmented
            aria-label={t('finance.cards.from')}
            value={chosen}
            options={[
              ...[...cards].reverse().map(({ validFrom }) => ({ value: validFrom, label: dayWords(validFrom, i18n.language) })),
              ...(mayWrite ? [{ value: NEW, label: t('finance.cards.new') }] : []),
            ]}
            onChange={setChosen}
          />
        </div>
        <CardForm
          key={`${chosen} ${card?.savedAt}`}
          shopId={shop.id}
          card={card ?? null}
          begin={withWanted(from?.card ?? emptyCard, add, currency)}
          currency={currency}
          stated={stated}
          onSaved={setChosen}
          onRemoved={() => setChosen(cards.find(({ validFrom }) => validFrom !== chosen)?.validFrom ?? NEW)}
        />
        <History shopId={shop.id} />
      </div>
    </Drawer>
  );
}

type FormProps = {
  shopId: string;
  card: DatedCard | null;
  begin: RateCardRates;
  currency: string;
  stated: RateCardRates;
  onSaved: (validFrom: string) => void;
  onRemoved: () => void;
};

function CardForm({ shopId, card, begin, currency, stated, onSaved, onRemoved }: FormProps) {
  const { t } = useTranslation();
  const mayWrite = useCan('finance:write');
  const client = useQueryClient();
  const [rates, setRates] = useState(begin);
  const [day, setDay] = useState(card?.validFrom ?? new Date(nowMs()).toISOString().slice(0, 10));
  const save = useMutation({
    mutationFn: () => call('rate-cards.set', { params: { shopId, validFrom: day }, body: rates }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(rate-cards|fee-calculations)\./.test(String(queryKey[0])) });
      onSaved(saved.validFrom);
    },
  });
  const change = (part: Partial<RateCardRates>) => setRates((before) => ({ ...before, ...part }));
  const shared = { currency, stated };
  return (
    <form
      className="card-editor"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {card === null && (
        <label className="card-dates" htmlFor="card-day">
          {t('finance.cards.from')}
          <Input id="card-day" type="date" required className="card-day" value={day} onChange={({ target }) => setDay(target.value)} />
        </label>
      )}
      <p className="muted">{t('finance.cards.silent')}</p>
      <ConfigProvider componentDisabled={!mayWrite}>
        <CommissionRows {...shared} rows={rates.commissions} onChange={(commissions) => change({ commissions })} />
        <PaymentRows {...shared} rows={rates.payments} onChange={(payments) => change({ payments })} />
        <RouteRows {...shared} rows={rates.routes} onChange={(routes) => change({ routes })} />
      </ConfigProvider>
      {save.isError && <ErrorPanel error={save.error} />}
      {mayWrite && (
        <div className="card-dates">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={day === ''} data-testid="save-card">
            {t('finance.cards.save')}
          </Button>
          {card && <RemoveCard shopId={shopId} validFrom={card.validFrom} onRemoved={onRemoved} />}
        </div>
      )}
    </form>
  );
}

function RemoveCard({ shopId, validFrom, onRemoved }: { shopId: string; validFrom: string; onRemoved: () => void }) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const remove = useMutation({
    mutationFn: () => call('rate-cards.remove', { params: { shopId, validFrom } }),
    onSuccess: async () => {
      onRemoved();
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(rate-cards|fee-calculations)\./.test(String(queryKey[0])) });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  const ask = () =>
    modal.confirm({
      title: t('finance.cards.removeTitle'),
      content: t('finance.cards.removeText'),
      okText: t('finance.cards.remove'),
      okButtonProps: { danger: true },
      cancelText: t('settings.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger loading={remove.isPending} onClick={ask}>
      {t('finance.cards.remove')}
    </Button>
  );
}

/** Who changed what, and when. */
function History({ shopId }: { shopId: string }) {
  const { t, i18n } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['rate-cards.history', shopId],
    queryFn: ({ pageParam, signal }) =>
      call('rate-cards.history', { params: { shopId }, query: { limit: 10, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isError) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  if (versions.length === 0) return null;
  return (
    <section aria-label={t('finance.cards.history')}>
      <h2>{t('finance.cards.history')}</h2>
      <ul className="card-history" data-testid="card-history">
        {versions.map(({ version, validFrom, card, savedBy, savedAt }) => (
          <li key={version}>
            <span>
              {t(card ? 'finance.cards.wrote' : 'finance.cards.removed', { name: savedBy, day: dayWords(validFrom, i18n.language) })}{' '}
              {card && (
                <span className="muted">
                  {t('finance.cards.rates', { count: card.commissions.length + card.payments.length + card.routes.length })}
                </span>
              )}
            </span>
            <span className="muted">
              <Instant at={savedAt} hasYear />
            </span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.loadMore')}
        </Button>
      )}
    </section>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MexicoSku } from '@tradewind/contract/types';
import { App, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import type { SkuFilter } from './sku-filter.ts';

/** `all`: whatever the filter finds, those not yet shown included. */
export type Chosen = 'all' | ReadonlySet<string>;
export const nothingChosen: Chosen = new Set();
export const isChosen = (chosen: Chosen, sku: string): boolean => chosen === 'all' || chosen.has(sku);
export function toggled(chosen: Chosen, sku: string): Chosen {
  const next = new Set(chosen === 'all' ? [] : chosen);
  if (!next.delete(sku)) next.add(sku);
  return next;
}

type Props = {
  shopId: string;
  shown: readonly MexicoSku[];
  isMore: boolean;
  filter: SkuFilter;
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
};
const marks = ['core', 'trial', null] as const;
/** The server takes so many by name; beyond that one says "all". */
const NAMED_AT_MOST = 500;

/** What is done to all that are chosen; it stays in sight while the table scrolls. */
export function BulkBar({ shopId, shown, isMore, filter, chosen, setChosen }: Props) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const client = useQueryClient();
  const named = chosen === 'all' ? [] : [...chosen];
  const mark = useMutation({
    mutationFn: (rhythm: (typeof marks)[number]) =>
      call('us-to-mexico.mark', { params: { shopId }, body: { ...(chosen === 'all' ? { matching: filter } : { skus: named }), rhythm } }),
    onSuccess: async ({ marked }) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('us-to-mexico') });
      setChosen(nothingChosen);
      notification.success({
        title: t('programmes.bulk.done', { count: marked, skus: formatCount(marked, i18n.language) }),
        placement: 'top',
      });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  const isNone = chosen !== 'all' && chosen.size === 0;
  return (
    <section className="bulk-bar" aria-label={t('programmes.bulk.title')}>
      <span role="status">
        {chosen === 'all'
          ? t('programmes.bulk.allMatching')
          : t('programmes.bulk.chosen', { count: named.length, skus: formatCount(named.length, i18n.language) })}
      </span>
      <Space wrap>
        <Button size="small" onClick={() => setChosen(new Set(shown.slice(0, NAMED_AT_MOST).map(({ channelSkuId }) => channelSkuId)))}>
          {t('programmes.bulk.shown')}
        </Button>
        {(isMore || shown.length > NAMED_AT_MOST) && (
          <Button size="small" onClick={() => setChosen('all')}>
            {t('programmes.bulk.all')}
          </Button>
        )}
        {!isNone && (
          <Button size="small" type="text" onClick={() => setChosen(nothingChosen)}>
            {t('programmes.bulk.none')}
          </Button>
        )}
        {marks.map((rhythm) => (
          <Button
            key={rhythm ?? 'none'}
            size="small"
            type={rhythm === 'core' ? 'primary' : 'default'}
            disabled={isNone}
            loading={mark.isPending && mark.variables === rhythm}
            onClick={() => mark.mutate(rhythm)}
            data-testid={`mark-${rhythm ?? 'none'}`}
          >
            {t(`programmes.bulk.${rhythm ?? 'unmark'}`)}
          </Button>
        ))}
      </Space>
    </section>
  );
}

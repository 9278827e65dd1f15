import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DatedPriceRule } from '@tradewind/contract/types';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useScopeWords } from './scope-words.ts';

export type Draft = Request<'price-rules.create'>['body'];

export const isAboutPrices = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => /^price/.test(String(queryKey[0]));

type Props = { of: DatedPriceRule | null; body: Draft; edit: () => void; close: () => void };

/** The table below shows a rule that is not kept yet: keep it, change it, or drop it. */
export function DraftBanner({ of, body, edit, close }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const words = useScopeWords();
  const save = useMutation({
    mutationFn: () => (of ? call('price-rules.set', { params: { priceRuleId: of.id }, body }) : call('price-rules.create', { body })),
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ predicate: isAboutPrices });
    },
  });
  return (
    <Alert
      type="info"
      showIcon
      data-testid="price-draft"
      title={t('prices.draft.title', { scope: words(body.scope) })}
      description={
        <div className="price-draft">
          <span>{t('prices.draft.text')}</span>
          {save.isError && <ErrorPanel error={save.error} />}
          <div className="card-dates">
            <Button type="primary" loading={save.isPending} onClick={() => save.mutate()} data-testid="save-price-rule">
              {t('prices.draft.save')}
            </Button>
            <Button onClick={edit}>{t('prices.draft.edit')}</Button>
            <Button type="text" onClick={close}>
              {t('prices.draft.discard')}
            </Button>
          </div>
        </div>
      }
    />
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MexicoOverview } from '@tradewind/contract/types';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';

/** Asks for the categories that are opened by invitation; those that the shop's own SKUs need are ticked. */
export function InvitationForm({ overview }: { overview: MexicoOverview }) {
  const { t, i18n } = useTranslation();
  const { categoryName, typeName } = useDocumentNames();
  const mayWrite = useCan('programmes:write');
  const client = useQueryClient();
  const { shop, inviteOnly, known, seller, categories } = overview;
  const open = inviteOnly.filter(({ category }) => !known.invitedCategories.includes(category));
  const skusOf = (wanted: string): number => categories.find(({ category }) => category === wanted)?.skus ?? 0;
  const [chosen, setChosen] = useState(() => open.map(({ category }) => category).filter((category) => skusOf(category) > 0));
  const held = [...seller.qualifications, ...known.qualifications];
  const apply = useMutation({
    mutationFn: () => call('programme-applications.create', { body: { programme: 'us-to-mexico', shopId: shop.id, categories: chosen } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['us-to-mexico.get'] }),
  });
  if (open.length === 0) return <p className="muted">{t('programmes.invitation.allOpen')}</p>;
  return (
    <div className="invitation-form">
      <p className="muted">{t('programmes.invitation.text')}</p>
      {apply.isError && <ErrorPanel error={apply.error} />}
      <Checkbox.Group className="invitation-list" value={chosen} onChange={setChosen} disabled={!mayWrite}>
        {open.map(({ category, qualifications }) => {
          const lacking = qualifications.filter((type) => !held.includes(type));
          return (
            <div key={category}>
              <Checkbox value={category} data-testid={`invite-${category}`}>
                {categoryName(category)}{' '}
                <span className="muted num">
                  {t('programmes.skus', { count: skusOf(category), skus: formatCount(skusOf(category), i18n.language) })}
                </span>
              </Checkbox>
              {lacking.length > 0 && (
                <p className="tone-soon">{t('programmes.invitation.lacking', { papers: lacking.map(typeName).join(', ') })}</p>
              )}
            </div>
          );
        })}
      </Checkbox.Group>
      {!overview.canRequestInvitation && (
        <p className="tone-soon">
          {t('programmes.invitation.later')} <Instant at={overview.invitationsFrom} hasYear />
        </p>
      )}
      {mayWrite && (
        <Button
          type="primary"
          disabled={chosen.length === 0 || !overview.canRequestInvitation}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
          data-testid="apply"
        >
          {t('programmes.invitation.apply')}
        </Button>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { PublicationDrift } from '@tradewind/contract/types';
import { Alert, App, Button, Radio, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Side, useFieldName } from './difference.tsx';
import { useAct } from './use-act.ts';

/** Both sides of everything that somebody changed at the platform, and whose each shall be. Nothing where nothing differs. */
export function DriftPanel({ publicationId }: { publicationId: string }) {
  const { data } = useQuery(apiQuery('publication-drifts.list', { query: { publicationId, limit: 1 } }));
  const drift = data?.items[0];
  // What was found anew is chosen anew.
  return drift ? <Choice key={drift.foundAt} drift={drift} /> : null;
}

type Keep = 'ours' | 'theirs';

function Choice({ drift }: { drift: PublicationDrift }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const mayWrite = useCan('listings:write');
  const fieldName = useFieldName();
  const [kept, setKept] = useState<Readonly<Record<string, Keep>>>({});
  const rows = drift.differences.map((difference) => ({ difference, key: `${difference.field} ${difference.subject ?? ''}` }));
  const choices = rows.flatMap(({ difference: { field, subject }, key }) => {
    const keep = kept[key];
    return keep ? [{ field, subject, keep }] : [];
  });
  const resolve = useAct(
    () => call('publication-drifts.resolve', { params: { publicationId: drift.id }, body: { foundAt: drift.foundAt, choices } }),
    ({ planned, keptBack }) => {
      const outcome = keptBack > 0 ? 'keptBack' : planned > 0 ? 'sent' : 'kept';
      notification.info({ title: t(`listings.live.drift.${outcome}`), placement: 'top' });
    },
  );
  const all = (keep: Keep) => setKept(Object.fromEntries(rows.map(({ key }) => [key, keep])));
  const isWhole = drift.differences.some(({ field }) => field === 'images' || field === 'variant');
  return (
    <section className="drift" aria-label={t('listings.live.drift.title')} data-testid="drift">
      <h3>{t('listings.live.drift.title')}</h3>
      <p className="muted">{t('listings.live.drift.text')}</p>
      {isWhole && <Alert type="info" showIcon title={t('listings.live.drift.stays')} />}
      <ul>
        {rows.map(({ difference, key }) => (
          <li key={key} data-field={difference.field}>
            <strong>
              {fieldName(difference)} <TimeAgo at={difference.since} />
            </strong>
            <Radio.Group
              className="drift-sides"
              disabled={!mayWrite}
              value={kept[key] ?? null}
              aria-label={fieldName(difference)}
              onChange={({ target }) => setKept({ ...kept, [key]: target.value === 'ours' ? 'ours' : 'theirs' })}
            >
              {(['ours', 'theirs'] as const).map((side) => (
                <Radio key={side} value={side} data-testid={`keep-${side}-${difference.field}`}>
                  <span className="cell-second">{t(`listings.live.${side}`)}</span>
                  <Side difference={difference} side={side} currency={drift.currency} />
                </Radio>
              ))}
            </Radio.Group>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <Space wrap>
          <Button onClick={() => all('ours')}>{t('listings.live.drift.allOurs')}</Button>
          <Button onClick={() => all('theirs')}>{t('listings.live.drift.allTheirs')}</Button>
          <Button
            type="primary"
            disabled={choices.length < rows.length}
            loading={resolve.isPending}
            onClick={() => resolve.mutate()}
            data-testid="resolve-drift"
          >
            {t('listings.live.drift.apply')}
          </Button>
        </Space>
      )}
    </section>
  );
}

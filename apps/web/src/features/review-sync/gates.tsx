import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

type Gate = Answer<'review-gates.list'>['items'][number];

/** Where reviews of other shops may be shown. Closed until somebody has read each condition of the market. */
export function Gates() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('review-gates.list', {}));
  return (
    <section className="panel" aria-label={t('review-sync.views.markets')}>
      <div className="panel-head">
        <p className="muted">{t('review-sync.gatesText')}</p>
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={6} label={t('common.loading')} />}
      <ul className="sync-gates">
        {data?.items.map((gate) => (
          <GateRow key={gate.market} gate={gate} />
        ))}
      </ul>
    </section>
  );
}

function useSetGate(market: string, done: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { isOpen: boolean; readConditions: Gate['conditions'] }) => call('review-gates.set', { params: { market }, body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['review-gates.list'] });
      await client.invalidateQueries({ queryKey: ['review-displays.preview'] });
      done();
    },
  });
}

function GateRow({ gate }: { gate: Gate }) {
  const { t } = useTranslation();
  const { shopIds } = useMe();
  const mayChange = useCan('listings:write') && shopIds === null;
  const [isOpening, setOpening] = useState(false);
  const close = useSetGate(gate.market, () => undefined);
  return (
    <li data-testid="sync-gate" data-market={gate.market} data-open={gate.isOpen}>
      <MarketChip market={gate.market} isNamed />{' '}
      <Tag tone={gate.isOpen ? 'done' : 'quiet'}>{t(`review-sync.${gate.isOpen ? 'open' : 'closed'}`)}</Tag>
      <span className="muted sync-reason">
        {gate.conditions.map((condition) => t(`review-sync.conditionNames.${condition}`)).join(' · ')}
        {gate.changedBy && gate.changedAt && (
          <>
            {' · '}
            {gate.changedBy} <Instant at={gate.changedAt} />
          </>
        )}
      </span>
      {mayChange &&
        (gate.isOpen ? (
          <Button loading={close.isPending} onClick={() => close.mutate({ isOpen: false, readConditions: [] })}>
            {t('review-sync.close')}
          </Button>
        ) : (
          <Button onClick={() => setOpening(true)} data-testid="sync-gate-open">
            {t('review-sync.openMarket')}
          </Button>
        ))}
      {close.isError && <ErrorPanel error={close.error} />}
      {isOpening && <OpenDialog gate={gate} close={() => setOpening(false)} />}
    </li>
  );
}

function OpenDialog({ gate, close }: { gate: Gate; close: () => void }) {
  const { t } = useTranslation();
  const [read, setRead] = useState<readonly string[]>([]);
  const open = useSetGate(gate.market, close);
  return (
    <Dialog
      open
      title={t('review-sync.openTitle', { market: gate.market })}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('review-sync.openMarket')}
      okButtonProps={{ disabled: read.length < gate.conditions.length, loading: open.isPending, 'data-testid': 'sync-gate-keep' }}
      onOk={() => open.mutate({ isOpen: true, readConditions: gate.conditions })}
    >
      {open.isError && <ErrorPanel error={open.error} />}
      <p className="muted">{t('review-sync.noAdvice')}</p>
      <Checkbox.Group className="sync-conditions" value={[...read]} onChange={(values) => setRead(values.map(String))}>
        {gate.conditions.map((condition) => (
          <Checkbox key={condition} value={condition}>
            {t(`review-sync.conditions.${condition}`)}
          </Checkbox>
        ))}
      </Checkbox.Group>
    </Dialog>
  );
}

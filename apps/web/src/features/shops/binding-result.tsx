import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ShopAuthorization } from '@tradewind/contract/types';
import { Alert, Button } from 'antd';
import type { ParseKeys, TFunction } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useStartBinding } from './start-binding.ts';

/**
 * How a consent ended, told at the top of the shops page until closed. The server's callback redirects here with
 * `authorization` (a binding to look up) or `bindingProblem` (there is none). A binding goes
 * pending → completing → completed | failed, or pending → cancelled | expired; while it may still move it is asked again
 * every moment, beside the hints, because the person is waiting for it.
 */
const askAgainMs = { pending: 5000, completing: 1200 } as const;
const isMoving = (status: ShopAuthorization['status']): status is keyof typeof askAgainMs => Object.hasOwn(askAgainMs, status);

type Props = { close: () => void; bindAnew: () => void };

export function BindingResult({ authorizationId, ...props }: Props & { authorizationId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({
    ...apiQuery('shop-authorizations.get', { params: { authorizationId } }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.status) ? askAgainMs[state.data.status] : false),
  });
  const status = query.data?.status;
  useEffect(() => {
    if (status && !isMoving(status)) void client.invalidateQueries({ queryKey: ['shops.list'] });
  }, [status, client]);
  if (query.isPending) return <SkeletonRows rows={2} label={t('common.loading')} />;
  if (query.isError) {
    return (
      <div className="binding-result" data-testid="binding-result" data-status="error">
        <ErrorPanel error={query.error} retry={() => void query.refetch()} />
      </div>
    );
  }
  return <Outcome authorization={query.data} {...props} />;
}

const toneOf = ({ status, refused }: ShopAuthorization): 'success' | 'info' | 'warning' | 'error' =>
  status === 'completed'
    ? refused.length > 0
      ? 'warning'
      : 'success'
    : status === 'failed'
      ? 'error'
      : isMoving(status)
        ? 'info'
        : 'warning';

function Outcome({ authorization, close, bindAnew }: Props & { authorization: ShopAuthorization }) {
  const { t } = useTranslation();
  const { start, isStarting } = useStartBinding();
  const { status, shopIds, refused, channel, market, legalEntityId } = authorization;
  const isOver = status === 'completed' || status === 'completing';
  return (
    <Panel
      status={status}
      tone={toneOf(authorization)}
      title={titleOf(authorization, t)}
      close={close}
      again={isOver ? null : () => start({ channel, market, ...(legalEntityId === null ? {} : { legalEntityId }) })}
      bindAnew={status === 'completed' ? bindAnew : null}
      isBusy={isStarting}
    >
      {status !== 'failed' && <p>{t(`shops.result.${status}.text`)}</p>}
      {status === 'failed' && refused.length === 0 && <Reason code={authorization.failureCode} />}
      <BoundShops ids={shopIds} />
      {refused.length > 0 && (
        <>
          <h3>{t('shops.result.refused')}</h3>
          <ul className="result-list">
            {refused.map((shop) => (
              <li key={`${shop.market} ${shop.name} ${shop.code}`}>
                <MarketChip market={shop.market} /> <strong>{shop.name}</strong> <Reason code={shop.code} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

function titleOf({ status, shopIds, refused }: ShopAuthorization, t: TFunction): string {
  if (status !== 'completed') return t(`shops.result.${status}.title`);
  return t(refused.length > 0 ? 'shops.result.partly.title' : 'shops.result.completed.title', { count: shopIds.length });
}

const knownReasons = [
  'shop-not-available',
  'binding-not-allowed',
  'cross-entity-not-yet',
  'market-not-supported',
  'no-shops',
  'code-refused',
  'channel-unreachable',
] as const;

function Reason({ code }: { code: string | null }) {
  const { t } = useTranslation();
  const known = knownReasons.find((reason) => reason === code);
  return <span>{known ? t(`shops.reasons.${known}`) : t('shops.reasons.other', { code: code ?? '–' })}</span>;
}

function BoundShops({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const { shops } = useShops();
  const bound = shops.filter((shop) => ids.includes(shop.id));
  if (bound.length === 0) return null;
  return (
    <>
      <h3>{t('shops.result.shops')}</h3>
      <ul className="result-list">
        {bound.map((shop) => (
          <li key={shop.id}>
            <MarketChip market={shop.market} /> <strong>{shop.name}</strong> <span className="muted">{shop.legalEntity.name}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The consent came back, but to no binding of this session: what went wrong, by its code. */
export function BindingProblem({ code, close, bindAnew }: Props & { code: string }) {
  const { t, i18n } = useTranslation();
  // The code stands in the address, where anybody may write anything: only codes we have words for are looked up.
  const isKnown = /^[a-z-]{1,40}$/.test(code) && i18n.exists(`problems.${code}.title`);
  const text = (part: 'title' | 'remedy') => t(`problems.${code}.${part}` as ParseKeys);
  const [title, remedy] =
    code === 'unauthenticated'
      ? [t('shops.result.unauthenticated.title'), t('shops.result.unauthenticated.text')]
      : isKnown
        ? [text('title'), text('remedy')]
        : [t('shops.result.unknown.title'), t('shops.result.unknown.text', { code: code.slice(0, 40) })];
  return (
    <Panel status={isKnown ? code : 'unknown'} tone="error" title={title} close={close} again={bindAnew} bindAnew={null} isBusy={false}>
      <p>{remedy}</p>
    </Panel>
  );
}

type PanelProps = {
  status: string;
  tone: 'success' | 'info' | 'warning' | 'error';
  title: string;
  close: () => void;
  again: (() => void) | null;
  bindAnew: (() => void) | null;
  isBusy: boolean;
  children: ReactNode;
};

function Panel({ status, tone, title, close, again, bindAnew, isBusy, children }: PanelProps) {
  const { t } = useTranslation();
  const mayBind = useCan('shops:write');
  return (
    <section
      className="binding-result"
      data-testid="binding-result"
      data-status={status}
      aria-live="polite"
      aria-label={t('shops.result.title')}
    >
      <Alert
        type={tone}
        showIcon
        title={title}
        description={<div className="result-body">{children}</div>}
        closable={{ closeIcon: true, onClose: close, 'aria-label': t('shops.result.close') }}
        action={
          mayBind &&
          (again ? (
            <Button onClick={again} loading={isBusy}>
              {t('shops.result.again')}
            </Button>
          ) : (
            bindAnew && <Button onClick={bindAnew}>{t('shops.bind.action')}</Button>
          ))
        }
      />
    </section>
  );
}

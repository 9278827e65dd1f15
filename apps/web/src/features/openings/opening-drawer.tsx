import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Opening } from '@tradewind/contract/types';
import { Alert, App, Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { useStartBinding, wishOf } from '../shops/start-binding.ts';
import { useMayOpen } from './next-market.tsx';
import { Deposit, Slots } from './opening-facts.tsx';
import { OpeningStatusTag, PathCell, PathTag } from './opening-tags.tsx';
import { OpeningTimeline } from './opening-timeline.tsx';
import { PaperList } from './paper-list.tsx';
import { useOpeningWords } from './use-opening-words.ts';

type Props = { opening: Opening; close: () => void };

/** One application: how far it is, why, with which papers, and what can be done about it. */
export function OpeningDrawer({ opening, close }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayOpen = useMayOpen();
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 480}
      title={<MarketChip market={opening.targetMarket} isNamed />}
      footer={mayOpen && opening.verdict && <Actions opening={opening} close={close} />}
    >
      <div className="drawer-body" data-testid="opening-drawer" data-status={opening.status}>
        <div className="drawer-state">
          <OpeningStatusTag opening={opening} />
          <ShopChip shop={opening.sourceShop} />
        </div>
        {opening.problem && <Problem opening={opening} />}
        {opening.openedShop?.shop && (
          <Alert
            type="success"
            showIcon
            title={t('openings.drawer.bound', { shop: opening.openedShop.shop.name })}
            action={
              <Link to="/shops" search={{ open: opening.openedShop.shop.id }} data-testid="opened-shop">
                {t('notifications.actions.shop')}
              </Link>
            }
          />
        )}
        <section>
          <h2>{t('openings.timeline.title')}</h2>
          <OpeningTimeline opening={opening} />
        </section>
        <Facts opening={opening} />
        <Papers opening={opening} />
      </div>
    </Drawer>
  );
}

function Facts({ opening: { verdict, platform, legalEntity } }: { opening: Opening }) {
  const { t } = useTranslation();
  const { reasonText } = useOpeningWords();
  const reasons = verdict ? verdict.reasons.map(({ code }) => code) : (platform?.pathReasons ?? []);
  return (
    <section>
      <dl className="facts">
        <Fact name={t('openings.form.entity')}>{legalEntity.name}</Fact>
        <Fact name={t('openings.columns.path')}>
          {verdict ? <PathCell verdict={verdict} /> : platform?.path ? <PathTag path={platform.path} /> : '–'}
        </Fact>
        <Fact name={t('openings.columns.deposit')}>
          <Deposit deposit={verdict?.deposit ?? platform?.deposit ?? null} />
        </Fact>
        {verdict && (
          <Fact name={t('openings.columns.slots')}>
            <Slots slotsLeft={verdict.slotsLeft} />
          </Fact>
        )}
        {platform && (
          <Fact name={t('openings.drawer.channelId')}>
            <code>{platform.channelOpeningId}</code>
          </Fact>
        )}
      </dl>
      {reasons.length > 0 && (
        <ul className="opening-reasons">
          {reasons.map((code) => (
            <li key={code}>{reasonText(code)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Papers({ opening: { verdict, documents, legalEntity } }: { opening: Opening }) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  if (verdict)
    return (
      <section>
        <h2>{t('openings.papers.needed')}</h2>
        <PaperList papers={verdict.papers} legalEntity={legalEntity} />
      </section>
    );
  return (
    <section>
      <h2>{t('openings.papers.submitted')}</h2>
      <ul className="opening-papers">
        {documents.map(({ type }) => (
          <li key={type}>{typeName(type)}</li>
        ))}
      </ul>
    </section>
  );
}

/** What a person must do before the workbench can go on: consent again, for the source shop or for the new one. */
function Problem({ opening }: { opening: Opening }) {
  const { t } = useTranslation();
  const mayOpen = useMayOpen();
  const { shops } = useShops();
  const { start, isStarting } = useStartBinding();
  const { problem, sourceShop, targetMarket, legalEntity } = opening;
  const source = shops.find(({ id }) => id === sourceShop.id);
  if (!problem) return null;
  const isSource = problem === 'consent-lacks-scope' || problem === 'shop-not-active';
  const wish = isSource
    ? source && wishOf(source)
    : problem === 'shop-not-covered'
      ? { channel: sourceShop.channel, market: targetMarket, legalEntityId: legalEntity.id }
      : undefined;
  return (
    <Alert
      type="warning"
      showIcon
      title={t(`openings.problems.${problem}`)}
      action={
        mayOpen &&
        wish && (
          <Button loading={isStarting} onClick={() => start(wish)} data-testid="opening-consent">
            {t(isSource ? 'openings.drawer.consent' : 'openings.drawer.bind')}
          </Button>
        )
      }
    />
  );
}

function Actions({ opening, close }: Props) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  const textOf = useProblemText();
  const params = { openingId: opening.id };
  const onError = (error: unknown) => {
    const { title, remedy } = textOf(error);
    notification.error({ title, description: remedy, placement: 'top' });
  };
  const onSettled = () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('opening') });
  const submit = useMutation({ mutationFn: () => call('openings.submit', { params }), onError, onSettled });
  const discard = useMutation({ mutationFn: () => call('openings.remove', { params }), onSuccess: close, onError, onSettled });
  const ask = () =>
    modal.confirm({
      title: t('openings.drawer.discardTitle'),
      content: t('openings.drawer.discardText'),
      okText: t('openings.drawer.discard'),
      okButtonProps: { danger: true, 'data-testid': 'discard-confirm' },
      cancelText: t('settings.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => discard.mutateAsync().catch(() => undefined),
    });
  const toPapers = () =>
    void navigate({
      to: '/openings/new',
      search: { source: opening.sourceShop.id, markets: opening.targetMarket, ids: opening.id, step: '2' },
    });
  return (
    <div className="drawer-foot">
      <Button danger onClick={ask} loading={discard.isPending} data-testid="discard-opening">
        {t('openings.drawer.discard')}
      </Button>
      <span className="drawer-actions">
        <Button onClick={toPapers}>{t('openings.drawer.change')}</Button>
        <Button
          type="primary"
          disabled={!opening.verdict?.canSubmit || !opening.isSendable}
          loading={submit.isPending}
          onClick={() => submit.mutate()}
          data-testid="submit-opening"
        >
          {t(opening.status === 'draft' ? 'openings.drawer.submit' : 'openings.drawer.resubmit')}
        </Button>
      </span>
    </div>
  );
}

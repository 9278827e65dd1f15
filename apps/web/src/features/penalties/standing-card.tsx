import { ExclamationCircleOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ShopStanding } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { Instant, TimeAgo } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { PointsBar } from './points-bar.tsx';
import { useNames } from './use-names.ts';

/** Where one shop stands. What is wrong stands first; a shop without points says so in one line. */
export function StandingCard({ standing, nodes }: { standing: ShopStanding; nodes: readonly number[] }) {
  const { t, i18n } = useTranslation();
  const { shop, records, balance, nextNode, nextExpiry, platformPoints, covered, isRevoked } = standing;
  return (
    <article className="standing panel" data-testid={`standing-${shop.market}`}>
      <header className="standing-head">
        <h3>
          <ShopChip shop={shop} />
        </h3>
        <span className="standing-balance num">
          {formatCount(balance, i18n.language)} <small>{t('penalties.pointsWord', { count: balance })}</small>
        </span>
      </header>
      {covered ? <PointsBar standing={standing} nodes={nodes} /> : <p className="muted">{t('penalties.notCovered')}</p>}
      <ul className="standing-lines">
        {isRevoked && (
          <li>
            <Tag tone="losing" icon={<StopOutlined />}>
              {t('penalties.revoked')}
            </Tag>
          </li>
        )}
        {covered && nextNode !== null && balance > 0 && (
          <li className={standing.formalWarning ? 'tone-soon' : ''}>
            {standing.formalWarning && <ExclamationCircleOutlined />}{' '}
            {t('penalties.toNode', { count: nextNode - balance, node: nextNode, points: formatCount(nextNode - balance, i18n.language) })}
          </li>
        )}
        {nextExpiry && (
          <li>
            {t('penalties.expiry', { count: nextExpiry.points, points: formatCount(nextExpiry.points, i18n.language) })}{' '}
            <Instant at={nextExpiry.at} shopZone={shop.timeZone} hasYear />
          </li>
        )}
        {platformPoints !== null && covered && platformPoints !== balance && (
          <li className="tone-soon">
            <WarningOutlined /> {t('penalties.platformPoints', { points: formatCount(platformPoints, i18n.language) })}
          </li>
        )}
        <InForce standing={standing} />
        <Held standing={standing} />
      </ul>
      <footer className="standing-foot muted">
        <Records records={records} />
        <LinkedAccounts accounts={standing.linkedAccounts} />
      </footer>
    </article>
  );
}

function InForce({ standing: { restrictions, measures, shop } }: { standing: ShopStanding }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <>
      {restrictions.map(({ code, node, rule, platform }) => {
        const until = (platform ?? rule)?.until;
        return (
          <li key={`${node} ${code}`}>
            <Tag tone="losing" icon={<StopOutlined />}>
              {names.measure(code)}
            </Tag>{' '}
            {until ? <Until at={until} zone={shop.timeZone} /> : t('penalties.forGood')}
            {(!platform || !rule) && <span className="tone-soon"> {t(platform ? 'penalties.onlyPlatform' : 'penalties.onlyRule')}</span>}
          </li>
        );
      })}
      {measures.map((measure) => (
        <li key={`${measure.violationId} ${measure.code}`}>
          <Tag tone="soon" icon={<ExclamationCircleOutlined />}>
            {names.measure(measure.code)}
          </Tag>{' '}
          {measure.ordersPerDay !== null && `${t('penalties.ordersPerDay', { count: measure.ordersPerDay })} `}
          {measure.until && <Until at={measure.until} zone={shop.timeZone} />}
        </li>
      ))}
    </>
  );
}

function Until({ at, zone }: { at: string; zone: string }) {
  const { t } = useTranslation();
  return (
    <span>
      {t('penalties.until')} <Instant at={at} shopZone={zone} />
    </span>
  );
}

function Held({ standing: { balanceHolds, shop } }: { standing: ShopStanding }) {
  const { t } = useTranslation();
  return balanceHolds
    .filter(({ platform }) => platform.isHeld)
    .map(({ channelBalanceHoldId, amount, platform, rule }) => (
      <li key={channelBalanceHoldId}>
        <Tag tone="losing" icon={<WarningOutlined />}>
          {t('penalties.held')}
        </Tag>{' '}
        <Money value={amount} /> {platform.until ? <Until at={platform.until} zone={shop.timeZone} /> : t('penalties.heldOpen')}
        {rule && !rule.isHeld && <span className="tone-soon"> {t('penalties.heldDiffers')}</span>}
      </li>
    ));
}

function Records({ records: { state, readAt } }: Pick<ShopStanding, 'records'>) {
  const { t } = useTranslation();
  if (state === 'no-consent')
    return (
      <span className="tone-soon">
        <WarningOutlined /> {t('penalties.records.no-consent')} <Link to="/shops">{t('penalties.records.consent')}</Link>
      </span>
    );
  if (state === 'read' && readAt) return <TimeAgo at={readAt} words={(ago) => t('penalties.records.read', { ago })} />;
  return t(state === 'not-offered' ? 'penalties.records.not-offered' : 'penalties.records.not-yet-read');
}

function LinkedAccounts({ accounts }: { accounts: ShopStanding['linkedAccounts'] }) {
  const { t } = useTranslation();
  if (accounts.length === 0) return null;
  const shareWord = (share: string) =>
    share === 'login' || share === 'entity' || share === 'bank-account' ? t(`penalties.shares.${share}`) : share;
  return (
    <details className="linked">
      <summary>{t('penalties.linked', { count: accounts.length })}</summary>
      <ul>
        {accounts.map(({ channelAccountId, name, shares }) => (
          <li key={channelAccountId}>
            {name} <span className="muted">{shares.map(shareWord).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

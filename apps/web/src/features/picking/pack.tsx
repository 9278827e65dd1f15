import { CheckCircleFilled, CloseCircleFilled, InfoCircleOutlined, UndoOutlined } from '@ant-design/icons';
import type { PickOrder, ScanOutcome } from '@tradewind/contract/types';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import type { Scanned, WaveDetail } from './use-picking.ts';
import { useScans } from './use-scans.ts';

const good: readonly ScanOutcome[] = ['opened', 'counted', 'verified'];

/** Packing by a scanner that types: whatever is typed anywhere on the page goes into the one field, and the server says what it means. */
export function Pack({ wave }: { wave: WaveDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const { code, setCode, field, submit, last, order, undo, release, error, waiting } = useScans(wave);
  if (!mayWrite)
    return (
      <EmptyState kind="no-right" title={t('common.noRight.title')} text={t('common.noRight.text', { scope: t('scopes.stock:write') })} />
    );
  return (
    <section className="panel picking-pack" aria-label={t('picking.tabs.pack')}>
      <form
        className="picking-scan"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label htmlFor="scan">
          {t(order ? 'picking.scanGoods' : wave.kind === 'single-item' ? 'picking.scanAny' : 'picking.scanOrder')}
        </label>
        <Input
          id="scan"
          ref={field}
          size="large"
          autoComplete="off"
          maxLength={120}
          value={code}
          onChange={({ target }) => setCode(target.value)}
          data-testid="scan"
        />
      </form>
      {error !== null && <ErrorPanel error={error} />}
      <div role="alert" aria-live="assertive" data-testid="scan-outcome" data-outcome={last?.outcome ?? ''}>
        {last && <Told scanned={last} />}
        {waiting > 0 && <span className="muted">{t('picking.sending', { count: waiting })}</span>}
      </div>
      {order && <Parcel order={order} undo={undo} release={release} />}
      <p className="muted">{t('picking.progress', { done: wave.counts.verified, total: wave.counts.orders - wave.counts.dropped })}</p>
    </section>
  );
}

/** Sign, word and colour together: a wrong item is seen from the other side of the table, whatever colours one sees. */
function Told({ scanned }: { scanned: Scanned }) {
  const { t } = useTranslation();
  const { outcome, item, order } = scanned;
  const isGood = good.includes(outcome);
  return (
    <div className={`picking-told ${isGood ? 'is-good' : 'is-wrong'}`}>
      {isGood ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}
      <div>
        <strong>{t(`picking.outcomes.${outcome}`, { name: order?.packer?.name ?? '' })}</strong>
        {item && (
          <div>
            {item.sku} {item.title}
          </div>
        )}
        {outcome === 'verified' && order && <div className="num">{order.channelOrderId}</div>}
      </div>
    </div>
  );
}

type ParcelProps = { order: PickOrder; undo: (scanId: string) => void; release: () => void };

function Parcel({ order, undo, release }: ParcelProps) {
  const { t } = useTranslation();
  const isTaken = order.packer !== null && !order.packer.isMine;
  return (
    <div className="picking-parcel" data-testid="parcel" data-state={order.state}>
      <h2>
        {t('picking.order')} <span className="num">{order.channelOrderId}</span>
      </h2>
      <ul className="picking-items">
        {order.items.map(({ item, sku, title, units, scanned }) => (
          <li key={item} className={scanned === units ? 'is-whole' : ''} data-testid="parcel-item">
            <span className="picking-goods">
              <strong>{sku}</strong>
              <span className="muted">{title}</span>
            </span>
            <strong className="picking-units num">
              {scanned === units && <CheckCircleFilled aria-label={t('picking.whole')} />}{' '}
              {t('picking.of', { done: scanned, total: units })}
            </strong>
          </li>
        ))}
      </ul>
      {isTaken ? (
        <div className="picking-choices">
          <span>
            <InfoCircleOutlined /> {t('picking.outcomes.taken', { name: order.packer?.name ?? '' })}
          </span>
          <Button onClick={release} data-testid="take-over">
            {t('picking.takeOver')}
          </Button>
        </div>
      ) : (
        order.lastScanId !== null &&
        order.state !== 'dropped' && (
          <Button icon={<UndoOutlined />} onClick={() => undo(order.lastScanId ?? '')} data-testid="undo-scan">
            {t('picking.undo')}
          </Button>
        )
      )}
    </div>
  );
}

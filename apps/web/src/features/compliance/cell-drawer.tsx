import { LinkOutlined, UploadOutlined } from '@ant-design/icons';
import type { ComplianceCell, ComplianceRow } from '@tradewind/contract/types';
import { zoneOfPaper } from '@tradewind/rules/document-types';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { toneOf } from './cell-states.ts';
import { DocumentDialog } from './document-dialog.tsx';

/** One product in one market: each shop's papers, what to do about them, and when it locks. */
export function CellDrawer({ rows }: { rows: readonly ComplianceRow[] }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { categoryName } = useDocumentNames();
  const market = open?.slice(0, 2) ?? '';
  const row = rows.find(({ product }) => product === open?.slice(3));
  const cells = row?.cells.filter(({ shop }) => shop.market === market) ?? [];
  if (!row || cells.length === 0) return null;
  return (
    <Drawer
      open
      onClose={() => setSearch({ open: undefined }, true)}
      size={isPhone ? '100%' : 480}
      title={
        <span className="drawer-title">
          <MarketChip market={market} /> <span className="drawer-name">{row.title}</span>
        </span>
      }
    >
      <div className="drawer-body" data-testid="gate-drawer">
        <dl className="gate-facts">
          <dt>{t('compliance.gate.product')}</dt>
          <dd>
            <code>{row.product}</code>
            {row.brand && ` · ${row.brand}`}
          </dd>
          <dt>{t('compliance.form.category')}</dt>
          <dd>
            {row.category ? categoryName(row.category) : t('compliance.gate.states.unmapped')}
            {row.channelCategory && <span className="muted"> · {row.channelCategory}</span>}
            {!row.category && <p className="muted">{t('compliance.gate.unmappedText')}</p>}
          </dd>
        </dl>
        {cells.map((cell) => (
          <ShopPapers key={`${cell.shop.id} ${cell.listing?.id}`} cell={cell} category={row.category} />
        ))}
      </div>
    </Drawer>
  );
}

function ShopPapers({ cell, category }: { cell: ComplianceCell; category: string | null }) {
  const { t } = useTranslation();
  return (
    <section className="shop-papers" data-testid="shop-papers" data-locked={cell.locked}>
      <div className="shop-papers-head">
        <ShopChip shop={cell.shop} />
        <Tag tone={toneOf(cell)}>{t(`compliance.gate.states.${cell.locked ? 'locked' : cell.state}`)}</Tag>
        {!cell.listing && <span className="muted">{t('compliance.gate.notOffered')}</span>}
      </div>
      {cell.state === 'prohibited' && <p>{t('compliance.gate.prohibitedText')}</p>}
      {cell.requirements.length === 0 && cell.state !== 'prohibited' && (
        <p className="muted">{t(cell.covered ? 'compliance.gate.nothing' : 'compliance.gate.noRule')}</p>
      )}
      <ul className="requirements">
        {cell.requirements.map((requirement) => (
          <Requirement key={requirement.type} requirement={requirement} market={cell.shop.market} category={category} />
        ))}
      </ul>
      {cell.locksOn && (
        <p>
          {t('compliance.gate.locksOn')} <Instant at={cell.locksOn} hasYear shopZone={zoneOfPaper(cell.shop.market)} />
        </p>
      )}
      {cell.locked && (
        <Alert
          type="error"
          showIcon
          title={t('compliance.gate.lockedTitle')}
          description={
            <>
              <p>{t('compliance.gate.lockedText')}</p>
              {cell.listing?.sellerPage && (
                <a href={cell.listing.sellerPage} target="_blank" rel="noreferrer" data-testid="seller-page">
                  <LinkOutlined /> {t('compliance.gate.sellerPage')}
                </a>
              )}
            </>
          }
        />
      )}
    </section>
  );
}

type RequirementOf = ComplianceCell['requirements'][number];
const tones: Record<RequirementOf['state'], Tone> = { met: 'done', pending: 'soon', expired: 'losing', missing: 'losing' };

function Requirement({ requirement, market, category }: { requirement: RequirementOf; market: string; category: string | null }) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  const mayWrite = useCan('documents:write');
  const [isFiling, setFiling] = useState(false);
  const { type, basis, state, validUntil } = requirement;
  return (
    <li>
      <span className="requirement-words">
        <strong>{typeName(type)}</strong>
        <span className="cell-second">
          {t(`compliance.gate.basis.${basis}`)}
          {validUntil && (
            <>
              {' · '}
              {t(state === 'met' ? 'compliance.gate.until' : 'compliance.gate.since')}{' '}
              <Instant at={validUntil} hasYear shopZone={zoneOfPaper(market)} />
            </>
          )}
        </span>
      </span>
      <Tag tone={tones[state]}>{t(`compliance.gate.papers.${state}`)}</Tag>
      {state !== 'met' && mayWrite && (
        <Button size="small" icon={<UploadOutlined />} onClick={() => setFiling(true)}>
          {t('compliance.vault.file')}
        </Button>
      )}
      {isFiling && <DocumentDialog close={() => setFiling(false)} wanted={{ type, market, category }} />}
    </li>
  );
}

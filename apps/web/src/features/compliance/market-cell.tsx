import {
  CheckOutlined,
  ClockCircleOutlined,
  ExclamationOutlined,
  HourglassOutlined,
  LockOutlined,
  QuestionOutlined,
  StopOutlined,
} from '@ant-design/icons';
import type { ComplianceCell, ComplianceRow } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { type CellState, toneOf, worstOf } from './cell-states.ts';

const icons: Record<CellState, ReactNode> = {
  prohibited: <StopOutlined />,
  expired: <ClockCircleOutlined />,
  missing: <ExclamationOutlined />,
  pending: <HourglassOutlined />,
  expiring: <ClockCircleOutlined />,
  unmapped: <QuestionOutlined />,
  ready: <CheckOutlined />,
};

/** One product in one market: the worst of its shops there. Where it is offered nowhere, the cell is only outlined. */
export function MarketCell({ row, market }: { row: ComplianceRow; market: string }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const words = useCellWords();
  const here = row.cells.filter(({ shop }) => shop.market === market);
  const offered = here.filter(({ listing }) => listing !== null);
  const cell = worstOf(offered.length > 0 ? offered : here);
  if (!cell) return <span className="muted">–</span>;
  const isOffered = cell.listing !== null;
  const name = `${market}: ${t(`compliance.gate.states.${cell.locked ? 'locked' : cell.state}`)}${isOffered ? '' : ` (${t('compliance.gate.notOffered')})`}`;
  return (
    <button
      type="button"
      className={`gate-cell ${isOffered ? `tag-${toneOf(cell)}` : 'gate-cell-absent'}`}
      title={name}
      data-testid={`gate-cell-${market}`}
      data-state={cell.state}
      data-locked={cell.locked}
      onClick={() => setSearch({ open: `${market} ${row.product}` })}
    >
      <span className="sr-only">{name}</span>
      <span aria-hidden="true">{cell.locked ? <LockOutlined /> : icons[cell.state]}</span>
      {words(cell) && <span>{words(cell)}</span>}
    </button>
  );
}

/** As short as a column allows: how many papers lack, or how long there is. */
function useCellWords(): (cell: ComplianceCell) => string {
  const { t, i18n } = useTranslation();
  return (cell) => {
    if (cell.state === 'expiring' && cell.locksOn) return formatSpan((Date.parse(cell.locksOn) - nowMs()) / 1000, i18n.language);
    return cell.state === 'ready' ? '' : t(`compliance.gate.short.${cell.state}`);
  };
}

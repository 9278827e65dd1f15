import { CheckCircleOutlined, CloseCircleOutlined, PaperClipOutlined, WarningOutlined } from '@ant-design/icons';
import type { Publication } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { useProblemWords } from './problem-words.tsx';
import { ProductCell } from './product-cell.tsx';
import { PublicationState } from './publication-state.tsx';

export function usePublicationColumns(): Column<Publication>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'product',
      title: t('listings.columns.product'),
      render: ({ title, product }) => <ProductCell product={{ title, code: product.code }} />,
    },
    { key: 'shop', title: t('listings.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'state', title: t('listings.columns.state'), render: (row) => <State row={row} /> },
    {
      key: 'category',
      title: t('listings.columns.category'),
      isDeskOnly: true,
      render: ({ category }) => <span className="cell-second">{category?.name ?? '–'}</span>,
    },
    { key: 'price', title: t('listings.columns.price'), isNumber: true, render: (row) => <Prices row={row} /> },
    { key: 'problems', title: t('listings.columns.problems'), render: (row) => <Standing row={row} /> },
    { key: 'updated', title: t('listings.columns.updated'), isDeskOnly: true, render: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
  ];
}

function State({ row: { state, isGlobal } }: { row: Publication }) {
  const { t } = useTranslation();
  return (
    <>
      <PublicationState state={state} />
      {isGlobal && <span className="cell-second">{t('listings.global.isGlobal')}</span>}
    </>
  );
}

/** The cheapest, and the dearest where they differ. */
function Prices({ row: { variants } }: { row: Publication }) {
  const prices = variants.flatMap(({ price }) => price ?? []).sort((a, b) => a.amount - b.amount);
  const [low, high] = [prices[0], prices.at(-1)];
  if (!low || !high) return <span className="muted">–</span>;
  return (
    <span className="publication-prices">
      <Money value={low} />
      {high.amount !== low.amount && (
        <>
          {' – '}
          <Money value={high} />
        </>
      )}
    </span>
  );
}

const SHOWN = 2;

function Standing({ row }: { row: Publication }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  const { typeName } = useDocumentNames();
  if (row.sending === 'unknown') return <span className="cell-second">{t('listings.unknownAnswer')}</span>;
  if (row.isPreparing) return <span className="cell-second">{t('listings.preparing')}</span>;
  const isWaiting = row.state === 'draft' || row.state === 'incomplete';
  const isReady = isWaiting && !row.problems.some(({ weight }) => weight === 'blocks');
  const along = row.papers.flatMap(({ state, paper }) => (state === 'ready' && paper ? [typeName(paper.type)] : []));
  return (
    <ul className="publication-problems">
      {isReady && (
        <li>
          <CheckCircleOutlined className="tone-done" /> {t('listings.nothing')}
        </li>
      )}
      {isWaiting && along.length > 0 && (
        <li className="cell-second" data-testid="papers-along">
          <PaperClipOutlined /> {t('listings.papers.along', { papers: along.join(', ') })}
        </li>
      )}
      {row.problems.slice(0, SHOWN).map((problem) => (
        <li key={`${problem.code} ${problem.message}`} data-code={problem.code}>
          {problem.weight === 'blocks' ? <CloseCircleOutlined className="tone-losing" /> : <WarningOutlined className="tone-soon" />}{' '}
          {words(problem)}
        </li>
      ))}
      {row.notGlobal && (
        <li className="muted" data-code={`not-global-${row.notGlobal}`}>
          {t('listings.global.own', { reason: t(`listings.global.reasons.${row.notGlobal}`) })}
        </li>
      )}
      {row.problems.length > SHOWN && <li className="muted">{t('listings.more', { count: row.problems.length - SHOWN })}</li>}
    </ul>
  );
}

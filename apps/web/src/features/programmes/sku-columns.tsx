import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import type { MexicoSku } from '@tradewind/contract/types';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { type Chosen, isChosen, toggled } from './bulk-bar.tsx';
import { useReasonWords } from './use-reason-words.ts';

const looks = {
  sellable: { tone: 'done', icon: <CheckCircleOutlined /> },
  blocked: { tone: 'losing', icon: <CloseCircleOutlined /> },
  unknown: { tone: 'soon', icon: <QuestionCircleOutlined /> },
} as const;

export function SkuState({ state }: Pick<MexicoSku, 'state'>) {
  const { t } = useTranslation();
  return (
    <Tag tone={looks[state].tone} icon={looks[state].icon}>
      {t(`programmes.states.${state}`)}
    </Tag>
  );
}

type Choosing = { chosen: Chosen; setChosen: ((chosen: Chosen) => void) | null };

export function useSkuColumns({ chosen, setChosen }: Choosing): Column<MexicoSku>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number | null) => (value === null ? '–' : formatCount(value, i18n.language));
  return [
    { key: 'sku', title: t('programmes.columns.sku'), render: (sku) => <SkuCell sku={sku} chosen={chosen} setChosen={setChosen} /> },
    { key: 'state', title: t('programmes.columns.state'), render: ({ state }) => <SkuState state={state} /> },
    { key: 'reasons', title: t('programmes.columns.reasons'), render: ({ reasons }) => <Reasons reasons={reasons} /> },
    {
      key: 'price',
      title: t('programmes.columns.price'),
      isNumber: true,
      render: ({ price, priceInPesos }) => (
        <span className="sku-price">
          <Money value={price} />
          <span className="cell-second">
            {priceInPesos && '≈ '}
            <Money value={priceInPesos} />
          </span>
        </span>
      ),
    },
    {
      key: 'rhythm',
      title: t('programmes.columns.rhythm'),
      render: ({ rhythm }) => (rhythm ? <Tag tone="plain">{t(`programmes.rhythms.${rhythm}`)}</Tag> : <span className="muted">–</span>),
    },
    {
      key: 'sold',
      title: t('programmes.columns.sold'),
      isNumber: true,
      isDeskOnly: true,
      render: ({ soldLast7, soldBefore7 }) => `${count(soldLast7)} / ${count(soldBefore7)}`,
    },
    { key: 'stock', title: t('programmes.columns.stock'), isNumber: true, render: ({ stock }) => count(stock) },
    { key: 'cover', title: t('programmes.columns.cover'), isNumber: true, render: ({ coverDays }) => count(coverDays) },
    {
      key: 'fit',
      title: t('programmes.columns.fit'),
      isNumber: true,
      isDeskOnly: true,
      render: ({ fitScore }) => (fitScore === null ? '–' : Math.round(fitScore)),
    },
  ];
}

function SkuCell({ sku, chosen, setChosen }: Choosing & { sku: MexicoSku }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const { title, sellerSku, channelSkuId, category } = sku;
  return (
    <span className="sku-cell">
      {setChosen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a click on the box from opening the row
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box itself takes the keys
        <span onClick={(event) => event.stopPropagation()}>
          <Checkbox
            checked={isChosen(chosen, channelSkuId)}
            onChange={() => setChosen(toggled(chosen, channelSkuId))}
            aria-label={t('programmes.choose', { sku: sellerSku || channelSkuId })}
            data-testid="choose-sku"
          />
        </span>
      )}
      <span className="sku-name">
        <span className="sku-title" title={title}>
          {title}
        </span>
        <span className="cell-second">
          <code>{sellerSku || channelSkuId}</code> · {category ? categoryName(category) : t('programmes.unmapped')}
        </span>
      </span>
    </span>
  );
}

function Reasons({ reasons }: Pick<MexicoSku, 'reasons'>) {
  const { typeName } = useDocumentNames();
  const reasonWords = useReasonWords('us-to-mexico');
  if (reasons.length === 0) return <span className="muted">–</span>;
  return (
    <ul className="sku-reasons">
      {reasons.map(({ code, qualification }) => (
        <li key={`${code} ${qualification ?? ''}`}>{reasonWords({ code, qualification: qualification && typeName(qualification) })}</li>
      ))}
    </ul>
  );
}

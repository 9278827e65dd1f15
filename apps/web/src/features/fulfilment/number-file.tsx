import { Alert, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { useReasonWords } from './reason-words.ts';
import { useShippingChanged } from './use-shipping.ts';

type Imported = Answer<'shipment-number-imports.create'>;

const SHOWN = 10;

/** Ships what a carrier's own program has numbered: the file is looked at first, then all of it leaves as one task. */
export function NumberFile({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const words = useReasonWords();
  const changed = useShippingChanged();
  const setSearch = useSetOwnSearch();
  const [isConfirmed, confirm] = useState(false);
  const [runId, setRunId] = useState<string>();
  const send = async (file: File, isPreview: boolean) => {
    const query = {
      isPreview: isPreview ? ('true' as const) : ('false' as const),
      confirmsWarnings: isConfirmed ? ('true' as const) : ('false' as const),
    };
    const answer = await call('shipment-number-imports.create', { file, query });
    setRunId(answer.run?.id);
    return answer;
  };
  return (
    <TableImport<Imported>
      title={t('fulfilment.file.title')}
      text={t('fulfilment.file.text')}
      send={send}
      hasChanges={({ rows, warned }) => rows > 0 && (warned.length === 0 || isConfirmed)}
      wordsOf={words.known}
      outcome={(result) => <Outcome result={result} isConfirmed={isConfirmed} confirm={confirm} />}
      onApplied={changed}
      close={() => {
        close();
        if (runId) setSearch({ run: runId, state: undefined, open: undefined });
      }}
    />
  );
}

type OutcomeProps = { result: Imported; isConfirmed: boolean; confirm: (isConfirmed: boolean) => void };

function Outcome({ result: { isApplied, rows, warned }, isConfirmed, confirm }: OutcomeProps) {
  const { t, i18n } = useTranslation();
  const words = useReasonWords();
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <>
      <p>{t(isApplied ? 'fulfilment.file.begun' : 'fulfilment.file.would', { count: rows, shown: count(rows) })}</p>
      {!isApplied && warned.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('fulfilment.ship.warnings')}
          description={
            <>
              <ul className="ship-refused">
                {warned.slice(0, SHOWN).map(({ line, channelOrderId, warnings }) => (
                  <li key={line}>
                    {t('fulfilment.file.line', { line: count(line) })} <strong className="num">{channelOrderId}</strong>{' '}
                    {warnings.map(words.sign).join(' · ')}
                  </li>
                ))}
                {warned.length > SHOWN && <li className="muted">{t('fulfilment.ship.more', { count: warned.length - SHOWN })}</li>}
              </ul>
              <Checkbox checked={isConfirmed} onChange={({ target }) => confirm(target.checked)} data-testid="confirm-warnings">
                {t('fulfilment.ship.confirm')}
              </Checkbox>
            </>
          }
        />
      )}
    </>
  );
}

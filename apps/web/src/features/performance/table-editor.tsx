import type { EditedRate } from '@tradewind/contract/types';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';

type Row = EditedRate['rows'][number];
export type TableGroup = Row['market'];
type Field = 'fromPerMille' | 'belowPerMille' | 'minimumEvents' | 'points';
const fields: readonly { field: Field; title: 'from' | 'below' | 'minimum' | 'points'; isRate: boolean; max: number }[] = [
  { field: 'fromPerMille', title: 'from', isRate: true, max: 100 },
  { field: 'belowPerMille', title: 'below', isRate: true, max: 100 },
  { field: 'minimumEvents', title: 'minimum', isRate: false, max: 100_000 },
  { field: 'points', title: 'points', isRate: false, max: 48 },
];

/** The rows of one group of markets; the others stay as they are. Rates are typed in percent and kept in tenths of one, as the rules count them. */
export function TableEditor({ table, group, onChange }: { table: EditedRate; group: TableGroup; onChange: (table: EditedRate) => void }) {
  const { t } = useTranslation();
  const setRow = (index: number, change: Partial<Row>) =>
    onChange({ ...table, rows: table.rows.map((row, place) => (place === index ? { ...row, ...change } : row)) });
  return (
    <section className="table-wrap" aria-label={t('performance.replay.title')}>
      <table className="table table-editor">
        <caption className="sr-only">{t('performance.replay.title')}</caption>
        <thead>
          <tr>
            <th scope="col">
              {t('performance.replay.limit')}{' '}
              <InputNumber
                size="small"
                aria-label={t('performance.replay.limit')}
                min={0}
                max={100}
                step={0.5}
                precision={1}
                value={table.limitPerMille / 10}
                onChange={(value) => onChange({ ...table, limitPerMille: Math.round((value ?? 0) * 10) })}
              />
            </th>
            {fields.map(({ title }) => (
              <th key={title} scope="col">
                {t(`performance.replay.${title}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(
            (row, index) =>
              row.market === group && (
                // Rows have no identity but their place, which never changes here.
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <tr key={index}>
                  <th scope="row">{row.market}</th>
                  {fields.map(({ field, title, isRate, max }) => (
                    <td key={field}>
                      <InputNumber
                        size="small"
                        aria-label={`${row.market} ${index + 1}: ${t(`performance.replay.${title}`)}`}
                        min={0}
                        max={max}
                        step={isRate ? 0.5 : 1}
                        precision={isRate ? 1 : 0}
                        value={row[field] === null ? null : isRate ? row[field] / 10 : row[field]}
                        onChange={(value) =>
                          setRow(index, {
                            [field]: value === null ? (field === 'belowPerMille' ? null : 0) : Math.round(value * (isRate ? 10 : 1)),
                          })
                        }
                      />
                    </td>
                  ))}
                </tr>
              ),
          )}
        </tbody>
      </table>
    </section>
  );
}

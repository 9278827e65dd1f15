import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DispatchTime } from '@tradewind/contract/types';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatDay } from '../../shared/time.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

/** How long there is to dispatch where the platform does not say it, for the market of the shop. */
export function DispatchTimes({ market }: { market: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('dispatch-times.list', {}));
  const rows = data?.items.filter((row) => row.market === market) ?? [];
  return (
    <section className="panel" aria-label={t('performance.times.title')}>
      <header className="panel-head">
        <h2>{t('performance.times.title')}</h2>
      </header>
      <p className="performance-words muted">{t('performance.times.text')}</p>
      {error && <ErrorPanel error={error} retry={() => void refetch()} />}
      {rows.map((row) => (
        <DispatchTimeRow key={`${row.path} ${row.editedAt}`} time={row} />
      ))}
    </section>
  );
}

// A Sunday: names of the days of the week are those of the days after it.
const sunday = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;

function DispatchTimeRow({ time }: { time: DispatchTime }) {
  const { t, i18n } = useTranslation();
  const mayEdit = useCan('shops:write');
  const client = useQueryClient();
  const { market, path } = time;
  const [unit, setUnit] = useState<'hours' | 'workingDays'>('hours' in time.allowed ? 'hours' : 'workingDays');
  const [amount, setAmount] = useState('hours' in time.allowed ? time.allowed.hours : time.allowed.workingDays);
  const [restDays, setRestDays] = useState(time.restDays);
  const [holidays, setHolidays] = useState(time.holidays.join(', '));
  const save = useMutation({
    mutationFn: () =>
      call('dispatch-times.set', {
        params: { market, path },
        body: {
          allowed: unit === 'hours' ? { hours: amount } : { workingDays: amount },
          restDays,
          holidays: holidays.split(/[\s,，]+/).filter(Boolean),
        },
      }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => /^(dispatch-times|performance)\./.test(String(queryKey[0])) }),
  });
  const weekdays = Array.from({ length: 7 }, (_, value) => ({
    value,
    label: formatDay(new Date(sunday + value * dayMs).toISOString().slice(0, 10), i18n.language, { weekday: 'short' }),
  }));
  const name = t(`performance.times.path.${path}`);
  const labelled = (label: string) => `${name}: ${label}`;
  return (
    <form
      className="dispatch-time performance-words"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <strong>{name}</strong>
      <InputNumber
        aria-label={labelled(t('performance.times.amount'))}
        disabled={!mayEdit}
        min={1}
        max={unit === 'hours' ? 1000 : 60}
        precision={0}
        value={amount}
        onChange={(value) => setAmount(value ?? 1)}
      />
      <Select
        aria-label={labelled(t('performance.times.unitLabel'))}
        disabled={!mayEdit}
        value={unit}
        popupMatchSelectWidth={false}
        options={(['hours', 'workingDays'] as const).map((value) => ({ value, label: t(`performance.times.unit.${value}`) }))}
        onChange={setUnit}
      />
      <Select
        aria-label={labelled(t('performance.times.rest'))}
        placeholder={t('performance.times.rest')}
        disabled={!mayEdit}
        mode="multiple"
        value={restDays}
        options={weekdays}
        onChange={setRestDays}
      />
      <Input
        aria-label={labelled(t('performance.times.holidays'))}
        placeholder={t('performance.times.holidays')}
        disabled={!mayEdit}
        value={holidays}
        onChange={({ target }) => setHolidays(target.value)}
      />
      {mayEdit && (
        <Button htmlType="submit" loading={save.isPending}>
          {t(save.isSuccess ? 'performance.times.saved' : 'performance.times.save')}
        </Button>
      )}
      {save.isError && <ErrorPanel error={save.error} />}
    </form>
  );
}

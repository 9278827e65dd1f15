import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { WorkingHoursView } from '@tradewind/contract/types';
import { Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../../shared/api/call.ts';
import { useIsPhone } from '../../../shared/use-media.ts';
import { useAct } from '../use-inbox.ts';
import { daysOf, periodsOf, type TypedPeriod, typedOf, type Week } from './week.ts';
import { weekdayNames } from './weekday-names.ts';

const office: Week = Array.from({ length: 7 }, (_, at) => (at < 5 ? [{ from: 540, until: 1080 }] : []));
type Props = { own: WorkingHoursView; all: readonly WorkingHoursView[]; close: () => void };

/** The hours of one shop, and of as many others as shall have the same. */
export function HoursEditor({ own, all, close }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [shopIds, setShopIds] = useState([own.shop.id]);
  const [days, setDays] = useState(() => (own.hours?.week ?? office).map(typedOf));
  const [holidays, setHolidays] = useState(own.hours?.holidays.join('\n') ?? '');
  const [minutes, setMinutes] = useState(own.hours?.firstAnswerMinutes ?? 30);
  const week = days.map(periodsOf);
  const free = daysOf(holidays);
  const isWeekGood = week.every((periods) => periods !== null);
  const keep = useAct((body: Request<'working-hours.set'>['body']) => call('working-hours.set', { body }), close);
  const give = () => {
    if (!isWeekGood || 'bad' in free) return;
    keep.mutate({ shopIds, week: week.map((periods) => periods ?? []), holidays: free.days, firstAnswerMinutes: minutes });
  };
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 640}
      title={t('inbox-team.hours.form.title')}
      footer={
        <div className="team-foot">
          <Button
            type="primary"
            disabled={!isWeekGood || 'bad' in free || shopIds.length === 0}
            loading={keep.isPending}
            onClick={give}
            data-testid="keep-hours"
          >
            {t('inbox-team.hours.form.keep')}
          </Button>
          <Button onClick={close}>{t('inbox-team.hours.form.cancel')}</Button>
        </div>
      }
    >
      <Form layout="vertical" component="div" className="drawer-body team-form" data-testid="hours-editor">
        <Form.Item label={t('inbox-team.hours.form.shops')}>
          <Select
            mode="multiple"
            aria-label={t('inbox-team.hours.form.shops')}
            optionFilterProp="label"
            value={shopIds}
            options={all.map(({ shop, timeZone }) => ({ value: shop.id, label: `${shop.name} (${timeZone})` }))}
            onChange={setShopIds}
          />
        </Form.Item>
        <WeekForm days={days} set={setDays} />
        {!isWeekGood && (
          <p className="tone-losing" role="status">
            {t('inbox-team.hours.form.bad')}
          </p>
        )}
        <Form.Item label={t('inbox-team.hours.form.target')}>
          <InputNumber
            aria-label={t('inbox-team.hours.form.target')}
            min={1}
            max={10_080}
            precision={0}
            value={minutes}
            onChange={(value) => setMinutes(value ?? 30)}
            data-testid="hours-target"
          />
        </Form.Item>
        <Form.Item
          label={t('inbox-team.hours.form.holidays')}
          {...('bad' in free ? { validateStatus: 'error', help: t('inbox-team.hours.form.badHolidays', { day: free.bad }) } : {})}
        >
          <Input.TextArea
            aria-label={t('inbox-team.hours.form.holidays')}
            rows={4}
            value={holidays}
            onChange={({ target }) => setHolidays(target.value)}
          />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

function WeekForm({ days, set }: { days: TypedPeriod[][]; set: (days: TypedPeriod[][]) => void }) {
  const { t, i18n } = useTranslation();
  const names = weekdayNames(i18n.language);
  const setDay = (at: number, periods: TypedPeriod[]) => set(days.map((day, place) => (place === at ? periods : day)));
  return (
    <div className="week-form">
      {days.map((periods, at) => {
        const day = names[at] ?? '';
        const add = () =>
          setDay(at, [
            ...periods,
            { key: Math.max(-1, ...periods.map(({ key }) => key)) + 1, from: periods.length > 0 ? '' : '09:00', until: '18:00' },
          ]);
        return (
          <div key={day} className="week-day" data-testid="week-day">
            <strong>{day}</strong>
            {periods.length === 0 && <span className="muted">{t('inbox-team.hours.closedDay')}</span>}
            {periods.map((period) => (
              <PeriodField
                key={period.key}
                day={day}
                period={period}
                set={(next) =>
                  setDay(
                    at,
                    periods.map((one) => (one.key === period.key ? next : one)),
                  )
                }
                drop={() =>
                  setDay(
                    at,
                    periods.filter((one) => one.key !== period.key),
                  )
                }
              />
            ))}
            <Button
              size="small"
              type="text"
              icon={<PlusOutlined />}
              disabled={periods.length >= 6}
              aria-label={t('inbox-team.hours.form.addPeriod', { day })}
              onClick={add}
            />
            {at === 0 && (
              <Button size="small" type="link" onClick={() => set(days.map((own, place) => (place < 5 ? periods : own)))}>
                {t('inbox-team.hours.form.copy')}
              </Button>
            )}
          </div>
        );
      })}
    </div>
  );
}

type FieldProps = { day: string; period: TypedPeriod; set: (period: TypedPeriod) => void; drop: () => void };

function PeriodField({ day, period, set, drop }: FieldProps) {
  const { t } = useTranslation();
  return (
    <span className="week-period">
      <Input
        aria-label={t('inbox-team.hours.form.from', { day })}
        placeholder="09:00"
        maxLength={5}
        value={period.from}
        onChange={({ target }) => set({ ...period, from: target.value })}
      />
      –
      <Input
        aria-label={t('inbox-team.hours.form.until', { day })}
        placeholder="18:00"
        maxLength={5}
        value={period.until}
        onChange={({ target }) => set({ ...period, until: target.value })}
      />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('inbox-team.hours.form.dropPeriod', { day })}
        onClick={drop}
      />
    </span>
  );
}

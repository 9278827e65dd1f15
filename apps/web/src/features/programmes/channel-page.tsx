import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { marketName, marketOrder } from '../../shared/markets.ts';
import { daysOf } from '../../shared/periods.ts';
import { useToday } from '../../shared/use-periods.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import type { Input } from '../rules/input.ts';
import { useSharedInput } from '../rules/use-shared-input.ts';
import { explain, fill } from '../rules/words.ts';
import { type ChannelInput, channelExample, channelInputOf } from './channel-input.ts';
import { Labelled } from './modes-fields.tsx';
import { useEvaluation } from './use-evaluation.ts';
import { usePolicyWords } from './use-reason-words.ts';

type Reason = { code: string; favours: 'shopify' | 'seller-centre'; value?: number; otherwise?: number };
type Advice = { advice: string; reasons: Reason[]; explanation: { key: string; values: Record<string, string | number> }[] };

/** The seller centre itself or a shop system in front of it: a comparison that the source makes. */
export function ChannelPage() {
  const { draft, setDraft, settled } = useSharedInput(channelExample);
  const { data, error, refetch } = useEvaluation<Advice>('channel-advisor', channelInputOf(settled));
  const { t } = useTranslation();
  return (
    <div className="programme-columns">
      <ChannelForm input={channelInputOf(draft)} setInput={setDraft} />
      <section
        className="panel programme-card"
        aria-label={t('programmes.channel.answer')}
        data-testid="channel-answer"
        data-advice={data?.advice}
      >
        <header className="programme-card-head">
          <h2>{t('programmes.channel.answer')}</h2>
        </header>
        {error && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!data && !error && <SkeletonRows rows={5} label={t('common.loading')} />}
        {data && !error && <Answer advice={data} />}
      </section>
    </div>
  );
}

function Answer({ advice }: { advice: Advice }) {
  const { words, option, reason } = usePolicyWords('channel-advisor');
  const { t } = useTranslation();
  if (!words) return <SkeletonRows rows={5} label={t('common.loading')} />;
  return (
    <>
      <p className="programme-figure">
        <strong>{option(`advice.${advice.advice}`)}</strong>
      </p>
      {advice.explanation.map((sentence) => (
        <p key={sentence.key}>{explain(words, sentence)}</p>
      ))}
      <ul className="channel-reasons">
        {advice.reasons.map(({ code, favours, ...values }) => (
          <li key={code}>
            <Tag tone="plain">{option(`reasons.favours.${favours}`)}</Tag> {fill(words, reason(code), values)}
          </li>
        ))}
      </ul>
    </>
  );
}

type FormProps = { input: ChannelInput; setInput: (input: Input) => void };
const flags = ['assetLight', 'needsCustomFrontEnd', 'needsExternalErp'] as const;

function ChannelForm({ input, setInput }: FormProps) {
  const { t, i18n } = useTranslation();
  const { field } = usePolicyWords('channel-advisor');
  const mayRead = useCan('analytics:read');
  const { shops } = useShops();
  const { data } = useQuery({
    ...apiQuery('analytics.overview', { query: { ...daysOf('90-days', useToday()), currency: 'USD' } }),
    enabled: mayRead,
  });
  const put = (change: Partial<ChannelInput>) => setInput({ ...input, ...change });
  const bound = [...new Set(shops.filter(({ state }) => state !== 'unbound').map(({ market }) => market))];
  const yearly = data?.gmv && Math.round(((data.gmv.amount / 100) * 365) / 90);
  return (
    <section className="panel programme-card" aria-label={t('programmes.channel.form')}>
      <header className="programme-card-head">
        <h2>{t('programmes.channel.form')}</h2>
        {yearly !== null && yearly !== undefined && (
          <Button size="small" onClick={() => put({ annualGmvUsd: yearly, markets: bound })} data-testid="fill-channel">
            {t('programmes.channel.fill')}
          </Button>
        )}
      </header>
      <p className="muted">{t('programmes.channel.fillText')}</p>
      <Labelled label={field('annualGmvUsd')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            max={1_000_000_000_000}
            value={input.annualGmvUsd}
            suffix="USD"
            onChange={(value) => put({ annualGmvUsd: value ?? 0 })}
            data-testid="channel-gmv"
          />
        )}
      </Labelled>
      <Labelled label={field('markets')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={input.markets}
            showSearch={{ optionFilterProp: 'words' }}
            options={marketOrder.map((code) => ({
              value: code,
              label: <MarketChip market={code} isNamed />,
              words: `${code} ${marketName(code, i18n.language)}`,
            }))}
            onChange={(markets) => put({ markets })}
          />
        )}
      </Labelled>
      {flags.map((flag) => (
        <Checkbox key={flag} checked={input[flag]} onChange={({ target }) => put({ [flag]: target.checked })}>
          {field(flag)}
        </Checkbox>
      ))}
    </section>
  );
}

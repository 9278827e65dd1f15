import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { LegalEntity } from '@tradewind/contract/types';
import { markets } from '@tradewind/rules/markets';
import { Form, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ApiProblem } from '../../shared/api/problem.ts';
import { useShops } from '../../shared/api/shops.ts';
import { marketName, marketOrder } from '../../shared/markets.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useStartBinding } from './start-binding.ts';

const newEntity = 'new';
type Values = { market: string; entity: string; name?: string; jurisdiction?: string };

const entitiesQuery = apiQuery('legal-entities.list', { query: { limit: 200 } });
/** Where cross-border sellers are registered first, then the markets themselves. */
const jurisdictions = [...new Set(['CN', 'HK', ...marketOrder])];

/**
 * Channel, market and legal entity, then off to the platform's consent page. A new legal entity is created first; when
 * the consent then cannot begin, the entity stays and is chosen, so that trying again does not create it twice.
 */
export function BindDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const entities = useQuery(entitiesQuery);
  const { start, isStarting } = useStartBinding();
  const [isCreating, setCreating] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const chosen = Form.useWatch('entity', form);

  const items = entities.data?.items;
  useEffect(() => {
    if (!items || form.getFieldValue('entity')) return;
    // With one entity there is nothing to choose, with none there is only one thing to do.
    if (items.length < 2) form.setFieldValue('entity', items[0]?.id ?? newEntity);
  }, [items, form]);

  const entityIdOf = async ({ entity, name = '', jurisdiction = 'CN' }: Values): Promise<string> => {
    if (entity !== newEntity) return entity;
    const created = await call('legal-entities.create', { body: { name, jurisdiction } });
    await client.invalidateQueries({ queryKey: entitiesQuery.queryKey });
    form.setFieldValue('entity', created.id);
    return created.id;
  };

  const submit = async (values: Values) => {
    setFailure(null);
    setCreating(true);
    try {
      start({ channel: 'tiktok-shop', market: values.market, legalEntityId: await entityIdOf(values) });
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'name-taken')
        form.setFields([{ name: 'name', errors: [t('shops.bind.entityNameTaken')] }]);
      else setFailure(error);
    } finally {
      setCreating(false);
    }
  };

  return (
    <Dialog
      open
      title={t('shops.bind.title')}
      onCancel={close}
      okText={t('shops.bind.submit')}
      okButtonProps={{ loading: isCreating || isStarting, 'data-testid': 'bind-submit' }}
      onOk={() => form.submit()}
      width={480}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ jurisdiction: 'CN' }}
        onFinish={(values) => void submit(values)}
      >
        {entities.isError && <ErrorPanel error={entities.error} retry={() => void entities.refetch()} />}
        {failure !== null && <ErrorPanel error={failure} />}
        <Form.Item label={t('shops.bind.channel')}>
          <span className="bind-channel">{t('shops.channels.tiktok-shop')}</span>
        </Form.Item>
        <Form.Item name="market" label={t('shops.bind.market')} rules={[{ required: true, message: t('shops.bind.marketMissing') }]}>
          <MarketSelect />
        </Form.Item>
        <Form.Item
          name="entity"
          label={t('shops.bind.entity')}
          extra={t('shops.bind.entityHelp')}
          rules={[{ required: true, message: t('shops.bind.entityMissing') }]}
        >
          <EntitySelect entities={items} />
        </Form.Item>
        {chosen === newEntity && <NewEntityFields />}
        <p className="muted">{t('shops.bind.next')}</p>
      </Form>
    </Dialog>
  );
}

/** `value` and `onChange` come from the form item around it. */
type Field = { id?: string; value?: string; onChange?: (value: string) => void };

function MarketSelect(field: Field) {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const boundIn = (market: string) => shops.filter((shop) => shop.market === market && shop.state !== 'unbound').length;
  return (
    <Select
      {...field}
      data-testid="bind-market"
      showSearch={{ optionFilterProp: 'search' }}
      listHeight={320}
      options={Object.keys(markets).map((market) => ({
        value: market,
        search: `${market} ${marketName(market, i18n.language)}`,
        'data-market': market,
        label: (
          <span className="bind-option">
            <MarketChip market={market} isNamed />
            {boundIn(market) > 0 && <span className="muted">{t('shops.bind.bound', { count: boundIn(market) })}</span>}
          </span>
        ),
      }))}
    />
  );
}

function EntitySelect({ entities, ...field }: Field & { entities: LegalEntity[] | undefined }) {
  const { t } = useTranslation();
  return (
    <Select
      {...field}
      data-testid="bind-entity"
      loading={!entities}
      options={[
        ...(entities ?? []).map((entity) => ({
          value: entity.id,
          'data-entity': entity.id,
          label: (
            <span className="bind-option">
              <span className="chip-name">{entity.name}</span>
              <span className="muted">
                {entity.jurisdiction} · {t('shops.shopCount', { count: entity.shopCount })}
              </span>
            </span>
          ),
        })),
        { value: newEntity, 'data-entity': newEntity, label: `+ ${t('shops.bind.entityNew')}` },
      ]}
    />
  );
}

function NewEntityFields() {
  const { t, i18n } = useTranslation();
  return (
    <div className="bind-new">
      <Form.Item
        name="name"
        label={t('shops.bind.entityName')}
        rules={[{ required: true, whitespace: true, message: t('shops.bind.entityNameMissing') }]}
      >
        <Input maxLength={200} autoComplete="organization" data-testid="bind-entity-name" />
      </Form.Item>
      <Form.Item name="jurisdiction" label={t('shops.bind.jurisdiction')}>
        <Select
          showSearch={{ optionFilterProp: 'search' }}
          options={jurisdictions.map((code) => ({
            value: code,
            search: `${code} ${marketName(code, i18n.language)}`,
            label: marketName(code, i18n.language),
          }))}
        />
      </Form.Item>
    </div>
  );
}
